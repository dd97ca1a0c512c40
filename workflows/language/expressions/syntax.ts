import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js'
import { refuse } from './problem.ts'

export type { ASTNode }
export type NodeOf<Op extends ASTNode['op']> = Extract<ASTNode, { readonly op: Op }>

export const SOURCE_LENGTH_MAX = 4_096
const NODES_MAX = 2_000
const NESTING_MAX = 60

// Only the library's parser is used: its checker and evaluator can replace no built-in function (`matches` backtracks),
// keep ints and doubles apart, and do not count their work.
const grammar = new Environment({
  unlistedVariablesAreDyn: true,
  enableOptionalTypes: true,
  limits: {
    maxAstNodes: NODES_MAX,
    maxDepth: NESTING_MAX,
    maxListElements: 1_000,
    maxMapEntries: 1_000,
    maxCallArguments: 32,
  },
})

/** The tree of an expression; refuses what is no CEL. */
export function parseSyntax(source: string): ASTNode {
  if (source.trim() === '') refuse({ start: 0 }, 'the expression is empty')
  if (source.length > SOURCE_LENGTH_MAX) refuse({ start: 0 }, `an expression may have ${SOURCE_LENGTH_MAX} characters`)
  try {
    return grammar.parse(hideLoop(source)).ast
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    const start = error.range?.start ?? 0
    return refuse({ start }, ...explain(error, source.slice(start)))
  }
}

/** As long as `loop`, so that every place in the source stays where it is. */
const LOOP_ALIAS = 'l__p'
const LOOP_OR_TEXT =
  /[rRbB]{0,2}(?:"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\/\/[^\n]*|(?<![\w.?])loop\b/g

/** CEL reserves the word `loop`, which is a variable here; outside of texts and remarks it goes by another name. */
function hideLoop(source: string): string {
  if (!source.includes('loop')) return source
  return source.replace(LOOP_OR_TEXT, (found) => (found === 'loop' ? LOOP_ALIAS : found))
}

/** The name an expression means. */
export const nameOf = ({ args }: NodeOf<'id'>): string => (args === LOOP_ALIAS ? 'loop' : args)

const TOKENS: Readonly<Record<string, string>> = {
  EOF: 'the end',
  NUMBER: 'a number',
  STRING: 'a text',
  BYTES: 'bytes',
  BOOLEAN: 'true or false',
  NULL: '`null`',
  IDENTIFIER: 'a name',
  PLUS: '`+`',
  MINUS: '`-`',
  MULTIPLY: '`*`',
  DIVIDE: '`/`',
  MODULO: '`%`',
  EQ: '`==`',
  NE: '`!=`',
  LT: '`<`',
  LE: '`<=`',
  GT: '`>`',
  GE: '`>=`',
  AND: '`&&`',
  OR: '`||`',
  NOT: '`!`',
  IN: '`in`',
  LPAREN: '`(`',
  RPAREN: '`)`',
  LBRACKET: '`[`',
  RBRACKET: '`]`',
  LBRACE: '`{`',
  RBRACE: '`}`',
  DOT: '`.`',
  COMMA: '`,`',
  COLON: '`:`',
  QUESTION: '`?`',
}

const spokenToken = (name: string): string => TOKENS[name] ?? name

function explain(error: ParseError, rest: string): [message: string, hint?: string] {
  switch (error.code) {
    case 'expected_token': {
      const [, expected = '', got = ''] = /^Expected (\w+), got (\w+)$/.exec(error.summary) ?? []
      return [`expected ${spokenToken(expected)}, found ${spokenToken(got)}`]
    }
    case 'unexpected_token': {
      const [, got = ''] = /: (\w+)$/.exec(error.summary) ?? []
      return [got === 'EOF' ? 'the expression ends too early' : `${spokenToken(got)} cannot stand here`]
    }
    case 'unexpected_character':
      return unexpected(rest)
    case 'limit_exceeded':
      return ['the expression is too large or nested too deeply']
    default:
      return [(error.summary.charAt(0).toLowerCase() + error.summary.slice(1)).replace(/\s+/g, ' ').trim()]
  }
}

/** What people write who know another language. */
const MEANT: readonly (readonly [RegExp, string])[] = [
  [/^=/, 'compare with `==`'],
  [/^&/, '`&&` means and'],
  [/^\|/, '`||` means or'],
  [/^and\b/i, '`&&` means and'],
  [/^or\b/i, '`||` means or'],
  [/^not\b/i, '`!` means not'],
  [/^[“”‘’「」]/, 'use straight quotes'],
]

function unexpected(rest: string): [message: string, hint?: string] {
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 63)
  const word = /^\w+/.exec(rest)?.[0] ?? character
  return [`\`${word}\` cannot stand here`, MEANT.find(([pattern]) => pattern.test(rest))?.[1]]
}

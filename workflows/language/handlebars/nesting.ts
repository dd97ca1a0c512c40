import type Handlebars from 'handlebars'
import { exceeded, LIMITS, type Limits } from './budget.ts'

/**
 * Refuse a source nested deeper than the limit before it is parsed: the parser's time grows with the square of the
 * depth, and what comes after it is recursive. Reads the parser's own tokens, so comments, escapes and raw blocks
 * neither hide a level nor add one. A source that cannot be read is left to the parser to complain about.
 */
export function checkNesting(handlebars: typeof Handlebars, source: string, limits: Limits): void {
  if (!mayNest(source, limits.depth)) return
  /** How deep we are again once each open block is closed. */
  const closing: number[] = []
  let blocks = 0
  let expressions = 0
  for (const token of tokensOf(handlebars, source)) {
    if (token === 'OPEN_SEXPR') expressions += 1
    if (token === 'CLOSE_SEXPR') expressions -= 1
    if (OPENING.has(token)) closing.push(blocks)
    if (DEEPENING.has(token)) blocks += 1
    if (token === 'OPEN_ENDBLOCK') blocks = closing.pop() ?? 0
    if (Math.max(blocks, expressions) > limits.depth) throw exceeded('depth', limits.depth)
  }
}

/** What a source says, when it is nested no deeper than one may be; throws what is wrong with it. */
export function parseBounded(handlebars: typeof Handlebars, source: string): unknown {
  checkNesting(handlebars, source, LIMITS)
  return handlebars.parse(source)
}

const OPENING = new Set(['OPEN_BLOCK', 'OPEN_INVERSE', 'OPEN_PARTIAL_BLOCK'])
// Each `else if` is a block within the else of the one before; one closing ends them all.
const DEEPENING = new Set([...OPENING, 'OPEN_INVERSE_CHAIN'])

/** Whether there are enough opening braces or parentheses at all; most sources are spared the reading. */
const mayNest = (source: string, depth: number) => source.split('{{').length > depth || source.split('(').length > depth

/** The lexer handlebars' parser was generated with. */
type Parser = {
  terminals_: Record<string, string | undefined>
  lexer: { setInput(source: string): void; lex(): number | string }
}

function* tokensOf(handlebars: typeof Handlebars, source: string): Generator<string> {
  const { lexer, terminals_ } = (handlebars as unknown as { Parser: Parser }).Parser
  lexer.setInput(source)
  for (let token = read(lexer); token !== undefined; token = read(lexer)) {
    const name = typeof token === 'string' ? token : terminals_[token]
    if (name === undefined || name === 'EOF' || name === 'INVALID') return
    yield name
  }
}

function read(lexer: Parser['lexer']): number | string | undefined {
  try {
    return lexer.lex()
  } catch {
    return undefined
  }
}

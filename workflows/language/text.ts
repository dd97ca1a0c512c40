import Handlebars from 'handlebars'
import { TEMPLATE_CHARS_MAX } from '../../schema/text.ts'
import type { ExpressionProblem, Scope } from './expressions.ts'
import { parseBounded } from './handlebars/nesting.ts'
import { compile } from './handlebars.ts'
import { type Named, withMentions } from './text/mention.ts'
import { vocabulary } from './text/vocabulary.ts'
import { withVoice } from './text/voice.ts'

/** A text with `{{ }}` in it. Plain text: nothing is escaped. */
export type Template = { source: string; render: (scope: Scope) => Rendered }

export type Rendered = { kind: 'text'; text: string } | { kind: 'failed'; why: string; text: '' }

export type ParsedTemplate = { kind: 'template'; template: Template } | { kind: 'problem'; problem: ExpressionProblem }

const environment = Handlebars.create()
environment.registerHelper(vocabulary)

/** Parse a text once. What is wrong with it is found here, where it was written; rendering can still fail on data. */
export function parseTemplate(source: string): ParsedTemplate {
  if (source.length > TEMPLATE_CHARS_MAX)
    return { kind: 'problem', problem: { message: `a text has at most ${TEMPLATE_CHARS_MAX} characters` } }
  try {
    parseBounded(environment, source)
  } catch (error) {
    return { kind: 'problem', problem: syntaxProblem(error) }
  }
  const render = compile(environment, source, { noEscape: true })
  return { kind: 'template', template: { source, render: (scope) => rendered(render, scope) } }
}

/** Whom texts rendered with these variables have mentioned, beside the texts: a text itself carries no marks. */
const named = new WeakMap<Scope, Named[]>()

export function namedBy(scope: Scope): Named[] {
  const known = named.get(scope)
  if (known) return known
  const nobody: Named[] = []
  named.set(scope, nobody)
  return nobody
}

function rendered(render: ReturnType<typeof compile>, scope: Scope): Rendered {
  try {
    const data = withMentions({ now: scope.now, contact: scope.contact }, namedBy(scope))
    const { say, link } = scope
    withVoice(data, { link, say: say && ((name, more) => say(name, more, scope)) })
    return { kind: 'text', text: render(textScope(scope), { data }) }
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'failed', text: '' }
  }
}

/** Handlebars' parser says `Parse error on line 2:` and, below it, what it expected. */
function syntaxProblem(error: unknown): ExpressionProblem {
  const message = error instanceof Error ? error.message : String(error)
  const line = /line (\d+)/.exec(message)?.[1]
  const expecting = /Expecting .*/.exec(message)?.[0]
  const first = message.split('\n')[0] ?? message
  return {
    message: `the text is not a Handlebars template: ${expecting ?? first}`,
    ...(line !== undefined && { line: Number(line) }),
  }
}

/** In a text, an instant reads as ISO 8601 unless a helper says otherwise. */
function textScope(scope: Scope): Record<string, unknown> {
  const { say: _, link: __, segments: ___, ...variables } = scope
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, withoutDates(value)]))
}

function withoutDates(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value)
  if (!entries.some(([, item]) => item instanceof Date)) return value
  return Object.fromEntries(entries.map(([key, item]) => [key, item instanceof Date ? item.toISOString() : item]))
}

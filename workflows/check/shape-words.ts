import * as v from 'valibot'
import { suggest } from '../language/expressions/suggest.ts'
import { alternatives, kindOf, type ShapeNode, takes } from './shape-node.ts'

const SPOKEN = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  list: 'a list',
  object: 'an object',
  nothing: 'nothing',
} as const

const VALUE_CHARS_MAX = 40

/** `the text "3 days"`, `the number 3`, `a list`. */
export function spokenValue(value: unknown): string {
  const kind = kindOf(value)
  if (kind !== 'text' && kind !== 'number' && kind !== 'boolean') return SPOKEN[kind]
  const text = JSON.stringify(value)
  const short = text.length > VALUE_CHARS_MAX ? `${text.slice(0, VALUE_CHARS_MAX)}…` : text
  return kind === 'boolean' ? short : `the ${kind} ${short}`
}

/** What is wrong with a value that no alternative takes. */
export function refusal(node: ShapeNode, value: unknown): { message: string; hint?: string } {
  const options = alternatives(node)
  const ofKind = options.filter((option) => takes(option) === undefined || takes(option) === kindOf(value))
  const choices = ofKind.flatMap((option) => (option.type === 'picklist' ? (option.options as string[]) : []))
  const near = typeof value === 'string' ? suggest(value, choices) : undefined
  const hint = near === undefined ? {} : { hint: `did you mean \`${near}\`?` }
  if (ofKind.length === 0) {
    const wanted = [...new Set(options.flatMap((option) => takes(option) ?? []))].map((kind) => SPOKEN[kind])
    return { message: `expected ${listed(wanted)}, found ${spokenValue(value)}` }
  }
  const messages = ofKind.flatMap((option) => first(v.safeParse(option, value).issues)).map(issueWords)
  return { message: [...new Set(messages)].join('; or '), ...hint }
}

function first<T>(items: readonly T[] | undefined): T[] {
  return items?.[0] === undefined ? [] : [items[0]]
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? 'nothing') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

const LIMITS: Readonly<Record<string, (limit: unknown, things: string) => string>> = {
  min_value: (limit) => `must be at least ${limit}`,
  max_value: (limit) => `must be at most ${limit}`,
  integer: () => 'must be a whole number',
  min_length: (limit, things) => (limit === 1 ? 'must not be empty' : `needs at least ${limit} ${things}`),
  max_length: (limit, things) => `may have at most ${limit} ${things}`,
}

/** What valibot found, in our words. A message that a shape brings along is in our words already. */
export function issueWords(issue: v.BaseIssue<unknown>): string {
  if (!issue.message.startsWith('Invalid ')) return issue.message
  const things = Array.isArray(issue.input) ? 'items' : 'characters'
  const limit = (issue as { requirement?: unknown }).requirement
  const words = LIMITS[issue.type]
  if (words) return words(limit, things)
  if (issue.type === 'picklist' || issue.type === 'literal')
    return `must be ${listed((issue.expected ?? '').replace(/[()]/g, '').split(' | '))}, not ${spokenValue(issue.input)}`
  return `expected ${expectedWords(issue.expected)}, found ${spokenValue(issue.input)}`
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  Array: 'a list',
  Object: 'an object',
  null: 'null',
}

function expectedWords(expected: string | null): string {
  return EXPECTED[expected ?? ''] ?? expected ?? 'something else'
}

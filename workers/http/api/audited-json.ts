import { isObject, type Json } from '../../../schema/json.ts'

const FIELD_CHARS_MAX = 20_000
const FIELDS_CHARS_MAX = 60_000

/** Of two states, the fields in which they differ, without those that change by themselves. */
export function difference(before: unknown, after: unknown): { before: unknown; after: unknown } {
  if (!isObject(before) || !isObject(after)) return { before: told(before), after: told(after) }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !PASSING.has(name) && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  )
  const only = (state: Record<string, unknown>) =>
    Object.fromEntries(names.flatMap((name) => (name in state ? [[name, state[name]]] : [])))
  return { before: told(only(before)), after: told(only(after)) }
}

const PASSING: ReadonlySet<string> = new Set(['updated_at', 'version', 'revision'])

/** Of what holds a secret: the places of what was given, without what it says. */
export function placesOf(value: unknown, path = ''): string[] {
  if (!isObject(value)) return path === '' ? [] : [path]
  return Object.entries(value).flatMap(([name, part]) => placesOf(part, path === '' ? name : `${path}.${name}`))
}

/** As the audit keeps it: addresses without what is secret in them, and what is long only by its length. */
export function told(value: unknown): unknown {
  if (value === null || value === undefined) return null
  const shown = withoutTokens(value as Json)
  if (!isObject(shown)) return shortened(shown, FIELD_CHARS_MAX)
  const fields = Object.entries(shown).map(([name, field]) => [name, shortened(field, FIELD_CHARS_MAX)] as const)
  return shortened(Object.fromEntries(fields), FIELDS_CHARS_MAX)
}

function shortened(value: Json, max: number): Json {
  const { length } = JSON.stringify(value)
  return length > max ? { omitted_chars: length } : value
}

/** The address of a group's robot is its secret: only where it lies is told. */
function withoutTokens(value: Json): Json {
  if (typeof value === 'string')
    return value.replace(
      /(https?:\/\/[^/\s"'<>]+)[^\s"'<>]*[?&](?:key|token|access_token|secret|sig|signature)=[^\s"'<>]*|(https?:\/\/[^/\s"'<>]+\/(?:open-apis\/bot|robot|services|api\/webhooks)\/)[^\s"'<>]*/gi,
      '$1$2…',
    )
  if (Array.isArray(value)) return value.map(withoutTokens)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutTokens(part)]))
}

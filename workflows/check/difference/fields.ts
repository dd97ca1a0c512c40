import { isObject } from '../../../schema/json.ts'
import type { StepShape } from '../../../schema/step.ts'

/** A field by the path to it, with its value. */
export type Fields = Map<string, { keys: readonly string[]; value: unknown }>

/** Values that are told as a whole, though they have parts. */
const WHOLE: ReadonlySet<string> = new Set(['wait', 'any', 'weekdays', 'options', 'expr', 'buttons'])

/** Every field of a written thing, down to its values. Lists of steps are left out: steps are compared on their own. */
export function fieldsOf(written: Readonly<Record<string, unknown>>, without: ReadonlySet<string> = new Set()): Fields {
  const found: Fields = new Map()
  const visit = (value: unknown, keys: readonly string[]): void => {
    const key = keys.at(-1) ?? ''
    const inside = isObject(value) && !WHOLE.has(key) && !('expr' in value && Object.keys(value).length === 1)
    if (inside) for (const [name, one] of Object.entries(value)) visit(one, [...keys, name])
    else if (value !== undefined) found.set(keys.join('.'), { keys, value })
  }
  for (const [key, value] of Object.entries(written)) if (!without.has(key)) visit(value, [key])
  return found
}

export type FieldChange = { keys: readonly string[]; before: unknown; after: unknown }

/** Fields that differ, in the order in which they are written now; those that are gone come last. */
export function changedFields(before: Fields, after: Fields): FieldChange[] {
  const changes: FieldChange[] = []
  for (const [path, { keys, value }] of after) {
    const was = before.get(path)?.value
    if (!isSame(was, value)) changes.push({ keys, before: was, after: value })
  }
  for (const [path, { keys, value }] of before)
    if (!after.has(path)) changes.push({ keys, before: value, after: undefined })
  return changes
}

export function isSame(a: unknown, b: unknown): boolean {
  return ordered(a) === ordered(b)
}

/** As JSON, whatever the order of its keys. */
export function ordered(value: unknown): string {
  return (
    JSON.stringify(value, (_, one) =>
      isObject(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
    ) ?? 'undefined'
  )
}

const BRANCHES: ReadonlySet<string> = new Set(['then', 'else', 'steps'])

/** What a step says itself, without the steps inside it: branches by their names, cases by their number. */
export function ownFields(step: StepShape): Fields {
  const plain: Record<string, unknown> = { ...step }
  for (const key of BRANCHES) delete plain[key]
  if ('do' in step && Array.isArray(step.on_error)) plain.on_error = undefined
  if ('split' in step) plain.split = Object.fromEntries(step.split.map(({ name, weight }) => [name, { weight }]))
  if ('choose' in step) plain.choose = Object.fromEntries(step.choose.map((one, i) => [String(i + 1), { if: one.if }]))
  return fieldsOf(plain, new Set(['id']))
}

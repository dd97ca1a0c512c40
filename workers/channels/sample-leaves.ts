import { isObject, type Json, type JsonObject } from '../../schema/json.ts'
import { ANSWER_KEYS, LABEL_KEYS } from './proposing-words.ts'

/** A value in a sample, and the CEL over `body` that finds it. */
export type Leaf = {
  /** The keys on the way, without places in lists. */
  path: string[]
  key: string
  /** The words of the question that it answers, where a form gives them beside it. */
  label?: string
  value: string | number
  cel: string
  /** The last part of `cel`. */
  ownCel: string
}

const LEAVES_MAX = 2000
const DEPTH_MAX = 20
const ITEMS_MAX = 100

/** Every text and number in a sample, up to a limit. */
export function leavesOf(sample: Json): Leaf[] {
  const leaves: Leaf[] = []
  visit(sample, { path: [], cel: 'body', ownCel: 'body' }, leaves)
  const titles = titlesIn(sample)
  return leaves.map((leaf) => {
    const label = leaf.label ?? titles.get(leaf.key)
    return label === undefined ? leaf : { ...leaf, label }
  })
}

type Place = { path: string[]; cel: string; ownCel: string; label?: string }

function visit(value: Json, place: Place, leaves: Leaf[]): void {
  if (leaves.length >= LEAVES_MAX || place.path.length > DEPTH_MAX) return
  if (Array.isArray(value)) {
    for (const [index, item] of value.slice(0, ITEMS_MAX).entries())
      visitItem(item, { index, list: value, place }, leaves)
  } else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value as JsonObject)) {
      const ownCel = member(key)
      const answers = place.label !== undefined && (ANSWER_KEYS as readonly string[]).includes(key)
      const { label, ...rest } = place
      const next = { ...rest, path: [...place.path, key], cel: `${place.cel}${ownCel}`, ownCel }
      visit(inner, answers && label !== undefined ? { ...next, label } : next, leaves)
    }
  } else if ((typeof value === 'string' && value.trim() !== '') || Number.isFinite(value)) {
    const key = place.path.at(-1) ?? ''
    leaves.push({ ...place, key, value: value as string | number })
  }
}

/** A part of a form is found by the words of its question, because its place changes when a question is left out. */
function visitItem(
  item: Json,
  { index, list, place }: { index: number; list: Json[]; place: Place },
  leaves: Leaf[],
): void {
  const known = isObject(item) ? distinguishing(item as JsonObject, list) : undefined
  const ownCel = known
    ? `.filter(one, "${known.key}" in one && one${member(known.key)} == ${JSON.stringify(known.text)})[0]`
    : `[${index}]`
  const { label: _, ...rest } = place
  visit(item, { ...rest, cel: `${place.cel}${ownCel}`, ownCel, ...(known && { label: known.text }) }, leaves)
}

/** The key by which this item differs from all others of its list, when one of its other keys is the answer. */
function distinguishing(item: JsonObject, list: Json[]): { key: string; text: string } | undefined {
  if (!ANSWER_KEYS.some((key) => key in item)) return undefined
  for (const key of LABEL_KEYS) {
    const text = item[key]
    if (typeof text !== 'string' || text === '') continue
    if (list.filter((other) => isObject(other) && other[key] === text).length === 1) return { key, text }
  }
  return undefined
}

/** Titles that stand in a structure of their own, as Wufoo's: `{ ID: 'Field3', Title: 'Email' }`. */
function titlesIn(sample: Json): Map<string, string> {
  const structure = isObject(sample) && isObject(sample.FieldStructure) ? sample.FieldStructure.Fields : undefined
  if (!Array.isArray(structure)) return new Map()
  return new Map(
    structure.flatMap((field) =>
      isObject(field) && typeof field.ID === 'string' && typeof field.Title === 'string'
        ? [[field.ID, field.Title]]
        : [],
    ),
  )
}

const RESERVED = new Set([
  'as',
  'break',
  'const',
  'continue',
  'else',
  'false',
  'for',
  'function',
  'if',
  'import',
  'in',
  'let',
  'loop',
  'namespace',
  'null',
  'package',
  'return',
  'true',
  'var',
  'void',
  'while',
])

/** A key as CEL selects it. */
function member(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) && !RESERVED.has(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}

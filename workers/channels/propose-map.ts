import type { Json, JsonObject } from '../../schema/json.ts'
import { FIELDS, type Field, mapFields } from './field-map.ts'
import type { Words } from './kind.ts'
import { KEYS, OTHERS, PERSON, plainKey, THINGS } from './proposing-words.ts'
import { type Leaf, leavesOf } from './sample-leaves.ts'

/** One way to fill a field of the mapping from this sample. `confidence` is from 0 to 1. */
export type Proposal = { field: Field; expression: string; confidence: number; reason: Words; value: string }

const PER_FIELD_MAX = 3

/**
 * Which parts of a sample are what, best first for each field: by what they are called, in English and Chinese, and by
 * what they look like. Every expression has been tried on the sample and finds the value.
 */
export function proposeMap(sample: Json, fields: readonly Field[] = FIELDS): Proposal[] {
  const leaves = leavesOf(sample)
  return fields.flatMap((field) => {
    const found = [
      ...leaves.flatMap((leaf) => proposalFor(field, leaf)),
      ...(field === 'name' ? fullNames(leaves) : []),
    ]
    return found
      .map((proposal) => ({ ...proposal, value: mapFields({ [field]: proposal.expression }, sample)[field] ?? '' }))
      .filter(({ value }) => value !== '')
      .sort((a, b) => b.confidence - a.confidence)
      .slice(0, PER_FIELD_MAX)
  })
}

type Tried = Omit<Proposal, 'value'>

/** A trait that an answer could become: what is asked has a name and a short answer. `name` is the trait's. */
export type ProposedTrait = Omit<Proposal, 'field'> & { name: string }

const TRAITS_MAX = 20
const ANSWER_CHARS_MAX = 100
const NAME_CHARS_MAX = 40

/** Answers by question, but for those that `taken` proposes for a field of its own. */
export function proposeTraits(answers: JsonObject, taken: readonly Proposal[]): ProposedTrait[] {
  const known = new Set(taken.filter(({ confidence }) => confidence >= 0.6).map(({ value }) => value))
  const found = new Map<string, ProposedTrait>()
  for (const [question, answer] of Object.entries(answers)) {
    const name = traitName(question)
    const value = typeof answer === 'string' ? answer.trim() : JSON.stringify(answer)
    const isShort = answer !== null && value !== '' && value.length <= ANSWER_CHARS_MAX
    if (name === '' || found.has(name) || !isShort || known.has(value)) continue
    const expression = `body.answers[${JSON.stringify(question)}]`
    const reason = { en: `it answers “${question}”`, 'zh-CN': `“${question}”的回答` }
    found.set(name, { name, expression, confidence: 0.6, reason, value })
  }
  return [...found.values()].slice(0, TRAITS_MAX)
}

function traitName(question: string): string {
  const words = question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^[_\p{N}]+|_+$/gu, '')
  return [...words].slice(0, NAME_CHARS_MAX).join('').replace(/_+$/, '')
}

function proposalFor(field: Field, leaf: Leaf): Tried[] {
  const named = nameScore(field, leaf)
  const looks = looksScore(field, leaf.value)
  const deep = Math.max(0, leaf.path.length - 5) * 0.02
  const confidence = rounded(weighed(named, looks) - (isOthers(field, leaf) ? 0.4 : 0) - deep)
  if (confidence < 0.3) return []
  return [{ field, expression: expressionFor(field, leaf), confidence, reason: reasonFor(leaf, named > 0, looks > 0) }]
}

/** A name without a fitting value, or a value without a name, is half a reason; a value that contradicts is none. */
function weighed(named: number, looks: number): number {
  if (looks < 0) return 0
  return named > 0 ? Math.min(named + looks * 0.2, 0.99) : looks
}

function nameScore(field: Field, { key, label, path }: Leaf): number {
  const words = [label, key].filter((word) => word !== undefined).map(plainKey)
  const isPerson = PERSON.test(plainKey(path.at(-2) ?? ''))
  const isTop = path.length === 1
  if (field === 'user_id' && plainKey(key) === 'id') return isPerson ? 0.8 : 0
  if (field === 'name' && plainKey(key) === 'name' && label === undefined) return isPerson ? 0.8 : isTop ? 0.55 : 0.3
  if (field === 'id' && /^(id|uuid)$/.test(plainKey(key))) return isTop ? 0.45 : 0
  if ((field === 'type' || field === 'time' || field === 'id') && (label !== undefined || path.length > 2)) return 0
  return words.some((word) => KEYS[field].test(word)) ? 0.78 : 0
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/
const CHINESE_MOBILE = /^(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}$/
const PHONE = /^\+?\d[\d\s().-]{5,20}\d$/
const LOCALE = /^[a-z]{2,3}([-_][A-Za-z]{2,4}){0,2}$/
const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$/i
const CHINESE_NAME = /^[\u4e00-\u9fff]{2,4}$/

/** Above 0 when a value looks like the field, 0 when it may be anything, below when it cannot be. */
function looksScore(field: Field, value: string | number): number {
  const text = String(value).trim()
  switch (field) {
    case 'email':
      return EMAIL.test(text) ? 0.75 : -1
    case 'phone':
      if (CHINESE_MOBILE.test(text) || (PHONE.test(text) && text.startsWith('+'))) return 0.7
      return PHONE.test(text) ? 0 : -1
    case 'user_id':
      return /\s/.test(text) || text.length > 128 ? -1 : 0
    case 'name':
      if (EMAIL.test(text) || /^[\d\s+().-]+$/.test(text) || /^https?:/.test(text) || text.length > 80) return -1
      return CHINESE_NAME.test(text) ? 0.35 : 0
    case 'locale':
      return LOCALE.test(text) ? 0 : -1
    case 'type':
      return /^[A-Za-z][A-Za-z0-9_.:/-]{1,80}$/.test(text) ? 0 : -1
    case 'id':
      return /\s/.test(text) || text.length > 200 ? -1 : 0
    case 'time':
      return ISO.test(text) || /^\d{10}(\d{3})?$/.test(text) ? 0.25 : -1
    default:
      return field satisfies never
  }
}

/** First and last name beside each other are one name. */
function fullNames(leaves: readonly Leaf[]): Tried[] {
  return leaves.flatMap((first) => {
    if (!/^(first(name)?|givenname)$/.test(plainKey(first.key))) return []
    const parent = first.cel.slice(0, first.cel.length - first.ownCel.length)
    const last = leaves.find(
      (leaf) => /^(last(name)?|familyname|surname)$/.test(plainKey(leaf.key)) && leaf.cel === `${parent}${leaf.ownCel}`,
    )
    if (!last) return []
    const reason = {
      en: `${first.key} and ${last.key} stand beside each other`,
      'zh-CN': `${first.key} 与 ${last.key} 相邻`,
    }
    return [{ field: 'name', expression: `${first.cel} + " " + ${last.cel}`, confidence: 0.97, reason }]
  })
}

/** A type becomes one of ours: a name with dots stays, a mere word goes under `custom.`. */
function expressionFor(field: Field, { cel, value }: Leaf): string {
  if (field !== 'type' || String(value).includes('.')) return cel
  return `"custom." + ${cel}${/[A-Z]/.test(String(value)) ? '.lowerAscii()' : ''}`
}

function reasonFor({ key, label }: Leaf, isNamed: boolean, looks: boolean): Words {
  const called = label === undefined ? key : label
  const named = { en: `it is called “${called}”`, 'zh-CN': `名为“${called}”` }
  const looked = { en: 'its value looks like one', 'zh-CN': '值的形式相符' }
  if (!isNamed) return looked
  return looks ? { en: `${named.en}, and ${looked.en}`, 'zh-CN': `${named['zh-CN']}，且${looked['zh-CN']}` } : named
}

/** Whether it tells of somebody else, or of a thing. */
function isOthers(field: Field, { key, path }: Leaf): boolean {
  if (field === 'type' || field === 'id' || field === 'time') return false
  const words = [key, path.at(-2) ?? ''].map(plainKey)
  return words.some((word) => OTHERS.test(word) || (field === 'name' && THINGS.test(word)))
}

function rounded(confidence: number): number {
  return Math.round(confidence * 100) / 100
}

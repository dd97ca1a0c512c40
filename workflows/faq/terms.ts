import { plainText, stemmed } from './plain.ts'
import { STOP_EN, STOP_SIGNS, STOP_ZH } from './stop.ts'
import { type Vector, vectorOf } from './vectors.ts'
import { ASKING, type Meaning, OWN, type Words } from './words.ts'

/** A word of a text, how much its kind says (1 is a word), and what it stands for when we know it. */
export type Term = Meaning & { key: string; kind: number; known: boolean }

/** A text as it is compared. */
export type Side = {
  terms: readonly Term[]
  /** How strongly each word, idea and field is meant. */
  keys: ReadonlyMap<string, number>
  ideas: ReadonlyMap<string, number>
  fields: ReadonlyMap<string, number>
  /** Pairs of Chinese characters, and four letters of English words each: for names, and for what is misspelt. */
  grams: ReadonlySet<string>
  vector: Vector
}

const INSIDE = 0.3
const SIGN = 0.6
const PAIR = 0.6
const LOOSE_SIGN = 0.25
const NUMBER = 0.8
const GENERAL = 0.7
const MANNER = 0.5
const WORDS_MAX = 4
const SIGNS_MAX = 8
const CHARS_MAX = 2000

/** A text as it is compared with others. */
export function sideOf(text: string, words: Words): Side {
  const plain = plainText(text.slice(0, CHARS_MAX))
  const terms = termsOf(plain, words)
  const side = { keys: new Map<string, number>(), ideas: new Map<string, number>(), fields: new Map<string, number>() }
  for (const { key, kind, ideas, fields } of terms) {
    raise(side.keys, key, kind)
    for (const idea of ideas) raise(side.ideas, idea, kind * shared(ideas))
    for (const field of fields) raise(side.fields, field, kind * shared(fields))
  }
  return {
    terms,
    ...side,
    grams: gramsOf(plain),
    vector: vectorOf(plain, words),
  }
}

/** A word with several meanings means each of them less. */
export function shared(meanings: readonly string[]): number {
  return meanings.length ** -0.3
}

function raise(all: Map<string, number>, key: string, to: number): void {
  all.set(key, Math.max(to, all.get(key) ?? 0))
}

function termsOf(plain: string, words: Words): Term[] {
  const terms = new Map<string, Term>()
  const add = (key: string, kind: number) => {
    if (kind === 0) return
    const known = words.meanings.get(key)
    const weight = Math.max(kind * kindOf(known), terms.get(key)?.kind ?? 0)
    terms.set(key, { ...(known ?? NOTHING), key, kind: weight, known: known !== undefined })
  }
  for (const clause of plain.replace(/\p{Script=Han}+/gu, ' . ').split(/[.!?,;:()\n]+(?=\s|$)/))
    addEnglish(stemmed(clause), words, add)
  for (const run of plain.match(/\p{Script=Han}+/gu) ?? []) addChinese([...run], words, add)
  return [...terms.values()]
}

const NOTHING: Meaning = { ideas: [], fields: [] }

function kindOf(known: Meaning | undefined): number {
  if (!known || known.ideas.length === 0) return 1
  if (known.ideas.every((idea) => idea.startsWith(ASKING))) return MANNER
  return known.fields.length === 0 && !isOwn(known) ? GENERAL : 1
}

function isOwn(known: Meaning | undefined): boolean {
  return known?.ideas.some((idea) => idea.startsWith(OWN)) === true
}

type Add = (key: string, kind: number) => void
type Span = { from: number; to: number; key: string }

/** Every word of ours that stands in a text, single or several together. */
function spansOf(signs: readonly string[], most: number, glue: string, stands: (key: string, size: number) => boolean) {
  const spans: Span[] = []
  for (let from = 0; from < signs.length; from++)
    for (let to = Math.min(from + most, signs.length); to > from; to--) {
      const key = signs.slice(from, to).join(glue)
      if (stands(key, to - from)) spans.push({ from, to, key })
    }
  return spans
}

/** How much a word says that stands in longer ones: nothing in an operator's. */
function insideOf({ from, to }: Span, spans: readonly Span[], { meanings }: Words): number {
  const around = spans.filter((other) => other.from <= from && other.to >= to && other.to - other.from > to - from)
  if (around.length === 0) return 1
  return around.some(({ key }) => isOwn(meanings.get(key))) ? 0 : INSIDE
}

function addEnglish(all: readonly string[], words: Words, add: Add): void {
  const { meanings } = words
  const asks = (key: string) => meanings.get(key)?.ideas.some((idea) => idea.startsWith(ASKING))
  const spans = spansOf(all, WORDS_MAX, ' ', (key, size) => {
    return meanings.has(key) && (size > 1 || !STOP_EN.has(key) || asks(key) === true)
  })
  const covered = new Set<number>()
  for (const span of spans) {
    add(span.key, insideOf(span, spans, words))
    for (let i = span.from; i < span.to; i++) covered.add(i)
  }
  all.forEach((word, i) => {
    if (covered.has(i) || STOP_EN.has(word)) return
    if (/^\d+$/.test(word)) add(`n${word}`, NUMBER)
    else for (const part of word.split('-')) if (part !== '' && !STOP_EN.has(part)) add(part, 1)
  })
}

function addChinese(signs: readonly string[], words: Words, add: Add): void {
  const { meanings } = words
  const spans = spansOf(signs, SIGNS_MAX, '', (key, size) => meanings.has(key) && !(size === 1 && STOP_SIGNS.has(key)))
  const covered = new Set<number>()
  for (const span of spans) {
    const inside = insideOf(span, spans, words)
    const single = span.to - span.from === 1
    if (single && (inside < 1 || covered.has(span.from))) continue
    add(span.key, inside * (single ? SIGN : 1))
    for (let i = span.from; i < span.to; i++) covered.add(i)
  }
  const rest = signs.map((sign, i) => (covered.has(i) ? ' ' : sign)).join('')
  for (const run of rest.replace(STOP_ZH, ' ').split(/ +/)) {
    const loose = [...run]
    for (const sign of loose) add(sign, loose.length > 1 ? LOOSE_SIGN : LOOSE_SIGN * 1.5)
    for (let i = 0; i + 1 < loose.length; i++) add(`${loose[i]}${loose[i + 1]}`, PAIR)
  }
}

function gramsOf(plain: string): ReadonlySet<string> {
  const grams = new Set<string>()
  for (const run of plain.replace(STOP_ZH, ' ').match(/\p{Script=Han}+/gu) ?? []) {
    const signs = [...run]
    for (const sign of signs) grams.add(sign)
    for (let i = 0; i + 1 < signs.length; i++) grams.add(`${signs[i]}${signs[i + 1]}`)
  }
  for (const word of stemmed(plain)) {
    if (STOP_EN.has(word)) continue
    const marked = `^${word}`
    for (let i = 0; i === 0 || i + 4 <= marked.length; i++) grams.add(marked.slice(i, i + 4))
  }
  return grams
}

/** Where several texts in one point. */
export function vectorOfAll(texts: readonly string[], words: Words): Vector {
  return vectorOf(plainText(texts.join('\n').slice(0, CHARS_MAX)), words)
}

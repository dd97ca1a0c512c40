import { digest } from './digest.ts'
import { plainText, stemmed } from './plain.ts'
import { piecesOf, type Vectors } from './vectors.ts'

/** Operators' own words for the same, beside ours. */
export type Synonyms = readonly (readonly string[])[]

/** What a word stands for. Ideas are lines of the list; a field is what lines that stand together are about. */
export type Meaning = { ideas: readonly string[]; fields: readonly string[] }

/** The words by which questions are found: see `workers/assets/faq-words.txt`. */
export type Words = {
  meanings: ReadonlyMap<string, Meaning>
  vectors: Vectors
  /** What an operator's words for the same consist of, by the idea that they stand for: each points where all of them do. */
  own: ReadonlyMap<string, readonly string[]>
  /** Other words have another mark: what was found by the old ones has to be looked at again. */
  mark: string
}

/** How the names of ideas begin: ideas of one field, what is said of anything, how it is asked, an operator's own. */
export const IDEA = 'c'
const GENERAL = 'g'
export const ASKING = 'q'
export const OWN = 'o'
const FIELD = 'f'

type Sections = Readonly<Record<'ideas' | 'general' | 'asking', readonly (readonly string[])[]>>

/** Reads the list of words, without an operator's. */
export function wordsOf(text: string, vectors: Vectors): Words {
  return {
    meanings: meaningsOf(sectionsOf(text)),
    vectors,
    own: new Map(),
    mark: `v${digest(`${FORM}${text}`).toString(36)}x`,
  }
}

/** What is told apart by the mark, beside the words: the form of the terms. */
const FORM = '3'

const extended = new WeakMap<Words, Map<string, Words>>()
const EXTENDED_MAX = 10

/** The same with an operator's words, which stand for ideas of their own. Made once a list. */
export function withSynonyms(words: Words, synonyms: Synonyms): Words {
  if (synonyms.length === 0) return words
  const known = extended.get(words) ?? new Map<string, Words>()
  const key = JSON.stringify(synonyms)
  const found = known.get(key)
  if (found) return found
  const meanings = new Map(words.meanings)
  const own = new Map<string, readonly string[]>()
  synonyms.forEach((all, i) => {
    const plain = all.map(plainText)
    for (const word of plain) mean(meanings, wordKey(word), `${OWN}${i}x`)
    own.set(
      `${OWN}${i}x`,
      plain.flatMap((word) => [...piecesOf(word, words)]),
    )
  })
  const more = { ...words, meanings, own, mark: `v${digest(words.mark + key).toString(36)}x` }
  if (known.size >= EXTENDED_MAX) known.clear()
  extended.set(words, known.set(key, more))
  return more
}

function meaningsOf({ ideas, general, asking }: Sections): Map<string, Meaning> {
  const meanings = new Map<string, Meaning>()
  let line = 0
  const addAll = (kind: string, paragraph: readonly string[], field?: string) => {
    for (const one of paragraph) {
      line += 1
      for (const word of one.split('|')) mean(meanings, wordKey(word), `${kind}${line}x`, field)
    }
  }
  ideas.forEach((paragraph, i) => {
    addAll(IDEA, paragraph, `${FIELD}${i}x`)
  })
  for (const paragraph of general) addAll(GENERAL, paragraph)
  for (const paragraph of asking) addAll(ASKING, paragraph)
  return meanings
}

function mean(meanings: Map<string, Meaning>, key: string, idea: string, field?: string): void {
  const { ideas, fields } = meanings.get(key) ?? { ideas: [], fields: [] }
  meanings.set(key, {
    ideas: ideas.includes(idea) ? ideas : [...ideas, idea],
    fields: field === undefined || fields.includes(field) ? fields : [...fields, field],
  })
}

/** Chinese as it stands, English by its stems. */
function wordKey(plain: string): string {
  return /\p{Script=Han}/u.test(plain) ? plain : stemmed(plain).join(' ')
}

/** Paragraphs by section, without what is for the reader. */
function sectionsOf(text: string): Sections {
  const found: Record<keyof Sections, string[][]> = { ideas: [], general: [], asking: [] }
  for (const part of plainText(text).split(/^\[/m).slice(1)) {
    const [name = '', body = ''] = part.split(/\]\n([\s\S]*)/)
    found[name as keyof Sections]?.push(
      ...body
        .split(/\n\n+/)
        .map(linesOf)
        .filter((lines) => lines.length > 0),
    )
  }
  return found
}

function linesOf(paragraph: string): string[] {
  return paragraph.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}

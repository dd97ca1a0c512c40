import { plainText, stemmed } from './plain.ts'

/** Operators' own words for the same, beside ours. */
export type Synonyms = readonly (readonly string[])[]

/** What a word stands for. Ideas are lines of the list; a field is what lines that stand together are about. */
export type Meaning = { ideas: readonly string[]; fields: readonly string[] }

/** The words by which questions are found: see `workers/assets/faq-words.txt`. */
export type Words = {
  meanings: ReadonlyMap<string, Meaning>
  /** The scenes in which a word comes up, or a word for an idea. */
  scenesOf: ReadonlyMap<string, readonly number[]>
  scenes: number
  /** Other words have another mark: what was found by the old ones has to be looked at again. */
  mark: string
}

/** How the names of ideas begin: ideas of one field, what is said of anything, how it is asked, an operator's own. */
export const IDEA = 'c'
const GENERAL = 'g'
export const ASKING = 'q'
export const OWN = 'o'
const FIELD = 'f'

type Sections = Readonly<Record<'ideas' | 'general' | 'asking' | 'scenes', readonly (readonly string[])[]>>

/** Reads the list of words, without an operator's. */
export function wordsOf(text: string): Words {
  return { ...made(sectionsOf(text), []), mark: `v${digest(`${FORM}${text}`)}x` }
}

/** What is told apart by the mark, beside the words: the form of the terms. */
const FORM = '2'

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
  synonyms.forEach((all, i) => {
    for (const word of all) mean(meanings, wordKey(plainText(word)), `${OWN}${i}x`)
  })
  const own = { ...words, meanings, mark: `v${digest(words.mark + key)}x` }
  if (known.size >= EXTENDED_MAX) known.clear()
  extended.set(words, known.set(key, own))
  return own
}

function made({ ideas, general, asking, scenes }: Sections, none: readonly string[]): Omit<Words, 'mark'> {
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
  const lines = scenes.flat()
  const scenesOf = new Map<string, number[]>()
  lines.forEach((one, i) => {
    const keys = one.split('|').map(wordKey)
    const ideas = keys.flatMap((key) => (meanings.get(key)?.ideas ?? none).filter((idea) => idea.startsWith(IDEA)))
    for (const key of new Set([...keys, ...ideas])) scenesOf.set(key, [...(scenesOf.get(key) ?? []), i])
  })
  return { meanings, scenesOf, scenes: lines.length }
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
  const found: Record<keyof Sections, string[][]> = { ideas: [], general: [], asking: [], scenes: [] }
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

/** FNV-1a: names a text, protects nothing. */
function digest(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}

import type { Contact } from './actor.ts'

const NAME_TERMS_MAX = 8
const NAME_TERM_LENGTH_MAX = 40

/** That a contact is found by this now (1), or is not any more (0). */
export type TermChange = [term: string, subjectId: string, isThere: 0 | 1]

/** What a contact is found by: see the table. Nothing for what is no contact. */
export function termsOf({ kind, tags, tier, name }: Contact): string[] {
  if (kind !== 'contact') return []
  const words = nameStarts(name ?? '').map((word) => `name:${word}`)
  return [...new Set([...tags.map(tagTerm), ...(tier ? [tierTerm(tier)] : []), ...words])]
}

export function tagTerm(tag: string): string {
  return `tag:${tag}`
}

export function tierTerm(tier: string): string {
  return `tier:${tier}`
}

/** How a name is written when it is looked for. */
export function searched(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()
  return [...plain].slice(0, NAME_TERM_LENGTH_MAX).join('')
}

/** From each word on to the end; scripts that put no spaces between words begin one with every character. */
export function nameStarts(name: string): string[] {
  const letters = [...name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()]
  const starts = letters.flatMap((letter, i) => (isStart(letters[i - 1], letter) ? [i] : []))
  const terms = starts.slice(0, NAME_TERMS_MAX).map((start) => searched(letters.slice(start).join('')))
  return [...new Set(terms.filter((term) => term !== ''))]
}

const LETTER = /[\p{L}\p{N}\p{M}]/u
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

function isStart(before: string | undefined, letter: string): boolean {
  if (before === undefined) return true
  return LETTER.test(letter) ? !LETTER.test(before) || UNSPACED.test(letter) || UNSPACED.test(before) : false
}

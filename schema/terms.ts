import type { Contact } from './actor.ts'

const NAME_TERMS_MAX = 8
const NAME_TERM_LENGTH_MAX = 40
const ADDRESS_TERMS_MAX = 16
const ADDRESS_PART_MIN = 3

/** That a contact is found by this now (1), or is not any more (0). */
export type TermChange = [term: string, subjectId: string, isThere: 0 | 1]

/** What a contact is found by: see the table. Nothing for what is no contact. */
export function termsOf(contact: Contact): string[] {
  const { kind, tags, tier } = contact
  if (kind !== 'contact') return []
  return [...new Set([...tags.map(tagTerm), ...(tier ? [tierTerm(tier)] : []), ...wordTerms(contact)])]
}

/** What a search by words finds a contact by: how words of the name begin, and parts of their addresses and handles. */
export function wordTerms({ name, email, identities }: Contact): string[] {
  const addresses = [...(email === null ? [] : [email]), ...identities.map(({ external_id }) => external_id)]
  const parts = new Set(addresses.flatMap(addressStarts))
  return [...new Set([...nameStarts(name ?? ''), ...[...parts].slice(0, ADDRESS_TERMS_MAX)])].map(wordTerm)
}

export function wordTerm(word: string): string {
  return `name:${word}`
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
function nameStarts(name: string): string[] {
  const letters = [...name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()]
  const starts = letters.flatMap((letter, i) => (isStart(letters[i - 1], letter) ? [i] : []))
  const terms = starts.slice(0, NAME_TERMS_MAX).map((start) => searched(letters.slice(start).join('')))
  return [...new Set(terms.filter((term) => term !== ''))]
}

/**
 * An address or a handle from each of its parts on. Numbers are found whole; and how a domain ends, which half the members
 * share, would hide those whose names begin so.
 */
function addressStarts(address: string): string[] {
  const [whole, ...rest] = /^\+?\d*$/.test(address) ? [] : nameStarts(address)
  if (whole === undefined) return []
  const isTelling = (part: string) => !address.includes('@') || part.includes('.')
  return [whole, ...rest.filter((part) => part.length >= ADDRESS_PART_MIN && isTelling(part))]
}

const LETTER = /[\p{L}\p{N}\p{M}]/u
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

function isStart(before: string | undefined, letter: string): boolean {
  if (before === undefined) return true
  return LETTER.test(letter) ? !LETTER.test(before) || UNSPACED.test(letter) || UNSPACED.test(before) : false
}

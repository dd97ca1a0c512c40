import type { WordList } from '../../schema/words.ts'
import { type Automaton, automaton } from './automaton.ts'
import { type Folded, fold, type Gap } from './fold.ts'
import { letterFor } from './look-alikes.ts'

/** A list of words, ready to be looked for. */
export type CompiledList = Omit<WordList, 'words'> & { words: readonly CompiledWord[]; automaton: Automaton }

type CompiledWord = {
  written: string
  length: number
  /** Begins or ends with a letter of a script that separates its words: there it must not go on. */
  bounded: { before: boolean; after: boolean }
  /** Spaces in the word itself, by the number of characters before them. */
  spaces: ReadonlySet<number>
}

/** Where a word was found in the original text. */
export type Hit = { word: string; start: number; end: number }

export function compileList({ words, ...list }: WordList): CompiledList {
  const folded = words
    .map((written) => ({ written, folded: fold(written) }))
    .filter((one) => one.folded.units.length > 0)
  return {
    ...list,
    words: folded.map((one) => compileWord(one.written, one.folded, list.whole_words)),
    automaton: automaton(folded.map((one) => one.folded.units.join(''))),
  }
}

function compileWord(written: string, { units, gaps }: Folded, wholeWords: boolean): CompiledWord {
  const spaces = new Set(gaps.flatMap((gap, i) => (i > 0 && gap !== 'none' ? [i] : [])))
  const bounded = (unit: string | undefined) => wholeWords && isSpaced(unit)
  return { written, length: units.length, bounded: { before: bounded(units[0]), after: bounded(units.at(-1)) }, spaces }
}

/** Letters and digits of scripts that put spaces between words. */
function isSpaced(unit: string | undefined): boolean {
  return unit !== undefined && /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(unit)
}

/** Every word of the list that stands in the text, each place once, in order. */
export function find(list: CompiledList, text: Folded): Hit[] {
  const hits = new Map<string, Hit>()
  for (const reading of readings(text)) {
    let state = 0
    for (const [i, unit] of reading.entries()) {
      for (let c = 0; c < unit.length; c++) state = list.automaton.step(state, unit.charCodeAt(c))
      for (const index of list.automaton.endings(state)) {
        const word = list.words[index]
        const first = word ? i - word.length + 1 : -1
        if (!word || first < 0 || !isWhole(word, text, first, i)) continue
        const hit = { word: word.written, start: text.starts[first] ?? 0, end: text.ends[i] ?? 0 }
        hits.set(`${hit.start} ${hit.end} ${hit.word}`, hit)
      }
    }
  }
  return [...hits.values()].sort((a, b) => a.start - b.start || b.end - a.end)
}

/** The text as it stands, and as it reads when digits among letters are letters. */
function readings(text: Folded): readonly (readonly string[])[] {
  const { units } = text
  const signs = standingForLetters(text)
  if (signs.length === 0) return [units]
  const as = (one: 'i' | 'l') => {
    const read = [...units]
    for (const i of signs) read[i] = letterFor(units[i] ?? '', one) ?? units[i] ?? ''
    return read
  }
  const hasOne = signs.some((i) => letterFor(units[i] ?? '', 'i') === 'i')
  return hasOne ? [units, as('i'), as('l')] : [units, as('i')]
}

/**
 * The digits and signs with a Latin letter somewhere in their word, by place; one that stands alone may be a letter among
 * others. One pass each way: a text of digits only costs no more than any other.
 */
function standingForLetters({ units, gaps }: Folded): number[] {
  const isSign = units.map((unit) => letterFor(unit, 'i') !== undefined)
  const found = new Set<number>()
  for (const way of [1, -1]) {
    let [close, spaced] = [false, false]
    for (let i = way > 0 ? 0 : units.length - 1; i >= 0 && i < units.length; i += way) {
      const gap = gaps[way > 0 ? i : i + 1]
      if (gap === 'far') [close, spaced] = [false, false]
      if (gap === 'space') close = false
      const alone = gaps[i] !== 'none' && gaps[i + 1] !== 'none'
      if (isSign[i] && (alone ? spaced : close)) found.add(i)
      const isLetter = /[a-z]/.test(units[i] ?? '')
      close = isLetter || (close && isSign[i] === true)
      spaced = isLetter || (spaced && isSign[i] === true)
    }
  }
  return [...found].sort((a, b) => a - b)
}

/** Is it this word, and not parts of others that happen to follow one another? */
function isWhole(
  { length, bounded, spaces }: CompiledWord,
  { units, gaps }: Folded,
  first: number,
  last: number,
): boolean {
  if (bounded.before && first > 0 && gaps[first] === 'none' && isSpaced(units[first - 1])) return false
  if (bounded.after && gaps[last + 1] === 'none' && isSpaced(units[last + 1])) return false
  const inner = Array.from({ length: length - 1 }, (_, i) => ({ gap: gaps[first + i + 1] ?? 'none', at: i + 1 }))
  if (inner.some(({ gap }) => gap === 'far')) return false
  const torn = inner.filter(({ gap, at }) => gap === 'space' && !spaces.has(at))
  if (torn.length === 0) return true
  if (!isSpaced(units[first]) && !isSpaced(units[last])) return true
  // Letters one by one are a word in disguise; two halves may be two words.
  return inner.every(({ gap }: { gap: Gap }) => gap !== 'none')
}

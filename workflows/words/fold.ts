import { LOOK_ALIKES } from './look-alikes.ts'
import { SIMPLIFIED } from './simplified.ts'

/**
 * A text as the filter compares it: one unit for each character that means something, and where in the original it
 * stands. Width, case, accents, script variants and look-alikes are gone; spaces, signs and invisible characters too.
 */
export type Folded = {
  units: string[]
  /** Where each unit begins and ends in the original. */
  starts: number[]
  ends: number[]
  /** What lay between a unit and the one before it. */
  gaps: Gap[]
}

/** Nothing (or only what cannot be seen), signs, or white space; `far` is too much of either to be one word. */
export type Gap = 'none' | 'signs' | 'space' | 'far'

/** Characters between two letters of one word, at most. */
const GAP_MAX = 6

const INVISIBLE = /\p{Cf}|\p{Cc}|\p{Mn}|\p{Me}|[\u115f\u1160]|\u3164|\uffa0/u
const WORDLIKE = /[\p{L}\p{N}]/u
const ACCENTS = /[\u0300-\u036f]/g

export function fold(text: string): Folded {
  const folded: Folded = { units: [], starts: [], ends: [], gaps: [] }
  let gap: Gap = 'none'
  let between = 0
  let at = 0
  for (const character of text) {
    const end = at + character.length
    const units = foldCharacter(character)
    if (units === '') {
      if (!isInvisible(character)) {
        between += 1
        gap = between > GAP_MAX ? 'far' : gap === 'space' || /\s/u.test(character) ? 'space' : 'signs'
      }
    } else {
      for (const unit of units) {
        folded.units.push(unit)
        folded.starts.push(at)
        folded.ends.push(end)
        folded.gaps.push(gap)
        gap = 'none'
      }
      between = 0
    }
    at = end
  }
  return folded
}

function isInvisible(character: string): boolean {
  return INVISIBLE.test(character) && !/\s/u.test(character)
}

const known = new Map<string, string>()
const KNOWN_MAX = 20_000

/** What one character is compared as: nothing for signs, spaces and what cannot be seen. */
function foldCharacter(character: string): string {
  const code = character.charCodeAt(0)
  if (character.length === 1 && code >= 97 && code <= 122) return character
  let folded = known.get(character)
  if (folded === undefined) {
    folded = fresh(character)
    if (known.size >= KNOWN_MAX) known.clear()
    known.set(character, folded)
  }
  return folded
}

/** Signs that stand for letters are kept: whether they do is asked of the word around them. */
const KEPT_SIGNS = new Set(['@', '$', '€', '!', '|'])

function fresh(character: string): string {
  const plain = character.normalize('NFKD').replace(ACCENTS, '').normalize('NFKC').toLowerCase()
  let folded = ''
  for (const one of plain) {
    if (KEPT_SIGNS.has(one)) folded += one
    else if (WORDLIKE.test(one)) folded += SIMPLIFIED.get(one) ?? LOOK_ALIKES.get(one) ?? one
  }
  return folded
}

import type { Capabilities } from './kind.ts'
import { sizeOf } from './text-size.ts'

type Length = Capabilities['length']

/**
 * A text in pieces that a platform takes: cut where a paragraph ends, else a line, a sentence, a word, and only then
 * between two characters as people see them. `whole` are texts that no cut goes through, such as a mention. The pieces
 * together are the text, without the blanks at the cuts; none is longer than `length` says, in its own unit.
 */
export function splitText(text: string, length: Length, whole: readonly string[] = []): string[] {
  const pieces: string[] = []
  let rest = text
  while (surelyFits(rest, length) || sizeOf(rest, length.unit) <= length.max ? false : rest !== '') {
    const at = cutAt(rest, length, whole)
    const piece = rest.slice(0, at).trimEnd()
    if (piece !== '') pieces.push(piece)
    rest = rest.slice(at).trimStart()
  }
  if (rest !== '' || pieces.length === 0) pieces.push(rest)
  return pieces
}

const UTF8_BYTES_PER_UNIT_MAX = 3

function surelyFits(text: string, { max, unit }: Length): boolean {
  return text.length * (unit === 'bytes' ? UTF8_BYTES_PER_UNIT_MAX : 1) <= max
}

/** Blanks behind a full piece are looked at too: they are trimmed, and tell that a sentence or a word ends there. */
const BLANKS_MAX = 100
/** A cut leaves at least this part of a full piece, or the next worse kind of cut is taken. */
const FILLED_MIN = 0.3

/** Each kind of place to cut after, best first. A full stop ends a sentence only before a blank: not in 3.14 or a link. */
const PLACES: readonly RegExp[] = [
  /\n[^\S\n]*\n\s*/g,
  /\n/g,
  /(?:[。！？…]+|[.!?]+(?=\s))[”’"')」』】）]*\s*/gu,
  /\s+/g,
]

function cutAt(text: string, length: Length, whole: readonly string[]): number {
  const farthest = farthestCut(text, length, whole)
  const window = text.slice(0, farthest) + (/^\s+/.exec(text.slice(farthest, farthest + BLANKS_MAX))?.[0] ?? '')
  const found = PLACES.map((place) => lastEnd(window, place, (at) => insideOf(text, at, whole) === undefined))
  const filled = found.find((at) => at >= farthest * FILLED_MIN)
  return filled ?? farthest
}

/** Where the last match ends that may be cut after; 0 when there is none. */
function lastEnd(window: string, place: RegExp, free: (at: number) => boolean): number {
  let last = 0
  for (const match of window.matchAll(place)) {
    const end = match.index + match[0].length
    if (free(end)) last = end
  }
  return last
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The farthest place at which a piece that fits can end: between graphemes, or between code points of one too long. */
function farthestCut(text: string, { max, unit }: Length, whole: readonly string[]): number {
  let size = 0
  let end = 0
  for (const { segment, index } of graphemes.segment(text)) {
    size += sizeOf(segment, unit)
    if (size > max) break
    end = index + segment.length
  }
  const start = insideOf(text, end, whole)
  if (start !== undefined && start > 0) return start
  return end > 0 ? end : codePointsThatFit(text, { max, unit })
}

function codePointsThatFit(text: string, { max, unit }: Length): number {
  let size = 0
  let end = 0
  for (const character of text) {
    size += sizeOf(character, unit)
    if (size > max && end > 0) break
    end += character.length
  }
  return end
}

/** Where the text begins that a cut here would go through, or undefined. */
function insideOf(text: string, at: number, whole: readonly string[]): number | undefined {
  for (const kept of whole) {
    const start = text.lastIndexOf(kept, at - 1)
    if (start !== -1 && start < at && at < start + kept.length) return start
  }
  return undefined
}

import { digest } from './digest.ts'
import { stemmed } from './plain.ts'
import type { Words } from './words.ts'

/**
 * Which way each word points: words that are asked for the same things point the same way, whatever their language. Learned
 * from lists of questions by `test/local/faq-fit.ts`, see decision 0018. `keys` are digests of words, in order; each has
 * `size` numbers. `mark` is a digest of the mark of the words that it was learned with.
 */
export type Vectors = { mark: number; size: number; keys: Uint32Array; numbers: Int8Array }

export const NO_VECTORS: Vectors = { mark: 0, size: 0, keys: new Uint32Array(), numbers: new Int8Array() }

/** Where a text points, at length 1; all zero when none of its words is known. */
export type Vector = Float32Array

const HEADER = 3

/** Reads what `bytesOf` has written. Throws when it is something else. */
export function vectorsOf(bytes: ArrayBuffer): Vectors {
  const [mark = 0, count = 0, size = 0] = new Uint32Array(bytes, 0, HEADER)
  if (bytes.byteLength !== 4 * (HEADER + count) + count * size) throw new Error('these are no vectors of words')
  const keys = new Uint32Array(bytes, 4 * HEADER, count)
  return { mark, size, keys, numbers: new Int8Array(bytes, 4 * (HEADER + count)) }
}

/** The mark, how many words there are, how many numbers each has, the words' keys, their numbers. */
export function bytesOf({ mark, size, keys, numbers }: Vectors): Uint8Array {
  const head = new Uint32Array([mark, keys.length, size, ...keys])
  return new Uint8Array([...new Uint8Array(head.buffer), ...new Uint8Array(numbers.buffer)])
}

/** Where a plain text points. */
export function vectorOf(plain: string, words: Words): Vector {
  const { size, keys, numbers } = words.vectors
  const vector = new Float32Array(size)
  for (const piece of piecesOf(plain, words)) {
    const at = size * placeOf(digest(piece), keys)
    for (let i = 0; at >= 0 && i < size; i++) vector[i] = (vector[i] ?? 0) + (numbers[at + i] ?? 0)
  }
  const length = Math.hypot(...vector)
  return length === 0 ? vector : vector.map((one) => one / length)
}

/** From -1, the opposite, to 1, the same. */
export function cosine(a: Vector, b: Vector): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

const ENGLISH_MAX = 4
const CHINESE_MAX = 6

/**
 * Everything of a plain text that may have a direction, once each: English words, Chinese characters
 * and pairs of them, the ideas and fields that words of ours stand for, and what operators' words for the same consist of.
 */
export function piecesOf(plain: string, { meanings, own }: Pick<Words, 'meanings' | 'own'>): ReadonlySet<string> {
  const pieces = new Set<string>()
  const addKnown = (key: string) => {
    const known = meanings.get(key)
    for (const name of known ? [...known.ideas, ...known.fields] : [])
      for (const piece of [name, ...(own.get(name) ?? [])]) pieces.add(piece)
  }
  for (const clause of plain.replace(/\p{Script=Han}+/gu, ' . ').split(/[.!?,;:()\n]+(?=\s|$)/)) {
    const all = stemmed(clause)
    all.forEach((word, i) => {
      pieces.add(word)
      for (let many = 1; many <= ENGLISH_MAX && i + many <= all.length; many++)
        addKnown(all.slice(i, i + many).join(' '))
    })
  }
  for (const run of plain.match(/\p{Script=Han}+/gu) ?? []) {
    const signs = [...run]
    signs.forEach((_, i) => {
      for (let many = 1; many <= CHINESE_MAX && i + many <= signs.length; many++) {
        const key = signs.slice(i, i + many).join('')
        if (many <= 2) pieces.add(key)
        addKnown(key)
      }
    })
  }
  return pieces
}

function placeOf(key: number, keys: Uint32Array): number {
  let [from, to] = [0, keys.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((keys[middle] ?? 0) < key) from = middle + 1
    else to = middle
  }
  return keys[from] === key ? from : -1
}

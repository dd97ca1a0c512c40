import { digest } from '../../../workflows/faq/digest.ts'
import { plainText } from '../../../workflows/faq/plain.ts'
import { cosine, piecesOf, type Vectors } from '../../../workflows/faq/vectors.ts'
import type { Words } from '../../../workflows/faq/words.ts'
import type { Written } from './lists.ts'

const SIZE = 96
const EPOCHS = 25
const RATE = 0.01
/** How often a piece must be there to be learned. */
const TIMES_MIN = 3
/** This share of a text's pieces is left out each time, so that none is relied on alone. */
const DROPPED = 0.4
/** How sharply near and far are told apart, and how much an answer counts beside the variants. */
const SHARPNESS = 12
const OF_ANSWER = 0.5

/** A text on its way through one step: what it consists of, where it points, how long it was, and which way it should go. */
type Pointed = { ids: readonly number[]; vector: Float32Array; length: number; slope: Float32Array }
type Entry = { texts: readonly (readonly number[])[]; variants: number; answer: readonly number[] }
type Side = { variants: readonly Pointed[]; answer: Pointed }
type Query = { pointed: Pointed; right: number }

/**
 * Learns where words point from lists of questions: a question shall point where the variants and the answer of its entry
 * point, and away from the other entries of its list, and what nobody answers away from all of them (a softmax over the
 * cosines, by Adam). What was asked at times stands in for the variants, so that all ways to ask for one thing come together.
 */
export function learn(lists: readonly Written[], words: Words): Vectors {
  const random = randomFrom(7)
  const known = new Map<string, readonly string[]>()
  const pieces = (text: string) => {
    const found = known.get(text) ?? [...piecesOf(plainText(text), words)]
    known.set(text, found)
    return found
  }
  const { ids, numbers } = vocabulary(lists, pieces, random)
  const idsOf = (text: string) => pieces(text).flatMap((piece) => ids.get(piece) ?? [])
  const read = lists.map(({ faqs, outside }) => ({
    entries: faqs.map(({ questions, asked, answer = '' }): Entry => {
      return { texts: [...questions, ...asked].map(idsOf), variants: questions.length, answer: idsOf(answer) }
    }),
    outside: outside.map(idsOf),
  }))
  const step = stepper(numbers)
  const none = { at: 0.35, mean: 0, square: 0 }
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const rate = RATE * (1 - (0.9 * epoch) / EPOCHS)
    for (const { entries, outside } of shuffled(read, random)) {
      const { sides, queries } = drawn(entries, outside, numbers, random)
      const slope = queries.reduce((sum, query) => sum + pull(query, sides, none.at), 0) / queries.length
      const all = [
        ...sides.flatMap(({ variants, answer }) => [...variants, answer]),
        ...queries.map((one) => one.pointed),
      ]
      step(all, queries.length, rate)
      none.mean = 0.9 * none.mean + 0.1 * slope
      none.square = 0.99 * none.square + 0.01 * slope ** 2
      none.at -= (rate * none.mean) / (Math.sqrt(none.square) + 1e-8)
    }
  }
  return { mark: digest(words.mark), ...packed(ids, numbers) }
}

type Random = () => number

/** What comes up often enough, and where it points at first: anywhere, and further the rarer it is. */
function vocabulary(lists: readonly Written[], pieces: (text: string) => readonly string[], random: Random) {
  const times = new Map<string, number>()
  let texts = 0
  for (const { faqs, outside } of lists)
    for (const text of [
      ...faqs.flatMap(({ questions, answer = '', asked }) => [...questions, answer, ...asked]),
      ...outside,
    ]) {
      texts += 1
      for (const piece of pieces(text)) times.set(piece, (times.get(piece) ?? 0) + 1)
    }
  const often = [...times].filter(([, many]) => many >= TIMES_MIN)
  const ids = new Map(often.map(([piece], i) => [piece, i]))
  const numbers = new Float32Array(ids.size * SIZE)
  often.forEach(([, many], id) => {
    const far = Math.log(texts / many) / Math.log(texts) / Math.sqrt(SIZE)
    for (let i = 0; i < SIZE; i++) numbers[id * SIZE + i] = far * gaussian(random)
  })
  return { ids, numbers }
}

/** The list as it is asked this time. */
function drawn(
  entries: readonly Entry[],
  outside: readonly (readonly number[])[],
  numbers: Float32Array,
  random: Random,
) {
  const point = (all: readonly number[]) =>
    pointed(
      all.filter(() => random() >= DROPPED),
      numbers,
    )
  const sides: Side[] = []
  const queries: Query[] = []
  entries.forEach(({ texts, variants, answer }, right) => {
    const order = random() < 0.5 ? shuffled(texts, random) : texts
    sides.push({ variants: order.slice(0, variants).map(point), answer: point(answer) })
    for (const text of order.slice(variants)) queries.push({ pointed: point(text), right })
  })
  for (const text of outside) queries.push({ pointed: point(text), right: -1 })
  return { sides, queries }
}

function pointed(ids: readonly number[], numbers: Float32Array): Pointed {
  const vector = new Float32Array(SIZE)
  for (const id of ids) add(vector, 0, numbers, id * SIZE, 1)
  const length = Math.hypot(...vector) + 1e-6
  return { ids, vector: vector.map((one) => one / length), length, slope: new Float32Array(SIZE) }
}

/** How a question moves itself and the entries of its list, and how it moves the line of none, which is told. */
function pull({ pointed: { vector, slope }, right }: Query, sides: readonly Side[], none: number): number {
  const nearest = sides.map(({ variants }) => {
    const near = variants.map((variant) => cosine(vector, variant.vector))
    return near.indexOf(Math.max(...near))
  })
  const scores = sides.map(({ variants, answer }, i) => {
    const variant = variants[nearest[i] ?? 0]
    return SHARPNESS * ((variant ? cosine(vector, variant.vector) : 0) + OF_ANSWER * cosine(vector, answer.vector))
  })
  scores.push(SHARPNESS * none)
  const most = Math.max(...scores)
  const odds = scores.map((score) => Math.exp(score - most))
  const all = odds.reduce((a, b) => a + b, 0)
  sides.forEach(({ variants, answer }, i) => {
    const off = SHARPNESS * ((odds[i] ?? 0) / all - (i === right ? 1 : 0))
    const variant = variants[nearest[i] ?? 0]
    if (Math.abs(off) < 1e-3 || !variant) return
    add(slope, 0, variant.vector, 0, off)
    add(slope, 0, answer.vector, 0, off * OF_ANSWER)
    add(variant.slope, 0, vector, 0, off)
    add(answer.slope, 0, vector, 0, off * OF_ANSWER)
  })
  return SHARPNESS * ((odds.at(-1) ?? 0) / all - (right < 0 ? 1 : 0))
}

/** One step of Adam for the pieces that these texts consist of. */
function stepper(numbers: Float32Array) {
  const slopes = new Float32Array(numbers.length)
  const means = new Float32Array(numbers.length)
  const squares = new Float32Array(numbers.length)
  let steps = 0
  return (texts: readonly Pointed[], questions: number, rate: number) => {
    const touched = new Set<number>()
    for (const { ids, vector, length, slope } of texts) {
      const along = cosine(slope, vector)
      add(slope, 0, vector, 0, -along)
      for (const id of ids) {
        touched.add(id)
        add(slopes, id * SIZE, slope, 0, 1 / length / questions)
      }
    }
    steps += 1
    const [young, youngSquare] = [1 - 0.9 ** steps, 1 - 0.99 ** steps]
    for (const id of touched)
      for (let i = id * SIZE; i < (id + 1) * SIZE; i++) {
        const slope = slopes[i] ?? 0
        const mean = 0.9 * (means[i] ?? 0) + 0.1 * slope
        const square = 0.99 * (squares[i] ?? 0) + 0.01 * slope * slope
        slopes[i] = 0
        means[i] = mean
        squares[i] = square
        numbers[i] = (numbers[i] ?? 0) - (rate * mean) / young / (Math.sqrt(square / youngSquare) + 1e-8)
      }
  }
}

/** As whole numbers from -127 to 127, in the order of the keys. */
function packed(ids: ReadonlyMap<string, number>, numbers: Float32Array): Omit<Vectors, 'mark'> {
  const sorted = numbers.toSorted()
  const most = Math.max(
    -(sorted[Math.floor(sorted.length * 0.0005)] ?? 0),
    sorted[Math.floor(sorted.length * 0.9995)] ?? 0,
  )
  const all = [...ids].map(([piece, id]) => ({ key: digest(piece), id })).sort((a, b) => a.key - b.key)
  const whole = new Int8Array(numbers.length)
  all.forEach(({ id }, row) => {
    for (let i = 0; i < SIZE; i++) {
      const one = Math.round((127 * (numbers[id * SIZE + i] ?? 0)) / most)
      whole[row * SIZE + i] = Math.max(-127, Math.min(127, one))
    }
  })
  return { size: SIZE, keys: Uint32Array.from(all, ({ key }) => key), numbers: whole }
}

function add(to: Float32Array, at: number, from: Float32Array, begin: number, times: number): void {
  for (let i = 0; i < SIZE; i++) to[at + i] = (to[at + i] ?? 0) + times * (from[begin + i] ?? 0)
}

function shuffled<One>(all: readonly One[], random: Random): One[] {
  const mixed = [...all]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const [a, b] = [mixed[i], mixed[j]]
    if (a !== undefined && b !== undefined) [mixed[i], mixed[j]] = [b, a]
  }
  return mixed
}

/** A linear congruential generator: what is learned is the same each time. */
function randomFrom(seed: number): Random {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Box and Muller. */
function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random())
}

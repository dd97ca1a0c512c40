import type { Likeness } from '../../../workflows/faq/compare.ts'
import { indexedFaq } from '../../../workflows/faq/entry.ts'
import type { Fitted } from '../../../workflows/faq/fitted.ts'
import { compare, type Signs, signsOf } from '../../../workflows/faq/rank.ts'
import type { Words } from '../../../workflows/faq/words.ts'
import type { Written } from './lists.ts'

type Numbers = readonly number[]

/** One question: what it has in common with each entry, and which of them is right (-1: none). */
export type Case = {
  rows: Numbers[]
  right: number
  weight: number
  signs: (best: number, scores: Numbers) => Signs
}

const SCORED = [
  ...(['told', 'wanted', 'alike', 'beside', 'said', 'missing', 'missed', 'letters', 'lettersToo'] as const),
  ...(['sameLanguage', 'sameManner', 'way', 'wayBeside', 'wayWhole'] as const),
] satisfies (keyof Likeness)[]
const SURE = [
  ...([
    'best',
    'margin',
    'likely',
    'chatter',
    'unknown',
    'length',
    'many',
    'told',
    'wanted',
    'alike',
    'beside',
  ] as const),
  ...(['said', 'missing', 'missed', 'letters', 'way', 'wayBeside', 'wayWhole'] as const),
] satisfies (keyof Signs)[]

/** What a list and parts of it ask, beside each of their entries. Every list counts the same, however long it is. */
export function casesOf(list: Written, words: Words): Case[] {
  return [casesIn(list, words, 100), casesIn(partOf(list, 3), words, 30), casesIn(partOf(list, 8), words, 30)].flat()
}

/** One of so many parts of a list, for short lists are asked otherwise: what the left-out entries answer, nobody does. */
function partOf({ name, faqs, outside }: Written, parts: number): Written {
  const left = faqs.filter((_, i) => i % parts !== 1)
  const unanswered = left.map(({ asked }, i) => asked[i % asked.length] ?? '').slice(0, 20)
  return { name, faqs: faqs.filter((_, i) => i % parts === 1), outside: [...outside.slice(0, 10), ...unanswered] }
}

function casesIn({ faqs, outside }: Written, words: Words, weight: number): Case[] {
  const entries = faqs.map(({ id, questions, answer = '' }) =>
    indexedFaq({ id, questions: [...questions], answer, tags: [] }, words),
  )
  const asked = [
    ...faqs.flatMap(({ asked }, right) => asked.map((text) => ({ text, right }))),
    ...outside.map((text) => ({ text, right: -1 })),
  ]
  return asked.map(({ text, right }): Case => {
    const compared = compare(text, entries, words)
    const signs = (best: number, scores: Numbers) => {
      const likeness = compared.likenesses[best]?.likeness
      if (!likeness) throw new Error(`there is no entry ${best}`)
      return signsOf(likeness, scores, compared)
    }
    const rows = compared.likenesses.map(({ likeness }) => SCORED.map((part) => likeness[part]))
    return { right, rows, weight: weight / asked.length, signs }
  })
}

/** The weights under which the right entry scores most, and the curve that says how likely the best one is right. */
export function fitTo(cases: readonly Case[]): Fitted {
  const score = descend(SCORED.length, 250, 0.1, (weights) => {
    const gradient = weights.map((weight) => 0.3 * weight)
    for (const { rows, right, weight } of cases) {
      if (right < 0) continue
      const scores = rows.map((row) => dot(weights, row))
      const most = Math.max(...scores)
      const odds = scores.map((one) => Math.exp(one - most))
      const all = odds.reduce((a, b) => a + b, 0)
      rows.forEach((row, i) => {
        const off = weight * ((odds[i] ?? 0) / all - (i === right ? 1 : 0))
        if (Math.abs(off) > 1e-4) add(gradient, row, off)
      })
    }
    return gradient
  })
  const seen = cases.map((one) => ({ ...best(one, score), right: one.right, weight: one.weight }))
  const sure = descend(SURE.length + 1, 800, 0.05, (weights) => {
    const gradient = weights.map((weight, i) => (i === 0 ? 0 : 0.5 * weight))
    for (const { signs, at, right, weight } of seen)
      add(gradient, signs, weight * (1 / (1 + Math.exp(-dot(weights, signs))) - (at === right ? 1 : 0)))
    return gradient
  })
  const [line = 0, ...confidence] = sure
  return { score: named(SCORED, score), confidence: named(SURE, confidence), line }
}

function named<Name extends string>(names: readonly Name[], weights: Numbers): Record<Name, number> {
  const pairs = names.map((name, i) => [name, Number((weights[i] ?? 0).toFixed(2))])
  return Object.fromEntries(pairs) as Record<Name, number>
}

/** The best entry of a question under these weights, and the signs of how sure that is, after a 1. */
function best({ rows, signs }: Case, score: Numbers): { at: number; signs: Numbers } {
  const ordered = rows.map((row, at) => ({ at, score: dot(score, row) })).sort((a, b) => b.score - a.score)
  const at = ordered[0]?.at ?? -1
  const all = signs(
    at,
    ordered.map((one) => one.score),
  )
  return { at, signs: [1, ...SURE.map((part) => all[part])] }
}

/** Adam, from zero. */
function descend(size: number, steps: number, rate: number, gradientAt: (weights: number[]) => number[]): Numbers {
  const weights = new Array<number>(size).fill(0)
  const [mean, square] = [[...weights], [...weights]]
  for (let step = 1; step <= steps; step++)
    gradientAt(weights).forEach((slope, i) => {
      mean[i] = 0.9 * (mean[i] ?? 0) + 0.1 * slope
      square[i] = 0.99 * (square[i] ?? 0) + 0.01 * slope ** 2
      const by = (mean[i] ?? 0) / (1 - 0.9 ** step) / (Math.sqrt((square[i] ?? 0) / (1 - 0.99 ** step)) + 1e-8)
      weights[i] = (weights[i] ?? 0) - rate * by
    })
  return weights
}

function dot(a: Numbers, b: Numbers): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

function add(to: number[], row: Numbers, times: number): void {
  row.forEach((one, i) => {
    to[i] = (to[i] ?? 0) + times * one
  })
}

/**
 * Fits the weights by which questions find their entries to the lists in test/workflows/faq, and says how each list fares
 * under weights that were fitted to the others: `node test/local/faq-fit.ts`, a minute. With `--write` it only writes
 * the weights for all lists to workflows/faq/fitted.ts. With `--of=NAME` only that list is left out and asked, and what goes wrong is shown.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Indexed } from '../../workflows/faq/compare.ts'
import { indexedFaq } from '../../workflows/faq/entry.ts'
import { compare, type Signs, signsOf } from '../../workflows/faq/rank.ts'
import { type Words, wordsOf } from '../../workflows/faq/words.ts'

type Written = { faqs: { id: string; questions: string[]; answer?: string; asked: string[] }[]; outside: string[] }
type Numbers = readonly number[]
/** One question: what it has in common with each entry, and which of them is right (-1: none). */
type Case = {
  text: string
  rows: Numbers[]
  right: number
  weight: number
  signs: (best: number, scores: Numbers) => Signs
}
type List = { name: string; entries: Indexed[]; cases: Case[] }

const root = join(import.meta.dirname, '..', '..')
/** Lists, and how much each counts: those that were read before the words were written count less,
 * and one counts nothing: it is only asked, here and in accuracy.test.ts. */
const NAMES: Readonly<Record<string, number>> = {
  ...{ questions: 1, 'courses-and-parents': 1, 'gyms-and-apps': 1, 'unseen-topics': 0.3 },
  ...{ school: 0.3, coffee: 0.3, developers: 1, unread: 0 },
}
const SCORED = [
  ...(['told', 'wanted', 'alike', 'beside', 'said', 'missing', 'missed', 'letters', 'lettersToo'] as const),
  ...(['scene', 'sceneBeside', 'sceneWhole', 'sameLanguage', 'sameManner'] as const),
]
const SURE = [
  ...(['best', 'margin', 'likely', 'chatter', 'unknown', 'length', 'told', 'wanted', 'alike', 'beside'] as const),
  ...(['said', 'missing', 'missed', 'letters', 'scene', 'sceneWhole'] as const),
]

/** What is taken off, so that at 0.6 about 3 % of the answers to a list that was left out are wrong. */
const CAUTION = 1.3

const words = wordsOf(readFileSync(join(root, 'workers', 'assets', 'faq-words.txt'), 'utf8'))
const lists = Object.entries(NAMES).map(([name, weight]) => listOf(name, weight, words))
const only = process.argv.find((one) => one.startsWith('--of='))?.slice(5)
for (const list of process.argv.includes('--write') ? [] : lists) {
  if (only !== undefined && list.name !== only) continue
  const fitted = fitTo(lists.filter((other) => other !== list).flatMap(({ cases }) => cases))
  report(list, fitted)
}
if (process.argv.includes('--write')) write(fitTo(lists.flatMap(({ cases }) => cases)))

function listOf(name: string, weight: number, all: Words): List {
  const { faqs, outside }: Written = JSON.parse(readFileSync(join(root, 'test/workflows/faq', `${name}.json`), 'utf8'))
  const entries = faqs.map(({ id, questions, answer = '' }) => indexedFaq({ id, questions, answer, tags: [] }, all))
  const asked = [
    ...faqs.flatMap(({ asked }, right) => asked.map((text) => ({ text, right }))),
    ...outside.map((text) => ({ text, right: -1 })),
  ]
  const cases = asked.map(({ text, right }): Case => {
    const compared = compare(text, entries, all)
    const signs = (best: number, scores: Numbers) => {
      const likeness = compared.likenesses[best]?.likeness
      if (!likeness) throw new Error(`${name} has no entry ${best}`)
      return signsOf(likeness, scores, compared)
    }
    const rows = compared.likenesses.map(({ likeness }) => SCORED.map((part) => likeness[part]))
    return { text, right, rows, weight: (100 * weight) / asked.length, signs }
  })
  return { name, entries, cases }
}

type Fit = { score: Numbers; sure: Numbers }

function fitTo(all: readonly Case[]): Fit {
  const cases = all.filter(({ weight }) => weight > 0)
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
      add(gradient, signs, weight * (sigmoid(dot(weights, signs)) - (at === right ? 1 : 0)))
    return gradient
  })
  return { score, sure: sure.map((weight, i) => (i === 0 ? weight - CAUTION : weight)) }
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

function report({ name, entries, cases }: List, { score, sure }: Fit): void {
  const told = cases.map((one) => {
    const { at, signs } = best(one, score)
    return { ...one, at, sure: sigmoid(dot(sure, signs)) }
  })
  const inside = told.filter(({ right }) => right >= 0)
  const first = inside.filter(({ at, right }) => at === right).length / inside.length
  const lines = [0.5, 0.6, 0.7].map((line) => {
    const answered = told.filter((one) => one.sure >= line)
    const right = answered.filter(({ at, right }) => at === right).length
    const share = (right / inside.length).toFixed(3)
    return `${line} ${share}/${((answered.length - right) / told.length).toFixed(3)}`
  })
  const most = [0.02, 0.03, 0.04, 0.05].map((cap) => rightAt(told, cap))
  const mean = most.reduce((a, b) => a + b, 0) / most.length
  console.log(
    `${name.padEnd(20)} first ${first.toFixed(3)} right at 3 % ${(most[1] ?? 0).toFixed(3)}, at 2 to 5 % ${mean.toFixed(3)}; ${lines.join(' ')}`,
  )
  if (only === undefined) return
  for (const { text, at, right, sure: line } of told) {
    if (at === right ? line >= 0.6 : right < 0 && line < 0.4) continue
    console.log(`${line.toFixed(2)} ${text} → ${entries[at]?.id}${at === right ? '' : `, not ${entries[right]?.id}`}`)
  }
}

/** The most that is right while at most this share of everything asked is answered wrongly. */
function rightAt(told: readonly { at: number; right: number; sure: number }[], cap: number): number {
  let [wrong, right, most] = [0, 0, 0]
  for (const { at, right: wanted } of [...told].sort((a, b) => b.sure - a.sure)) {
    if (at === wanted) right += 1
    else wrong += 1
    if (wrong / told.length <= cap) most = right
  }
  return most / told.filter((one) => one.right >= 0).length
}

function write({ score, sure }: Fit): void {
  const path = join(root, 'workflows', 'faq', 'fitted.ts')
  const named = (names: readonly string[], weights: Numbers) =>
    `{ ${names.map((name, i) => `${name}: ${(weights[i] ?? 0).toFixed(2)}`).join(', ')} }`
  const [line = 0, ...rest] = sure
  const text = `{\n  score: ${named(SCORED, score)},\n  confidence: ${named(SURE, rest)},\n  line: ${line.toFixed(2)},\n}\n`
  writeFileSync(path, readFileSync(path, 'utf8').replace(/(FITTED: Fitted = )[\s\S]*/, `$1${text}`))
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

function sigmoid(sum: number): number {
  return 1 / (1 + Math.exp(-sum))
}

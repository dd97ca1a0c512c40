/**
 * How well do questions find their entries? `node test/local/faq-fit.ts` asks the lists in test/workflows/faq/asked, from
 * which nothing is learned; with `--of=NAME` it shows what goes wrong in one of them. With `--learn`, a quarter of an hour,
 * it first learns anew from test/workflows/faq/learned: where words point (workers/assets/faq-vectors.bin), and how what a
 * question and an entry have in common is weighed (workflows/faq/fitted.ts). Needed after a change of the words or of a list.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../workers/local/bundle.ts'
import { indexedFaq } from '../../workflows/faq/entry.ts'
import type { Fitted } from '../../workflows/faq/fitted.ts'
import { CONFIDENCE_DEFAULT, rank } from '../../workflows/faq/rank.ts'
import { bytesOf, NO_VECTORS, type Vectors, vectorsOf } from '../../workflows/faq/vectors.ts'
import { type Words, wordsOf } from '../../workflows/faq/words.ts'
import { casesOf, fitTo } from './faq/fit.ts'
import { learn } from './faq/learn.ts'
import { askedLists, learnedLists, type Written } from './faq/lists.ts'

/** What is taken off, so that at 0.6 about 2 % of the answers to a list that nobody has seen are wrong. */
const CAUTION = 0.55
const FOLDS = 3

const assets = join(root, 'workers', 'assets')
const vectorsPath = join(assets, 'faq-vectors.bin')
const fittedPath = join(root, 'workflows', 'faq', 'fitted.ts')
const wordsText = readFileSync(join(assets, 'faq-words.txt'), 'utf8')
const withVectors = (vectors: Vectors): Words => wordsOf(wordsText, vectors)

if (process.argv.includes('--learn')) learnAll(learnedLists())
else ask(process.argv.find((one) => one.startsWith('--of='))?.slice(5))

/** The weights are fitted to each list as words see it that have learned nothing from it. */
function learnAll(lists: readonly Written[]): void {
  const none = withVectors(NO_VECTORS)
  const cases = Array.from({ length: FOLDS }, (_, fold) => {
    console.log(`${fold + 1} of ${FOLDS + 1}: learning from the others`)
    const others = lists.filter((_, i) => i % FOLDS !== fold)
    const words = withVectors(learn(others, none))
    return lists.filter((_, i) => i % FOLDS === fold).flatMap((list) => casesOf(list, words))
  })
  const fitted = fitTo(cases.flat())
  writeFitted({ ...fitted, line: fitted.line - CAUTION })
  console.log(`${FOLDS + 1} of ${FOLDS + 1}: learning from all`)
  writeFileSync(vectorsPath, bytesOf(learn(lists, none)))
}

function writeFitted({ score, confidence, line }: Fitted): void {
  const object = (of: object) => `{ ${Object.entries(of).map(([name, weight]) => `${name}: ${weight}`)} }` // biome-ignore format: one line
  const text = `{\n  score: ${object(score)},\n  confidence: ${object(confidence)},\n  line: ${line.toFixed(2)},\n}\n`
  writeFileSync(fittedPath, readFileSync(fittedPath, 'utf8').replace(/(FITTED: Fitted = )[\s\S]*/, `$1${text}`))
}

function ask(only: string | undefined): void {
  const bytes = readFileSync(vectorsPath)
  const words = withVectors(vectorsOf(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)))
  const told = askedLists()
    .filter(({ name }) => only === undefined || name === only)
    .map((list) => ({ name: list.name, told: toldOf(list, words) }))
  for (const { name, told: all } of told) console.log(reportOf(name, all))
  if (only === undefined) console.log(reportOf('all', told.flatMap((one) => one.told))) // biome-ignore format: one line
  for (const { text, best, right, sure } of only === undefined ? [] : told.flatMap((one) => one.told))
    if (best === right ? sure < CONFIDENCE_DEFAULT : right !== undefined || sure >= CONFIDENCE_DEFAULT)
      console.log(`${sure.toFixed(2)} ${text} → ${best}${best === right ? '' : `, not ${right ?? 'any'}`}`)
}

type Told = { text: string; right: string | undefined; best: string | undefined; sure: number }

function toldOf({ faqs, outside }: Written, words: Words): Told[] {
  const entries = faqs.map(({ id, questions, answer = '' }) =>
    indexedFaq({ id, questions: [...questions], answer, tags: [] }, words),
  )
  const told = (text: string, right?: string): Told => {
    const [best] = rank(text, entries, words)
    return { text, right, best: best?.id, sure: best?.confidence ?? 0 }
  }
  return [...faqs.flatMap(({ id, asked }) => asked.map((text) => told(text, id))), ...outside.map((text) => told(text))]
}

/** Right is a share of what has an entry, wrong a share of everything asked. */
function reportOf(name: string, told: readonly Told[]): string {
  const inside = told.filter(({ right }) => right !== undefined)
  const first = inside.filter(({ best, right }) => best === right).length
  const lines = [0.4, 0.5, 0.6, 0.7].map((line) => {
    const answered = told.filter(({ sure }) => sure >= line)
    const right = answered.filter(({ best, right }) => best === right).length
    return `${line} ${percent(right / inside.length)}/${percent((answered.length - right) / told.length)}`
  })
  const at3 = percent(rightAt(told, 0.03) / inside.length)
  return `${name.padEnd(20)} first ${percent(first / inside.length)} at 3 % wrong ${at3}; right/wrong at ${lines.join(', ')}`
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}

/** The most that is right while at most this share of everything asked is answered wrongly. */
function rightAt(told: readonly Told[], cap: number): number {
  let [wrong, right, most] = [0, 0, 0]
  for (const one of [...told].sort((a, b) => b.sure - a.sure)) {
    if (one.best === one.right) right += 1
    else wrong += 1
    if (wrong / told.length <= cap) most = right
  }
  return most
}

import { type Comparison, compare, detectable, power } from '../statistics/proportions.ts'
import { checkRatio, type RatioCheck } from '../statistics/ratio.ts'
import { WORDS, type Words } from './words.ts'

export type BranchFigures = {
  name: string
  exposed: number
  expected: number
  converted: number
  value: number
  squares: number
}

export type Judged = {
  branches: (BranchFigures & { rate: number | null; mean_value: number | null })[]
  ratio: RatioCheck | null
  /** The others, each against the first: `control` is the branch that holds out, else the one written first. */
  control: string
  comparisons: (Comparison & { branch: string; power: number | null; detectable: number | null })[]
  verdict: Verdict
}

export type Verdict = {
  kind: 'nothing yet' | 'ratio off' | 'too early' | 'winner' | 'control wins' | 'no difference' | 'open'
  branch: string | null
  words: Words
}

const ALPHA = 0.05
/** Fewer in a branch, or fewer conversions together, are too few to say anything. */
const EXPOSED_MIN = 50
const CONVERTED_MIN = 10
/** A rise of so much, of the control's own rate, is what one would like to see. */
const LIFT = 0.1
/** Differences that are surely smaller than this part of the rate are none that matter. */
const SAME = 0.1

/** What an experiment says so far. Whoever reads it may read it as often as they like: see `always`. */
export function judge(branches: readonly BranchFigures[]): Judged {
  const first = branches.find(({ name }) => name === 'holdout') ?? branches[0]
  const others = branches.filter((branch) => branch !== first)
  const ratio = checkRatio(branches)
  // Several comparisons share one error: Bonferroni.
  const alpha = ALPHA / Math.max(1, others.length)
  const comparisons = first ? others.map((branch) => compared(first, branch, alpha)) : []
  return {
    branches: branches.map((branch) => ({
      ...branch,
      rate: branch.exposed === 0 ? null : branch.converted / branch.exposed,
      mean_value: branch.exposed === 0 ? null : branch.value / branch.exposed,
    })),
    ratio,
    control: first?.name ?? '',
    comparisons,
    verdict: verdictOf({ branches, first, ratio, comparisons, alpha }),
  }
}

function compared(first: BranchFigures, branch: BranchFigures, alpha: number): Judged['comparisons'][number] {
  const [one, other] = [share(first), share(branch)]
  const rate = one.of === 0 ? 0 : one.reached / one.of
  const of: [number, number] = [one.of, other.of]
  const known = rate > 0 && rate < 1
  return {
    branch: branch.name,
    ...compare(one, other, alpha),
    power: known ? power({ rate, difference: Math.min(rate * LIFT, 1 - rate), of }, alpha) : null,
    detectable: known ? detectable(rate, of, alpha) : null,
  }
}

function share({ exposed, converted }: BranchFigures) {
  return { of: exposed, reached: converted }
}

type Seen = {
  branches: readonly BranchFigures[]
  first: BranchFigures | undefined
  ratio: RatioCheck | null
  comparisons: Judged['comparisons']
  alpha: number
}

function verdictOf({ branches, first, ratio, comparisons, alpha }: Seen): Verdict {
  const say = (kind: Verdict['kind'], branch: string | null = null): Verdict => ({
    kind,
    branch,
    words: WORDS[kind](branch ?? ''),
  })
  if (!first || branches.every(({ exposed }) => exposed === 0)) return say('nothing yet')
  if (ratio?.off) return say('ratio off')
  const converted = branches.reduce((sum, one) => sum + one.converted, 0)
  if (branches.some(({ exposed }) => exposed < EXPOSED_MIN) || converted < CONVERTED_MIN) return say('too early')
  const better = comparisons.filter(({ always, difference }) => always.p < alpha && difference > 0)
  const [best] = better.sort((a, b) => b.difference - a.difference)
  if (best) return say('winner', best.branch)
  if (comparisons.length > 0 && comparisons.every(({ always, difference }) => always.p < alpha && difference < 0))
    return say('control wins', first.name)
  const margin = (first.converted / first.exposed) * SAME
  const same = comparisons.every(({ always: { interval } }) => interval[0] > -margin && interval[1] < margin)
  return same ? say('no difference') : say('open')
}

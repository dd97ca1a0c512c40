import { normalQuantile, normalTails } from './normal.ts'

/** So many of so many. */
export type Share = { of: number; reached: number }

export type Comparison = {
  /** Second share less the first. */
  difference: number
  /** Relative to the first; null when that is 0. */
  lift: number | null
  z: number
  p: number
  /** Holds at one look, decided on before. */
  interval: [number, number]
  /** The same, however often anybody looks: see `always`. */
  always: { p: number; interval: [number, number] }
}

/**
 * Two shares compared. `p` and `interval` are those of the two-proportion test, pooled for the test and unpooled for the
 * interval (Fleiss, Statistical Methods for Rates and Proportions, chapter 2): they hold when they are read once.
 */
export function compare(first: Share, second: Share, alpha: number): Comparison {
  const [p1, p2] = [shareOf(first), shareOf(second)]
  const difference = p2 - p1
  const pooled = (first.reached + second.reached) / Math.max(1, first.of + second.of)
  const pooledVariance = pooled * (1 - pooled) * (1 / Math.max(1, first.of) + 1 / Math.max(1, second.of))
  const z = pooledVariance === 0 ? 0 : difference / Math.sqrt(pooledVariance)
  const variance = (p1 * (1 - p1)) / Math.max(1, first.of) + (p2 * (1 - p2)) / Math.max(1, second.of)
  const reach = normalQuantile(1 - alpha / 2) * Math.sqrt(variance)
  return {
    difference,
    lift: p1 === 0 ? null : difference / p1,
    z,
    p: normalTails(z),
    interval: within(difference, reach),
    always: always(first, second, alpha),
  }
}

/** Effects that are thought of as likely, in standard deviations of one member: a tenth. */
const SCALE = 0.1

/**
 * The mixture sequential probability ratio test with a normal mixture: whoever stops at the first reading below `alpha`
 * is wrong at most so often, whenever they look (Johari, Koomen, Pekelis and Walsh, Always Valid Inference, Operations
 * Research 70, 2022; Robbins 1970). The variance is that of the pooled share, with one member more on each side of it, so
 * that the first few do not pretend to know it.
 */
function always(first: Share, second: Share, alpha: number): Comparison['always'] {
  const spread = spreadOf(first, second)
  const variance = spread * (1 / Math.max(1, first.of) + 1 / Math.max(1, second.of))
  const mixing = spread * SCALE * SCALE
  const difference = shareOf(second) - shareOf(first)
  const total = variance + mixing
  const logRatio = 0.5 * Math.log(variance / total) + (mixing * difference * difference) / (2 * variance * total)
  const reach = Math.sqrt(((2 * variance * total) / mixing) * (Math.log(1 / alpha) + 0.5 * Math.log(total / variance)))
  return { p: Math.min(1, Math.exp(-logRatio)), interval: within(difference, reach) }
}

function spreadOf(first: Share, second: Share): number {
  const pooled = (first.reached + second.reached + 1) / (first.of + second.of + 2)
  return pooled * (1 - pooled)
}

/** How likely the test at `alpha` sees a difference of so much, with so many members on each side. */
export function power(
  { rate, difference, of }: { rate: number; difference: number; of: [number, number] },
  alpha: number,
): number {
  const other = rate + difference
  if (difference === 0 || other <= 0 || other >= 1 || of[0] === 0 || of[1] === 0) return alpha
  const pooled = (rate * of[0] + other * of[1]) / (of[0] + of[1])
  const under = Math.sqrt(pooled * (1 - pooled) * (1 / of[0] + 1 / of[1]))
  const real = Math.sqrt((rate * (1 - rate)) / of[0] + (other * (1 - other)) / of[1])
  const edge = normalQuantile(1 - alpha / 2) * under
  const above = (limit: number) => (1 - Math.sign(limit) * (1 - normalTails(limit))) / 2
  return above((edge - Math.abs(difference)) / real) + above((edge + Math.abs(difference)) / real)
}

/** The smallest rise that would be seen four times out of five; null when none would. */
export function detectable(rate: number, of: [number, number], alpha: number): number | null {
  const seen = (difference: number) => power({ rate, difference, of }, alpha) >= POWER
  let [low, high] = [0, (1 - rate) * 0.999_999]
  if (!seen(high)) return null
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (seen(middle)) high = middle
    else low = middle
  }
  return high
}

const POWER = 0.8

function shareOf({ of, reached }: Share): number {
  return of === 0 ? 0 : reached / of
}

function within(middle: number, reach: number): [number, number] {
  return [Math.max(-1, middle - reach), Math.min(1, middle + reach)]
}

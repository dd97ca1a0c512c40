/** Chance from a seed: the same seed, the same chance. Mulberry32. */
export type Random = {
  /** In [0, 1). */
  next: () => number
  /** In [0, n). */
  below: (n: number) => number
  between: (low: number, high: number) => number
  chance: (p: number) => boolean
  pick: <T>(of: readonly [T, ...T[]]) => T
}

export function random(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number) => Math.floor(next() * n)
  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (p) => next() < p,
    pick: (of) => of[below(of.length)] ?? of[0],
  }
}

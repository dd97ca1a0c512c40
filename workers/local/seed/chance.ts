/** Chance that is the same every time: mulberry32, by Tommy Ettinger. */
export type Chance = { next: () => number; of: <T>(items: readonly [T, ...T[]] | readonly T[]) => T }

export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return { next, of: (items) => items[Math.floor(next() * items.length)] as (typeof items)[number] }
}

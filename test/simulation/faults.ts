import type { Random } from './random.ts'

/**
 * What goes wrong. Each place at which something can go wrong has a name (`d1`, `provider`, …) and counts how often it was
 * come by, so that a fault is `place#nth` and can be planned, repeated and left out.
 */
export type Fault = { place: string; nth: number; what: string }

export type Faults = {
  /** What goes wrong here, now; undefined when nothing does. */
  here: (place: string, kinds: readonly [string, ...string[]], share: number) => string | undefined
  /** No fault from now on. */
  heal: () => void
  injected: Fault[]
}

/** Faults by chance, or exactly those of a plan. */
export function faults(random: Random, plan?: readonly Fault[]): Faults {
  const counts = new Map<string, number>()
  const injected: Fault[] = []
  const planned = plan && new Map(plan.map((fault) => [`${fault.place}#${fault.nth}`, fault.what]))
  let healed = false
  return {
    here: (place, kinds, share) => {
      const nth = (counts.get(place) ?? 0) + 1
      counts.set(place, nth)
      const chance = random.chance(share)
      const kind = random.pick(kinds)
      const what = planned ? planned.get(`${place}#${nth}`) : chance && !healed ? kind : undefined
      if (what !== undefined) injected.push({ place, nth, what })
      return what
    },
    heal: () => {
      healed = true
    },
    injected,
  }
}

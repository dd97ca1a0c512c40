import type { MakeIsolate } from './bundle.ts'
import { type Plan, type Simulated, simulate } from './simulate.ts'

/** So many further runs at most: a smaller example is worth some time, not any. */
const TRIES_MAX = 150

/** The same failure with fewer faults and fewer events: what can be left out without mending it is left out. */
export async function shrink(make: MakeIsolate, seed: number, failed: Simulated): Promise<Simulated> {
  let best = failed
  let tries = 0
  const broken = (one: Simulated) => new Set(one.broken.map(promiseOf))
  const kept = broken(failed)
  const attempt = async (plan: Plan): Promise<boolean> => {
    tries += 1
    const again = await simulate(make, plan).catch(() => undefined)
    if (!again || ![...broken(again)].some((promise) => kept.has(promise))) return false
    best = again
    return true
  }
  if (!(await attempt({ seed, load: failed.load, faults: failed.injected }))) return failed
  for (let size = Math.ceil(best.injected.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < best.injected.length && tries < TRIES_MAX; ) {
      const faults = best.injected.toSpliced(at, size)
      if (!(await attempt({ seed, load: best.load, faults }))) at += size
    }
  for (let size = Math.ceil(best.load.posts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < best.load.posts.length && tries < TRIES_MAX; ) {
      const load = { ...best.load, posts: best.load.posts.toSpliced(at, size) }
      if (!(await attempt({ seed, load, faults: best.injected }))) at += size
    }
  return best
}

function promiseOf(broken: string): string {
  return broken.split(':')[0] ?? broken
}

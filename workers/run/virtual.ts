import type { Deps } from './deps.ts'
import { nextDue, sum, sweepAll } from './sweep.ts'

/** How long one move of the clock may work. A year of a busy community takes several moves. */
const WORK_MAX_MS = 300_000

/**
 * Move the virtual clock to `target`, carrying out whatever falls due on the way in the order of its due time. Answers
 * how much was carried out. Moving back only turns the clock.
 */
export async function advanceTo(deps: Deps, set: (ms: number) => Promise<void>, target: number): Promise<number> {
  const until = deps.clock.real() + WORK_MAX_MS
  let carriedOut = await drain(deps, until)
  while (deps.clock.real() < until) {
    const due = await nextDue(deps)
    if (due === null || due > target) break
    if (due > deps.clock.now()) await set(due)
    const done = await drain(deps, until)
    carriedOut += done
    if (done === 0 && due <= deps.clock.now()) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await set(target)
  return carriedOut + (await drain(deps, until))
}

async function drain(deps: Deps, until: number): Promise<number> {
  return sum(await sweepAll(deps, until))
}

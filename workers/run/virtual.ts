import type { Statement } from '../store/database.ts'
import { findStandstill } from '../store/standstill.ts'
import type { Deps } from './deps.ts'
import { stride } from './stride.ts'
import { sum, sweepAll } from './sweep.ts'
import { upkeep } from './upkeep.ts'

/** How a clock is turned by hand: `note` writes what a restart must know, `turn` is what everybody here sees. */
export type Turning = { note: (ms: number) => Statement; turn: (ms: number) => void }

/** How long one move of the clock may work. A year of a busy community takes several moves. */
const WORK_MAX_MS = 300_000

/**
 * Move the virtual clock to `target`, carrying out whatever falls due on the way in the order of its due time. Answers
 * how much was carried out. Moving back only turns the clock.
 */
export async function advanceTo(deps: Deps, turning: Turning, target: number): Promise<number> {
  const until = deps.clock.real() + WORK_MAX_MS
  const set = async (ms: number) => {
    turning.turn(ms)
    await deps.db.batch([turning.note(ms)])
  }
  let carriedOut = await drain(deps, until)
  const stands = deps.closed || (await findStandstill(deps.db)) !== null
  while (!stands && deps.clock.real() < until) {
    const { done, next } = await stride(deps, turning, target)
    carriedOut += done
    if (done > 0) {
      await upkeep(deps)
      continue
    }
    if (next > target) break
    if (next > deps.clock.now()) await set(next)
    const drained = await drain(deps, until)
    carriedOut += drained
    if (drained === 0 && next <= deps.clock.now()) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await set(target)
  return carriedOut + (await drain(deps, until))
}

async function drain(deps: Deps, until: number): Promise<number> {
  return sum(await sweepAll(deps, until))
}

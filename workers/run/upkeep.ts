import { dropAbandoned } from '../store/imports.ts'
import { noteUpkeep, readUpkeep } from '../store/let-go.ts'
import { logError } from '../store/log.ts'
import type { Deps } from './deps.ts'
import { letOldGo } from './let-go.ts'

const DAY_MS = 86_400_000

/** When the product's time is that far, as this isolate knows it. */
let dueAt = 0

/** Once a day of the product's time, in as many sweeps as it takes: let go of what is old. A fault holds up nothing else, and is tried again by the next sweep. */
export async function upkeep(deps: Deps): Promise<void> {
  const now = deps.clock.now()
  if (now < dueAt && now > dueAt - 2 * DAY_MS) return
  try {
    const { at } = await readUpkeep(deps.db)
    const isDue = at === undefined || now >= at + DAY_MS || now < at
    if (isDue) {
      if (!(await letOldGo(deps)).done) return
      const { walked } = await readUpkeep(deps.db)
      await deps.db.batch([dropAbandoned(now - DAY_MS), noteUpkeep({ ...(walked && { walked }), at: now })])
    }
    dueAt = (isDue ? now : at) + DAY_MS
  } catch (error) {
    logError('old rows were not let go', error)
  }
}

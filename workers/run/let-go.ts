import type { RetentionSettings } from '../../schema/retention.ts'
import { letGo, lookAt, noteUpkeep, PASSING, type Passing, readUpkeep, type Walk } from '../store/let-go.ts'
import type { Deps } from './deps.ts'

const ROWS_AT_ONCE = 500
/** So many pages of each table in one go: what is left is the next day's. */
const PAGES_MAX = 100
const DAY_MS = 86_400_000

/** Let go of what is over and older than the settings keep it, page by page. Answers how many rows of each table went. */
export async function letOldGo(deps: Deps): Promise<Record<string, number>> {
  const { retention } = (await deps.catalogue.known()).settings
  const gone: Record<string, number> = {}
  const now = deps.clock.now()
  const { walked } = await readUpkeep(deps.db)
  for (const [name, passing] of Object.entries(PASSING) as [keyof RetentionSettings, Passing][]) {
    const days = retention[name]
    if (days === null || isFresh(walked?.[passing.table], now - days * DAY_MS, now)) continue
    gone[passing.table] = await walk(deps, passing, now - days * DAY_MS)
  }
  return gone
}

async function walk(deps: Deps, passing: Passing, until: number): Promise<number> {
  const now = deps.clock.now()
  let gone = 0
  for (let page = 0; page < PAGES_MAX; page++) {
    const upkeep = await readUpkeep(deps.db)
    const before = upkeep.walked?.[passing.table] ?? { place: null, oldest: null }
    const rows = await lookAt(deps.db, passing, before.place, [until, ROWS_AT_ONCE])
    const last = rows.at(-1)
    const isOver = rows.length < ROWS_AT_ONCE || (passing.inOrder && !rows.some(({ isOld }) => isOld))
    const places = rows.filter(({ goes }) => goes).map(({ place }) => place)
    const left = rows.filter(({ goes }) => !goes).map(({ at }) => at)
    const oldest = Math.min(now, ...left, ...(before.place === null || before.oldest === null ? [] : [before.oldest]))
    const place = isOver || !last ? null : last.place
    const walked = { place, oldest, ...(isOver && { endedAt: now }) }
    const note = noteUpkeep({ ...upkeep, walked: { ...upkeep.walked, [passing.table]: walked } })
    gone += await letGo(deps.db, passing, { places, until, note })
    if (isOver) break
  }
  return gone
}

/** What was walked through within a week, and left nothing that is old by now, need not be walked through again. */
function isFresh(walk: Walk | undefined, until: number, now: number): boolean {
  const { place, oldest, endedAt } = walk ?? { place: null, oldest: null }
  return place === null && endedAt !== undefined && oldest !== null && oldest >= until && now - endedAt < WEEK_MS
}

const WEEK_MS = 7 * DAY_MS

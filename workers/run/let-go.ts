import type { RetentionSettings } from '../../schema/retention.ts'
import { letGo, lookAt, noteUpkeep, PASSING, type Passing, readUpkeep } from '../store/let-go.ts'
import type { Deps } from './deps.ts'

const ROWS_AT_ONCE = 500
/** So many pages of each table in one go: what is left is the next day's. */
const PAGES_MAX = 100
const DAY_MS = 86_400_000

/** Let go of what is over and older than the settings keep it, page by page. Answers how many rows of each table went. */
export async function letOldGo(deps: Deps): Promise<Record<string, number>> {
  const { retention } = (await deps.catalogue.known()).settings
  const gone: Record<string, number> = {}
  for (const [name, passing] of Object.entries(PASSING) as [keyof RetentionSettings, Passing][]) {
    const days = retention[name]
    if (days !== null) gone[passing.table] = await walk(deps, passing, deps.clock.now() - days * DAY_MS)
  }
  return gone
}

async function walk(deps: Deps, passing: Passing, until: number): Promise<number> {
  let gone = 0
  for (let page = 0; page < PAGES_MAX; page++) {
    const upkeep = await readUpkeep(deps.db)
    const rows = await lookAt(deps.db, passing, upkeep.walks?.[passing.table] ?? null, [until, ROWS_AT_ONCE])
    const last = rows.at(-1)
    const isOver = rows.length < ROWS_AT_ONCE || (passing.inOrder && !rows.some(({ isOld }) => isOld))
    const places = rows.filter(({ goes }) => goes).map(({ place }) => place)
    const next = isOver || !last ? null : last.place
    const note = noteUpkeep({ ...upkeep, walks: { ...upkeep.walks, [passing.table]: next } })
    gone += await letGo(deps.db, passing, { places, until, note })
    if (isOver) break
  }
  return gone
}

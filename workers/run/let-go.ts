import type { RetentionSettings } from '../../schema/retention.ts'
import {
  letGo,
  lookAt,
  noteUpkeep,
  PASSING,
  type Passing,
  readUpkeep,
  type Upkeep,
  type Walk,
} from '../store/let-go.ts'
import type { Deps } from './deps.ts'

const ROWS_AT_ONCE = 500
/** So many pages of all tables together in one go, three calls each: the next sweep goes on with what is left. */
const PAGES_MAX = 20
const DAY_MS = 86_400_000

export type LetGo = { gone: Record<string, number>; done: boolean }

/** Let go of what is over and older than the settings keep it, page by page. Answers how many rows of each table went, and whether that was all. */
export async function letOldGo(deps: Deps): Promise<LetGo> {
  const { retention } = (await deps.catalogue.known()).settings
  const gone: Record<string, number> = {}
  const now = deps.clock.now()
  let upkeep = await readUpkeep(deps.db)
  const since = upkeep.since ?? now
  upkeep = { ...upkeep, since }
  let pages = PAGES_MAX
  for (const [name, passing] of Object.entries(PASSING) as [keyof RetentionSettings, Passing][]) {
    const days = retention[name]
    if (days === null) continue
    const until = now - days * DAY_MS
    while (!isWalked(upkeep.walked?.[passing.table], { since, until, now })) {
      if (pages === 0) return { gone, done: false }
      pages -= 1
      const page = await nextPage(deps, passing, { upkeep, until })
      upkeep = page.upkeep
      gone[passing.table] = (gone[passing.table] ?? 0) + page.gone
    }
  }
  return { gone, done: true }
}

async function nextPage(deps: Deps, passing: Passing, { upkeep, until }: { upkeep: Upkeep; until: number }) {
  const now = deps.clock.now()
  const before = upkeep.walked?.[passing.table] ?? { place: null, oldest: null }
  const rows = await lookAt(deps.db, passing, before.place, [until, ROWS_AT_ONCE])
  const last = rows.at(-1)
  const isOver = rows.length < ROWS_AT_ONCE || (passing.inOrder && !rows.some(({ isOld }) => isOld))
  const places = rows.filter(({ goes }) => goes).map(({ place }) => place)
  const left = rows.filter(({ goes }) => !goes).map(({ at }) => at)
  const oldest = Math.min(now, ...left, ...(before.place === null || before.oldest === null ? [] : [before.oldest]))
  const place = isOver || !last ? null : last.place
  const walked = { place, oldest, ...(isOver && { endedAt: now }) }
  const next: Upkeep = { ...upkeep, walked: { ...upkeep.walked, [passing.table]: walked } }
  return { upkeep: next, gone: await letGo(deps.db, passing, { places, until, note: noteUpkeep(next) }) }
}

/** This time already, or lately and nothing that it left is old by now. */
function isWalked(
  walk: Walk | undefined,
  { since, until, now }: { since: number; until: number; now: number },
): boolean {
  if (walk?.place === null && walk.endedAt !== undefined && walk.endedAt >= since) return true
  return isFresh(walk, until, now)
}

/** What was walked through within a week, and left nothing that is old by now, need not be walked through again. */
function isFresh(walk: Walk | undefined, until: number, now: number): boolean {
  const { place, oldest, endedAt } = walk ?? { place: null, oldest: null }
  return place === null && endedAt !== undefined && oldest !== null && oldest >= until && now - endedAt < WEEK_MS
}

const WEEK_MS = 7 * DAY_MS

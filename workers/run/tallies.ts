import { isActive, LAST_ACTED, LAST_SEEN, SLOTS_A_DAY, slotOf } from '../../schema/figure.ts'
import { OWN_DOINGS } from '../../workflows/engine/best-hour.ts'
import { number } from '../store/cell.ts'
import { readLast, readSums, readTallies, type Tally, toSums, type Window, writeTallies } from '../store/figures.ts'
import { alsoRaised, countMembers, readTypes, toCounts } from '../store/presence.ts'
import type { Deps } from './deps.ts'

/** Members of whom something happened in a window, each counted once. */
export type Members = Record<'joined' | 'left' | 'active' | 'interacted' | 'ordered', number>
export type Sums = Record<string, number>

/**
 * What is asked of windows: what is known of those that are over, else found now and kept. One that is still open is
 * looked at each time. Bring the figures up to now first.
 */
export async function tallied<T>(
  deps: Deps,
  asked: readonly Tally[],
  find: (missing: readonly Tally[]) => Promise<readonly T[]>,
): Promise<T[]> {
  if (asked.length === 0) return []
  const { known, late } = await readTallies(deps.db, asked)
  const missing = asked.flatMap((tally, place) => (known.has(place) ? [] : [{ tally, place }]))
  if (missing.length === 0) return asked.map((_, place) => known.get(place) as T)
  const found = await find(missing.map(({ tally }) => tally))
  const over = slotOf(deps.clock.now()) - 1
  const kept = missing.flatMap(({ tally }, i) => (tally.window[1] <= over ? [{ ...tally, value: found[i] }] : []))
  if (kept.length > 0) await deps.db.batch([writeTallies(kept, late)])
  const fresh = new Map(missing.map(({ place }, i) => [place, found[i] as T]))
  return asked.map((_, place) => (fresh.has(place) ? fresh.get(place) : known.get(place)) as T)
}

/** Sums of an area over each window. */
export async function sumsOf(deps: Deps, area: string, windows: readonly Window[]): Promise<Sums[]> {
  const asked = windows.map((window) => ({ kind: `sums ${area}`, window }))
  return tallied(deps, asked, async (missing) => {
    const [answer] = await deps.db.batch([
      readSums(
        area,
        missing.map(({ window }) => window),
      ),
    ])
    return toSums(answer?.rows ?? [], missing.length)
  })
}

/** The same of several areas at once: for each area, its sums over each window. */
export async function sumsOfEach(deps: Deps, areas: readonly string[], windows: readonly Window[]): Promise<Sums[][]> {
  const asked = areas.flatMap((area) => windows.map((window) => ({ kind: `sums ${area}`, window })))
  const found = await tallied(deps, asked, async (missing) => {
    const kinds = [...new Set(missing.map(({ kind }) => kind))]
    const wanted = kinds.map((kind) => missing.filter((one) => one.kind === kind).map(({ window }) => window))
    const answers = await deps.db.batch(kinds.map((kind, i) => readSums(kind.slice('sums '.length), wanted[i] ?? [])))
    const sums = kinds.map((_, i) => toSums(answers[i]?.rows ?? [], wanted[i]?.length ?? 0))
    const next = new Map(kinds.map((kind, i) => [kind, (sums[i] ?? [])[Symbol.iterator]()]))
    return missing.map(({ kind }): Sums => next.get(kind)?.next().value ?? {})
  })
  return areas.map((_, i) => found.slice(i * windows.length, (i + 1) * windows.length))
}

/** Members in each window. */
export async function membersOf(deps: Deps, windows: readonly Window[]): Promise<Members[]> {
  const asked = windows.map((window) => ({ kind: 'members', window }))
  return tallied(deps, asked, async (missing) =>
    findMembers(
      deps,
      missing.map(({ window }) => window),
    ),
  )
}

async function findMembers(deps: Deps, windows: readonly Window[]): Promise<Members[]> {
  const joined = await count(deps, ['member.joined'], windows)
  const left = await count(deps, ['member.left'], windows)
  const ordered = await count(deps, alsoRaised('order.paid'), windows)
  const active = await countLast(deps, LAST_SEEN, (await readTypes(deps.db)).filter(isActive), windows)
  const interacted = await countLast(deps, LAST_ACTED, OWN_DOINGS, windows)
  return windows.map((_, i) => ({
    joined: joined[i] ?? 0,
    left: left[i] ?? 0,
    active: active[i] ?? 0,
    interacted: interacted[i] ?? 0,
    ordered: ordered[i] ?? 0,
  }))
}

/** Members who were active in each window. */
export async function activeIn(deps: Deps, windows: readonly Window[]): Promise<number[]> {
  const asked = windows.map((window) => ({ kind: 'active', window }))
  return tallied(deps, asked, async (missing) => {
    const types = (await readTypes(deps.db)).filter(isActive)
    return countLast(
      deps,
      LAST_SEEN,
      types,
      missing.map(({ window }) => window),
    )
  })
}

async function count(deps: Deps, types: readonly string[], windows: readonly Window[]): Promise<number[]> {
  const [answer] = await deps.db.batch([countMembers(types, windows)])
  return toCounts(answer?.rows ?? [], windows.length)
}

/**
 * Whoever was active last since a window began was active in it, as long as nobody was active after it: that takes a
 * few sums. Only for windows that are over are members looked at.
 */
async function countLast(
  deps: Deps,
  area: string,
  types: readonly string[],
  windows: readonly Window[],
): Promise<number[]> {
  const now = slotOf(deps.clock.now())
  const open = windows.filter(([, to]) => to > now)
  const answers = open.length === 0 ? [] : await deps.db.batch(open.map((window) => readLast(area, window)))
  const known = new Map<Window, number>()
  for (const [i, window] of open.entries()) {
    const row = answers[i]?.rows[0]
    if (row?.later === 0) known.set(window, number(row.members))
  }
  const past = windows.filter((window) => !known.has(window))
  const looked = past.length > 0 ? await count(deps, types, past) : []
  for (const [i, window] of past.entries()) known.set(window, looked[i] ?? 0)
  return windows.map((window) => known.get(window) ?? 0)
}

export function together(all: readonly Sums[]): Sums {
  const total: Sums = {}
  for (const sums of all)
    for (const [metric, value] of Object.entries(sums)) total[metric] = (total[metric] ?? 0) + value
  return total
}

const A_YEAR = 366 * SLOTS_A_DAY
/** Before anything was counted. */
const FIRST = slotOf(Date.UTC(2020, 0, 1))

/** All that was ever counted of an area: what lies before yesterday is known by the year. */
export async function everOf(deps: Deps, area: string): Promise<Sums> {
  return together(await sumsOf(deps, area, everWindows(deps)))
}

/** From the beginning until now, in parts of which all but one are over. */
export function everWindows(deps: Deps): Window[] {
  const now = slotOf(deps.clock.now())
  const settled = Math.floor((now - 1) / SLOTS_A_DAY) * SLOTS_A_DAY
  const windows: Window[] = [[settled, now + 1]]
  for (let from = FIRST; from < settled; from += A_YEAR) windows.push([from, Math.min(from + A_YEAR, settled)])
  return windows
}

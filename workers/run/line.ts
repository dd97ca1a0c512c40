import { text } from '../store/cell.ts'
import { claimFromLine, putOffLine, toLeased } from '../store/deliveries.ts'
import { newId } from '../store/id.ts'
import { deliverStill } from './deliver-still.ts'
import type { Deps } from './deps.ts'
import { isHeld, type Opened } from './keeping.ts'
import { channelLimits, HORIZON_MS, leftAloneUntil } from './places.ts'

/** So many are taken out of a line at once. */
const CLAIM_MAX = 100
/** So far into a line one looks for recipients that have room. */
const LOOK_MAX = 1_000

/** How a line was carried on: how many were taken out of it, and when to look again; null when nobody waits there. */
export type CarriedOn = { taken: number; againInMs: number | null }

/**
 * Carry on what stands in line for a channel: as many as its pace has room for now, best rank first, then in order. One
 * invocation at a time does it for a channel with limits, so that order is kept.
 */
export async function carryOnLine(deps: Deps, channelId: string): Promise<CarriedOn> {
  const catalogue = await deps.catalogue.known()
  const channel = catalogue.channels.get(channelId)
  const limits = channelLimits(channel)
  const productNow = deps.clock.now()
  const opened = await open(deps, channelId, { limits, productNow, horizonMs: HORIZON_MS, claimMax: CLAIM_MAX })
  switch (opened.kind) {
    case 'busy':
    case 'full':
      return { taken: 0, againInMs: opened.inMs }
    case 'held':
      await deps.db.batch([putOffLine(channelId, opened.until)])
      return { taken: 0, againInMs: deps.clock.virtual ? null : opened.until - productNow }
    case 'open':
      return takeOut(deps, channelId, { ...opened, limited: limits.length > 0, each: limits.some(isEach) })
    default:
      return opened satisfies never
  }
}

function isEach({ per }: { per: string }): boolean {
  return per !== 'channel'
}

type Opening = Parameters<ReturnType<Deps['keeper']>['open']>[0]

/** A channel without limits has no keeper to ask, only what this isolate knows of a provider that wants to be left alone. */
async function open(deps: Deps, channelId: string, opening: Opening): Promise<Opened> {
  if (opening.limits.length > 0) return deps.keeper(channelId).open(opening)
  const until = leftAloneUntil(channelId)
  if (isHeld(until, opening.productNow)) return { kind: 'held', until }
  return { kind: 'open', room: CLAIM_MAX, lease: 0, turn: 0 }
}

type Room = { room: number; lease: number; turn: number; limited: boolean; each: boolean }

async function takeOut(deps: Deps, channelId: string, { room, lease, turn, limited, each }: Room): Promise<CarriedOn> {
  const real = deps.clock.real()
  let empty = false
  try {
    const claim = {
      now: deps.clock.now(),
      realNow: real,
      lease: newId(real),
      limit: room,
      look: each ? LOOK_MAX : room,
    }
    const [claimed] = await deps.db.batch([claimFromLine(channelId, claim)])
    const leased = (claimed?.rows ?? []).map(toLeased).sort((a, b) => a.rank - b.rank || a.seq - b.seq)
    empty = leased.length === 0
    await deliverStill(deps, leased, { fromLine: limited, inLine: true })
    return { taken: leased.length, againInMs: empty ? null : 0 }
  } finally {
    if (limited) await deps.keeper(channelId).close({ lease, turn, empty })
  }
}

/** The channels for which something stands in line: one step of the index for each. */
export const READ_LINES = {
  sql: `WITH RECURSIVE lines(line) AS (SELECT min(line) FROM deliveries WHERE line IS NOT NULL
    UNION ALL SELECT (SELECT min(line) FROM deliveries WHERE line IS NOT NULL AND line > lines.line) FROM lines
    WHERE lines.line IS NOT NULL) SELECT line FROM lines WHERE line IS NOT NULL`,
  params: [],
}

/** Carry on these lines side by side. Answers how many went out of them, and when to look again. */
export async function carryOnLines(deps: Deps, rows: readonly { line?: unknown }[]): Promise<CarriedOn> {
  const done = await Promise.all(rows.map((row) => carryOnLine(deps, text(row.line))))
  const again = done.flatMap(({ againInMs }) => (againInMs === null ? [] : [againInMs]))
  return {
    taken: done.reduce((total, { taken }) => total + taken, 0),
    againInMs: again.length > 0 ? Math.min(...again) : null,
  }
}

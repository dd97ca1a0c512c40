import type { CountedSend } from '../../../schema/facts.ts'
import type { CommunityCap } from '../../../schema/gate.ts'
import { parseDuration } from '../../language/duration.ts'
import { formatIso } from '../../language/iso.ts'
import { fromWallClock, wallClock } from '../../language/zone.ts'
import { DAY_MS } from '../limits.ts'
import { windowMs } from './counted.ts'
import { zoneOf } from './quiet.ts'
import { type Asking, type Rule, stopped } from './rule.ts'

/** A message that waits for its turn waits at least for the next one, and at most this long, unless its workflow says. */
const PATIENCE_MS = 3 * DAY_MS
const LOOKS_MAX = 10_000

type Cap = Pick<CommunityCap, 'limit' | 'per' | 'count' | 'policy'>

/** No more than the caps allow, over all workflows. Messages that wait have their place already. */
export const caps: Rule = (asking) => {
  const { now, draft, since } = asking
  if (draft.category === 'transactional' || draft.room !== undefined) return undefined
  const applying = capsFor(asking)
  const full = applying.filter((cap) => freeFrom(cap, now, asking) > now)
  const [first] = full
  if (!first) return undefined
  const drops = full.find(({ policy }) => policy === 'drop')
  if (drops) return stopped('frequency cap', valuesOf(drops, asking))
  const until = slot(applying, asking)
  const values = valuesOf(first, asking)
  const patience = Math.max(asking.program?.settings.maxLateMs ?? PATIENCE_MS, ...full.map(({ per }) => windowMs(per)))
  if (until === undefined || until - (since.caps ?? now) > patience)
    return stopped('frequency cap', `${values}, put off for too long`, since.caps === undefined ? 'skipped' : 'expired')
  return { kind: 'put off', rule: 'frequency cap', values: `${values}, next ${formatIso(until)}`, until, by: 'caps' }
}

function capsFor({ world, contact, draft, program, channel }: Asking): Cap[] {
  const community = world.settings.caps.filter(
    (cap) =>
      (cap.category === undefined || cap.category === draft.category) &&
      (cap.channel === undefined || cap.channel === channel) &&
      (cap.tag === undefined || contact.tags.includes(cap.tag)),
  )
  const own = program?.settings.cap
  return own ? [...community, { ...own, count: own.count ?? 'category', policy: own.policy ?? 'defer' }] : community
}

/** The first instant that every cap leaves free. */
function slot(applying: readonly Cap[], asking: Asking): number | undefined {
  let at = asking.now
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    const free = Math.max(at, ...applying.map((cap) => freeFrom(cap, at, asking)))
    if (free === at) return at
    at = free
  }
  return undefined
}

/** `at` when this cap leaves it free, else the next instant that may be: when the oldest that counts counts no more. */
function freeFrom(cap: Cap, at: number, asking: Asking): number {
  const sends = counted(cap, asking)
  if (cap.per === 'day' || cap.per === 'week') {
    const { begins, ends } = period(cap.per, at, zoneOf(asking))
    return sends.filter(([, sent]) => sent >= begins && sent < ends).length < cap.limit ? at : ends
  }
  const perMs = parseDuration(cap.per) ?? DAY_MS
  const times = sends.map(([, sent]) => sent)
  const near = [...times.filter((sent) => Math.abs(at - sent) < perMs), at].sort((a, b) => a - b)
  // Messages that wait lie ahead: no window of this length, wherever it begins, may hold more than the limit.
  const isFull = near.some((first, i) => (near[i + cap.limit] ?? Number.POSITIVE_INFINITY) - first < perMs)
  return isFull ? Math.min(...times.map((sent) => sent + perMs).filter((free) => free > at)) : at
}

/** The sends that count for this cap, the oldest first; the message itself does not. */
function counted(cap: Cap & Partial<CommunityCap>, { contact, draft, channel, program }: Asking): CountedSend[] {
  return (contact.facts.sends ?? []).filter(([id, , category, on, workflow]) => {
    if (id === draft.id) return false
    if (cap.category !== undefined && category !== cap.category) return false
    if (cap.channel !== undefined && on !== cap.channel) return false
    switch (cap.count) {
      case 'category':
        return category === draft.category
      case 'channel':
        return on === channel
      case 'workflow':
        return workflow === (program?.workflowId ?? draft.workflowId ?? '')
      case 'all':
        return true
      default:
        return cap.count satisfies never
    }
  })
}

/** The calendar day or week that this instant lies in; weeks begin on Monday. */
function period(per: 'day' | 'week', at: number, zone: string): { begins: number; ends: number } {
  const { year, month, day, weekday } = wallClock(at, zone)
  const first = per === 'day' ? day : day - ((weekday + 6) % 7)
  const start = (date: number) => fromWallClock({ year, month, day: date, hour: 0, minute: 0 }, zone)
  return { begins: start(first), ends: start(first + (per === 'day' ? 1 : 7)) }
}

function valuesOf({ limit, per, count }: Cap, { draft, channel, program }: Asking): string {
  const of = { category: draft.category, channel: channel ?? '', workflow: program?.workflowId ?? '', all: 'all' }[
    count
  ]
  return `${limit} per ${per}, ${of}`
}

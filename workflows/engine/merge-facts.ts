import type { Contact } from '../../schema/actor.ts'
import type { OpenDigest } from '../../schema/digest.ts'
import type { ActivityFacts, CheckinFacts, Facts, PointsFacts } from '../../schema/facts.ts'
import { dayAfter } from '../language/day.ts'
import { daysBetween, RECENT_DAYS } from './activity.ts'
import { olderBy, recentDays } from './checkins.ts'
import { DIGEST_KEPT } from './digest.ts'

const SENDS_MAX = 1_000
const REFS_MAX = 100
const NEGATIVE_MAX = 10
const COMPLAINTS_MAX = 100

/** What is remembered of two contacts that are one. Boards are joined on their own: places on them move. */
export function joinFacts({ facts: a }: Readonly<Contact>, { facts: b }: Readonly<Contact>, now: number): Facts {
  const points = joinPoints(a.points, b.points, now)
  const checkin = joinCheckins(a.checkin, b.checkin)
  const activity = joinActivity(a.activity, b.activity)
  // When the other was last active is counted under its own id for good.
  const { present: _, ...others } = b
  return {
    ...others,
    ...a,
    ...listed('sends', [...(b.sends ?? []), ...(a.sends ?? [])].sort((x, y) => x[1] - y[1]).slice(-SENDS_MAX)),
    ...listed('negative', [...(a.negative ?? []), ...(b.negative ?? [])].sort((x, y) => x - y).slice(-NEGATIVE_MAX)),
    ...listed('complaints', joinComplaints(a, b)),
    ...((a.hours || b.hours) && {
      hours: Array.from({ length: 24 }, (_, i) => (a.hours?.[i] ?? 0) + (b.hours?.[i] ?? 0)),
    }),
    ...(points && { points }),
    ...((a.items || b.items) && { items: summed(a.items, b.items) }),
    ...(checkin && { checkin }),
    ...(activity && { activity }),
    ...((a.badges || b.badges) && { badges: earliest(a.badges, b.badges) }),
    ...((a.digests || b.digests) && { digests: joinDigests(a.digests, b.digests) }),
    ...listed('held', [...(a.held ?? []), ...(b.held ?? [])]),
    boards: a.boards ?? {},
  }
}

function listed<K extends string, T>(name: K, all: T[]): { [key in K]?: T[] } {
  return all.length > 0 ? ({ [name]: all } as { [key in K]: T[] }) : {}
}

/** Two that collect under one name are one: it goes out when the earlier would have. */
function joinDigests(a: Facts['digests'] = {}, b: Facts['digests'] = {}): Record<string, OpenDigest> {
  const joined = { ...b, ...a }
  for (const [name, own] of Object.entries(a)) {
    const other = b[name]
    if (!other) continue
    const items = [...own.first, ...own.last, ...other.first, ...other.last].sort((x, y) => x.at - y.at)
    const closesAt = Math.min(own.closesAt, other.closesAt)
    const openedAt = Math.min(own.openedAt, other.openedAt)
    const last = items.slice(DIGEST_KEPT).slice(-DIGEST_KEPT)
    joined[name] = {
      ...own,
      openedAt,
      closesAt,
      count: own.count + other.count,
      first: items.slice(0, DIGEST_KEPT),
      last,
    }
  }
  return joined
}

/** All that are open stay open, with their deadlines. */
function joinComplaints({ complaints: a = [] }: Facts, { complaints: b = [] }: Facts) {
  return [...a, ...b].sort((x, y) => x.openedAt - y.openedAt).slice(-COMPLAINTS_MAX)
}

/** The balance comes over as an entry of its own, with its lots; here is what is pending, and what was awarded for what. */
function joinPoints(a: PointsFacts | undefined, b: PointsFacts | undefined, now: number): PointsFacts | undefined {
  if (!b) return a
  const pending = [...(a?.pending ?? []), ...(b.pending ?? [])].sort((x, y) => x.availableAt - y.availableAt)
  // Entries of the other ledger keep a number of their own, below ours.
  const refs = (b.refs ?? []).map((ref) => ({ ...ref, seq: ref.seq === null ? null : -Math.abs(ref.seq) }))
  const day =
    a?.day && b.day && a.day.day === b.day.day
      ? { day: a.day.day, all: a.day.all + b.day.all, rules: summed(a.day.rules, b.day.rules) }
      : (a?.day ?? b.day)
  const all = [...refs, ...(a?.refs ?? [])].filter(({ at }) => at <= now).slice(-REFS_MAX)
  return {
    ...a,
    ...(pending.length > 0 && { pending }),
    ...(all.length > 0 && { refs: all }),
    ...(day && { day }),
  }
}

/**
 * The streak of both: of the days on which either checked in, as far as they are remembered one by one; and one that the
 * other's continues is as long as both.
 */
function joinCheckins(a: CheckinFacts | undefined, b: CheckinFacts | undefined): CheckinFacts | undefined {
  if (!a || !b) return a ?? b
  const [last, first] = a.day >= b.day ? [a, b] : [b, a]
  const begins = dayAfter(last.day, 1 - last.current)
  const touches = last.current > 0 && first.current > 0 && first.day >= dayAfter(begins, -1)
  const from = dayAfter(first.day, 1 - first.current)
  // biome-ignore lint/complexity/useMathMinMax: days are texts, and texts have no min.
  const together = touches ? daysBetween(from < begins ? from : begins, last.day) + 1 : last.current
  const { recent, runs } = eitherDay(last, first)
  const current = last.current > 0 ? Math.max(together, runs[0] ?? 0) : 0
  return { ...last, recent, current, best: Math.max(a.best, b.best, current, ...runs) }
}

/** The days on which either checked in, and how many there are in a row, each time; those up to the last day first. */
function eitherDay(last: CheckinFacts, first: CheckinFacts): { recent: number; runs: number[] } {
  const [ours, theirs] = [recentDays(last), olderBy(recentDays(first), daysBetween(first.day, last.day))]
  const runs = [0]
  let recent = 0
  for (let i = 0; 2 ** i <= Math.max(ours, theirs); i++) {
    const isIn = Math.floor(ours / 2 ** i) % 2 === 1 || Math.floor(theirs / 2 ** i) % 2 === 1
    if (isIn) recent += 2 ** i
    if (isIn) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1
    else runs.push(0)
  }
  return { recent, runs }
}

/** Days on which either did something; beyond those that are counted one by one none is taken for the same. */
function joinActivity(a: ActivityFacts | undefined, b: ActivityFacts | undefined): ActivityFacts | undefined {
  if (!a || !b) return a ?? b
  const [last, first] = a.day >= b.day ? [a, b] : [b, a]
  const offset = daysBetween(first.day, last.day)
  const recent: number[] = []
  let same = 0
  for (let i = 0; i < RECENT_DAYS; i++) {
    const [ours, theirs] = [last.recent[i] ?? 0, first.recent[i - offset] ?? 0]
    if (ours > 0 && theirs > 0) same += 1
    recent.push(ours + theirs)
  }
  while (recent.at(-1) === 0) recent.pop()
  const gap = recent.indexOf(0)
  const streak = Math.max(last.streak, offset === 0 ? first.streak : 0, gap < 0 ? recent.length : gap)
  return { day: last.day, days: a.days + b.days - same, streak, recent }
}

function summed(a: Record<string, number> = {}, b: Record<string, number> = {}): Record<string, number> {
  const all = { ...a }
  for (const [name, count] of Object.entries(b)) all[name] = (all[name] ?? 0) + count
  return all
}

function earliest(a: Record<string, number> = {}, b: Record<string, number> = {}): Record<string, number> {
  const all = { ...a }
  for (const [name, at] of Object.entries(b)) all[name] = Math.min(at, all[name] ?? at)
  return all
}

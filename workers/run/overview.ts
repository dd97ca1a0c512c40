import { COMMUNITY } from '../../schema/figure.ts'
import { OWN_DOINGS } from '../../workflows/engine/best-hour.ts'
import { rollAllNotes } from '../store/figures.ts'
import type { Deps } from './deps.ts'
import { activeIn, type Members, membersOf, type Sums, sumsOf, together } from './tallies.ts'
import { daysOf, lastDays, type Range, rangeBefore, windowOf } from './windows.ts'

type DayFigures = ReturnType<typeof dayFigures>
type Figures = ReturnType<typeof figuresOf>

/** The community in figures over some days, day by day, and over as many days before. */
export async function overview(
  deps: Deps,
  range: Range,
): Promise<{ figures: Figures; before: Figures; days: DayFigures[] }> {
  await rollAllNotes(deps.db)
  const before = rangeBefore(range)
  const [past, present] = [daysOf(before), daysOf(range)]
  const all = [...past, ...present].map((day) => windowOf({ ...range, from: day, to: day }))
  const sums = await sumsOf(deps, COMMUNITY, all)
  const daily = await membersOf(deps, all)
  const [whole, wholeBefore] = await membersOf(deps, [windowOf(range), windowOf(before)])
  const spans = [range, before].flatMap(({ to, zone }) => [lastDays(7, to, zone), lastDays(30, to, zone)].map(windowOf))
  const [week = 0, month = 0, weekBefore = 0, monthBefore = 0] = await activeIn(deps, spans)
  const n = past.length
  return {
    figures: figuresOf(sums.slice(n), daily.slice(n), whole ?? NOBODY, { week, month }),
    before: figuresOf(sums.slice(0, n), daily.slice(0, n), wholeBefore ?? NOBODY, {
      week: weekBefore,
      month: monthBefore,
    }),
    days: present.map((day, i) => dayFigures(day, sums[n + i] ?? {}, daily[n + i] ?? NOBODY)),
  }
}

const NOBODY: Members = { joined: 0, left: 0, active: 0, interacted: 0, ordered: 0 }

function dayFigures(day: string, sums: Sums, members: Members) {
  return {
    day,
    new: members.joined,
    left: members.left,
    active: members.active,
    interactions: interactions(sums),
    sent: sums.sent ?? 0,
    converted: sums.converted ?? 0,
    orders: sums['event:order.paid'] ?? 0,
    value: sums['amount:order.paid'] ?? 0,
    points_issued: issued(sums),
    points_redeemed: sums['points:redeem:out'] ?? 0,
  }
}

function figuresOf(
  daily: readonly Sums[],
  members: readonly Members[],
  whole: Members,
  active: { week: number; month: number },
) {
  const sums = together(daily)
  const of = (metric: string) => sums[metric] ?? 0
  const mean = members.reduce((total, one) => total + one.active, 0) / Math.max(1, members.length)
  const [promoters, passives, detractors] = [of('nps:promoter'), of('nps:passive'), of('nps:detractor')]
  const share = rate(promoters - detractors, promoters + passives + detractors)
  return {
    members: { new: whole.joined, left: whole.left },
    active: {
      daily_mean: mean,
      last_day: members.at(-1)?.active ?? 0,
      last_7_days: active.week,
      last_30_days: active.month,
      stickiness: rate(mean, active.month),
    },
    interactions: { events: interactions(sums), members: whole.interacted, rate: rate(whole.interacted, whole.active) },
    messages: messagesOf(sums),
    workflows: {
      entered: of('entered'),
      converted: of('converted'),
      rate: rate(of('converted'), of('entered')),
      value: of('value'),
    },
    orders: {
      paid: of('event:order.paid'),
      members: whole.ordered,
      value: of('amount:order.paid'),
      refunded: of('event:order.refunded'),
      refunded_value: of('amount:order.refunded'),
    },
    referrals: {
      attributed: of('event:referral.attributed'),
      qualified: of('event:referral.qualified'),
      rejected: of('event:referral.rejected'),
      rungs: of('event:referral.rung_reached'),
    },
    points: {
      issued: issued(sums),
      redeemed: of('points:redeem:out'),
      expired: of('points:expire:out'),
      reversed: of('points:reverse:out'),
      withdrawn: of('points:manual:out'),
    },
    nps: { promoters, passives, detractors, score: share === null ? null : share * 100 },
    alerts: {
      raised: of('event:alert.raised'),
      acknowledged: of('event:alert.acknowledged'),
      resolved: of('event:alert.resolved'),
      by_level: under(sums, 'alert:'),
    },
  }
}

function interactions(sums: Sums): number {
  return OWN_DOINGS.reduce((total, type) => total + (sums[`event:${type}`] ?? 0), 0)
}

/** Awarded, or given by hand. */
function issued(sums: Sums): number {
  return (sums['points:award:in'] ?? 0) + (sums['points:manual:in'] ?? 0)
}

export function messagesOf(sums: Sums) {
  const skipped = under(sums, 'skipped:')
  return {
    sent: sums.sent ?? 0,
    failed: sums.failed ?? 0,
    expired: sums.expired ?? 0,
    skipped: Object.values(skipped).reduce((total, value) => total + value, 0),
    skipped_by_reason: skipped,
  }
}

/** The sums whose names begin so, by the rest of their names; without those that have come back to nothing. */
export function under(sums: Sums, prefix: string): Sums {
  const own = Object.entries(sums).filter(([metric, value]) => metric.startsWith(prefix) && value !== 0)
  return Object.fromEntries(own.map(([metric, value]) => [metric.slice(prefix.length), value]))
}

export function rate(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

import type { Contact } from '../../schema/actor.ts'
import type { Settings } from '../../schema/settings.ts'
import { localDay } from '../language/day.ts'
import { parseDuration } from '../language/duration.ts'
import { activityWithin, daysBetween } from './activity.ts'
import { DAY_MS } from './limits.ts'
import type { Turn } from './turn.ts'

/** Counting this metric for a member marks a negative remark of theirs. */
export const NEGATIVE = 'negative'

const NEGATIVE_MAX = 10
const NEGATIVE_FULL = 3
const NEGATIVE_FOR_MS = 30 * DAY_MS
const MISSED_FULL = 7

export type RiskFactor = {
  name: 'silence' | 'falling' | 'negative' | 'missed_checkins'
  weight: number
  /** From 0, nothing to worry about, to 1. */
  value: number
  points: number
  /** What it was computed from. */
  detail: Record<string, number>
}

export type Risk = { score: number; factors: RiskFactor[] }

type Judging = { settings: Pick<Settings, 'risk' | 'stages'>; timezone: string; now: number }

/** How likely it is that we lose this member, 0 to 100: the sum of its factors, each with how it came about. */
export function riskOf(contact: Readonly<Contact>, { settings, timezone, now }: Judging): Risk {
  const zone = contact.timezone ?? timezone
  const factors = [
    silence(contact, settings, now),
    falling(contact, zone, now),
    negative(contact, now),
    missed(contact, zone, now),
  ].map(({ name, value, detail }): RiskFactor => {
    const weight = settings.risk[name]
    const rounded = Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000
    return { name, weight, value: rounded, points: Math.round(weight * rounded * 10) / 10, detail }
  })
  const score = Math.round(factors.reduce((sum, { points }) => sum + points, 0))
  return { score: contact.facts.risk ?? Math.min(100, score), factors }
}

type Found = Pick<RiskFactor, 'name' | 'value' | 'detail'>

function silence(contact: Readonly<Contact>, { stages }: Judging['settings'], now: number): Found {
  const since = contact.lastSeenAt ?? contact.joinedAt ?? contact.createdAt
  const silentMs = Math.max(0, now - since)
  const value = contact.leftAt === null ? silentMs / (parseDuration(stages.churned_after) || DAY_MS) : 1
  return { name: 'silence', value, detail: { days_silent: Math.floor(silentMs / DAY_MS) } }
}

/** Of members who did something in the three weeks before: how much less a week it has become. */
function falling(contact: Readonly<Contact>, zone: string, now: number): Found {
  const recent = activityWithin(contact, { now, zone, from: 0, days: 7 })
  const before = activityWithin(contact, { now, zone, from: 7, days: 21 }) / 3
  const isGone = before === 0 && recent === 0 && contact.facts.activity !== undefined
  const value = isGone ? 1 : before > 0 ? 1 - recent / before : 0
  return { name: 'falling', value, detail: { last_7_days: recent, weekly_before: Math.round(before * 10) / 10 } }
}

function negative({ facts }: Readonly<Contact>, now: number): Found {
  const remarks = (facts.negative ?? []).filter((at) => at > now - NEGATIVE_FOR_MS).length
  return { name: 'negative', value: remarks / NEGATIVE_FULL, detail: { remarks } }
}

function missed({ facts: { checkin } }: Readonly<Contact>, zone: string, now: number): Found {
  const days = checkin ? Math.max(0, daysBetween(checkin.day, localDay(now, zone)) - 1) : 0
  return { name: 'missed_checkins', value: days / MISSED_FULL, detail: { days_missed: days } }
}

/** Remember a negative remark. */
export function noteNegative(contact: Contact, now: number): void {
  if (contact.kind !== 'contact') return
  const negatives = [...(contact.facts.negative ?? []), now].filter((at) => at > now - NEGATIVE_FOR_MS)
  contact.facts = { ...contact.facts, negative: negatives.slice(-NEGATIVE_MAX) }
}

export function settleRisk(turn: Turn): void {
  const { contact } = turn.actor
  if (contact.kind === 'contact') contact.risk = riskOf(contact, turn.world).score
}

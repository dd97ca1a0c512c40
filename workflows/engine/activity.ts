import type { Contact, EngineEvent } from '../../schema/actor.ts'
import type { ActivityFacts } from '../../schema/facts.ts'
import type { StageShape } from '../../schema/members.ts'
import { dayAfter, localDay } from '../language/day.ts'
import type { Turn } from './turn.ts'

/** Days that are counted one by one: four weeks. */
export const RECENT_DAYS = 28

/** Is an event from outside something that the member did? */
export function isActivity(event: EngineEvent, { not_activity: not }: StageShape): boolean {
  return !not.some((pattern) =>
    pattern.endsWith('.*') ? event.type.startsWith(pattern.slice(0, -1)) : event.type === pattern,
  )
}

/** The member did something: count the day, in their own zone. An event that comes late counts for its own day. */
export function countActivity(turn: Turn, atMs: number): void {
  const { contact } = turn.actor
  const day = localDay(atMs, contact.timezone ?? turn.world.timezone)
  contact.facts = { ...contact.facts, activity: counted(contact.facts.activity, day) }
}

function counted(known: ActivityFacts | undefined, day: string): ActivityFacts {
  if (!known) return { day, days: 1, streak: 1, recent: [1] }
  const ahead = daysBetween(known.day, day)
  if (ahead <= 0) {
    const recent = [...known.recent]
    while (recent.length <= -ahead && recent.length < RECENT_DAYS) recent.push(0)
    if (-ahead >= recent.length) return known
    const before = recent[-ahead] ?? 0
    recent[-ahead] = before + 1
    return { ...known, days: known.days + (before === 0 ? 1 : 0), streak: streakOf(recent, known.streak), recent }
  }
  const gap = new Array<number>(Math.min(ahead - 1, RECENT_DAYS)).fill(0)
  const recent = [1, ...gap, ...known.recent].slice(0, RECENT_DAYS)
  return { day, days: known.days + 1, streak: ahead === 1 ? known.streak + 1 : 1, recent }
}

/** A late event may close the gap between two streaks, as far back as days are counted one by one. */
function streakOf(recent: readonly number[], known: number): number {
  const gap = recent.indexOf(0)
  return Math.max(known, gap < 0 ? recent.length : gap)
}

/** Days on which they did something, one after the other up to now; a day that is not over yet does not end them. */
export function activeStreak({ facts: { activity } }: Contact, now: number, zone: string): number {
  if (!activity) return 0
  return activity.day >= dayAfter(localDay(now, zone), -1) ? activity.streak : 0
}

/** What they did within so many days from the day of `now`, which is the first. */
export function activityWithin(
  { facts: { activity } }: Contact,
  { now, zone, from, days }: { now: number; zone: string; from: number; days: number },
): number {
  if (!activity) return 0
  const first = from - daysBetween(activity.day, localDay(now, zone))
  return activity.recent.slice(Math.max(0, first), Math.max(0, first + days)).reduce((sum, count) => sum + count, 0)
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

import type { Contact } from '../../schema/actor.ts'
import type { CheckinFacts } from '../../schema/facts.ts'
import { dayAfter, localDay, startOfDay } from '../language/day.ts'
import { daysBetween } from './activity.ts'
import type { Turn } from './turn.ts'

/**
 * The streak after checking in now. A day is the member's own, as their zone has it now. It counts once: not again when
 * the zone has moved back to a day that counted, nor when the last check-in falls on today as the zone has it now. The
 * streak goes on when yesterday counted, or when the last check-in falls on yesterday as the zone has it now, so that
 * whoever moves ahead of a day does not lose it.
 */
export function checkedIn(
  { facts, streak }: Readonly<Contact>,
  now: number,
  zone: string,
): { first: boolean; checkin: CheckinFacts } {
  const known = facts.checkin
  const today = localDay(now, zone)
  const until = startOfDay(dayAfter(today, 2), zone)
  if (known && (today <= known.day || localDay(known.at, zone) === today)) return { first: false, checkin: known }
  // A streak that came from elsewhere, with no day to it, was kept until yesterday.
  const goesOn = known ? known.current > 0 && isYesterday(known, today, zone) : streak > 0
  const current = goesOn ? (known?.current ?? streak) + 1 : 1
  const recent = withToday(known, { today, goesOn })
  return {
    first: true,
    checkin: { day: today, at: now, current, best: Math.max(known?.best ?? 0, current), until, recent },
  }
}

/** Of so many days it is remembered one by one whether they checked in. */
const REMEMBERED = 48

/** The days that were remembered one by one, as of the last of them. */
export function recentDays({ recent, current }: CheckinFacts): number {
  return recent ?? 2 ** Math.min(current, REMEMBERED) - 1
}

/** The same days as of `days` later. */
export function olderBy(recent: number, days: number): number {
  return days >= REMEMBERED ? 0 : (recent * 2 ** days) % 2 ** REMEMBERED
}

/** A day that a change of the zone has left out is none that was missed. */
function withToday(known: CheckinFacts | undefined, { today, goesOn }: { today: string; goesOn: boolean }): number {
  if (!known) return 1
  return olderBy(recentDays(known), goesOn ? 1 : daysBetween(known.day, today)) + 1
}

function isYesterday({ day, at }: CheckinFacts, today: string, zone: string): boolean {
  const yesterday = dayAfter(today, -1)
  return day === yesterday || localDay(at, zone) === yesterday
}

/** A streak whose day has passed without a check-in is over, and shows it. */
export function settleStreak({ actor: { contact }, world }: Turn): void {
  const known = contact.facts.checkin
  if (!known || known.current === 0 || known.until > world.now) return
  const zone = contact.timezone ?? world.timezone
  const today = localDay(world.now, zone)
  const isOver = today > known.day && !isYesterday(known, today, zone)
  const checkin = isOver ? { ...known, current: 0 } : { ...known, until: startOfDay(dayAfter(today, 1), zone) }
  contact.facts = { ...contact.facts, checkin }
  if (isOver) contact.streak = 0
}

export function streakDueAt({ facts: { checkin } }: Contact): number | null {
  return checkin && checkin.current > 0 ? checkin.until : null
}

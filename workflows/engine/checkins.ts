import type { Contact } from '../../schema/actor.ts'
import type { CheckinFacts } from '../../schema/facts.ts'
import { dayAfter, localDay, startOfDay } from '../language/day.ts'
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
  return { first: true, checkin: { day: today, at: now, current, best: Math.max(known?.best ?? 0, current), until } }
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

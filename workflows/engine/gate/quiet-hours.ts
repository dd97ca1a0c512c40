import type { QuietWindow } from '../../../schema/gate.ts'
import { fromWallClock, parseTimeOfDay, wallClock } from '../../language/zone.ts'
import { DAY_MS, MINUTE_MS } from '../limits.ts'

/** Does the clock in this zone show a quiet time? From `from` until just before `to`; it may wrap midnight. Equal ends are never. */
export function isQuiet(ms: number, window: QuietWindow, zone: string): boolean {
  const { hour, minute } = wallClock(ms, zone)
  const [from, to, shown] = [minuteOf(window.from), minuteOf(window.to), hour * 60 + minute]
  return from <= to ? shown >= from && shown < to : shown >= from || shown < to
}

/**
 * The first instant after `ms` at which it is quiet no longer. Where the clocks leave the end out it is the first
 * instant after the gap; where they show it twice and `ms` lies between, it is the second.
 */
export function endOfQuiet(ms: number, window: QuietWindow, zone: string): number {
  const { year, month, day, hour, minute } = wallClock(ms, zone)
  const to = minuteOf(window.to)
  const [endHour, endMinute] = [Math.floor(to / 60), to % 60]
  const ahead = (to - (hour * 60 + minute) + 1440) % 1440
  const candidates = [Math.floor(ms / MINUTE_MS) * MINUTE_MS + ahead * MINUTE_MS]
  for (const days of [0, 1, 2])
    candidates.push(fromWallClock({ year, month, day: day + days, hour: endHour, minute: endMinute }, zone))
  const ends = candidates.filter((at) => at > ms && !isQuiet(at, window, zone))
  return ends.length > 0 ? Math.min(...ends) : ms + DAY_MS
}

/** How long it is not quiet, each day. */
export function openMs({ from, to }: QuietWindow): number {
  return ((minuteOf(from) - minuteOf(to) + 1440) % 1440) * MINUTE_MS
}

function minuteOf(text: string): number {
  const { hour, minute } = parseTimeOfDay(text) ?? { hour: 0, minute: 0 }
  return hour * 60 + minute
}

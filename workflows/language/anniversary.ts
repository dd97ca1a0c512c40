import { fromWallClock, type TimeOfDay, type WallTime, wallClock } from './zone.ts'

const DAY_MS = 86_400_000

type Anniversary = {
  readonly afterMs: number
  readonly zone: string
  /** May be negative. Its whole days are calendar days, whatever the clocks do in between; the rest is exact. */
  readonly offsetMs?: number
  /** Local time on the day; without it the local time of the date itself, which is 00:00 for a plain date. */
  readonly at?: TimeOfDay
  readonly yearly: boolean
  /** Where 29 February falls in years that have none; on the 28th unless told otherwise. */
  readonly leap?: 'feb28' | 'mar1'
}

/**
 * The first instant strictly after `afterMs` at which the date, or with `yearly` one of its anniversaries, comes round;
 * undefined when it is past for good. A `dateMs` at exactly midnight UTC is a plain calendar date (a birthday) and the
 * same day in every zone; any other instant is the day and time it is in `zone`. Never before the date's own year: a
 * yearly date in the future comes round first on that date. Throws RangeError for a zone that does not exist.
 */
export function nextAnniversary(dateMs: number, options: Anniversary): number | undefined {
  const { afterMs, zone, offsetMs = 0, yearly } = options
  const date = readDate(dateMs, zone)
  if (!yearly) {
    const ms = occurrence(date, date.year, options)
    return ms > afterMs ? ms : undefined
  }
  // A year early: the offset's calendar days may differ from its milliseconds.
  let year = Math.max(date.year, wallClock(afterMs - offsetMs, zone).year - 1)
  let ms = occurrence(date, year, options)
  while (ms <= afterMs) ms = occurrence(date, ++year, options)
  return ms
}

type DateRead = WallTime & { readonly milliseconds: number }

function readDate(dateMs: number, zone: string): DateRead {
  const milliseconds = ((dateMs % 1_000) + 1_000) % 1_000
  return { ...wallClock(dateMs, dateMs % DAY_MS === 0 ? 'UTC' : zone), milliseconds }
}

function occurrence(date: DateRead, year: number, { zone, offsetMs = 0, at, leap = 'feb28' }: Anniversary): number {
  const days = Math.trunc(offsetMs / DAY_MS)
  const rest = offsetMs - days * DAY_MS
  const time = at ? { hour: at.hour, minute: at.minute, second: 0, milliseconds: 0 } : date
  const onLeapDay = date.month === 2 && date.day === 29
  // The 29th of February of another year is read as the 1st of March.
  const day = onLeapDay && leap === 'feb28' && !isLeapYear(year) ? 28 : date.day
  const { hour, minute, second } = time
  return (
    fromWallClock({ year, month: date.month, day: day + days, hour, minute, second }, zone) + time.milliseconds + rest
  )
}

function isLeapYear(year: number): boolean {
  return new Date(Date.UTC(year, 2, 0)).getUTCDate() === 29
}

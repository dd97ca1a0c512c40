import * as v from 'valibot'

/**
 * ISO 8601 with a zone. What looks like it and is no time is refused: a day that there is not, which would be read as
 * another one, and what `Date.parse` does not read, or reads as of another century.
 */
export const Instant = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.check(isTime, 'Invalid timestamp: Expected a day and time that there is, such as 2026-01-05T09:00:00+08:00'),
)

/** A day on its own, such as 2026-01-05. */
export const Day = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written 2026-01-05'),
  v.check(isDay, 'there is no such day'),
)

/** Whether the calendar has this day: `Date.parse` turns February 30 into March 2. */
export function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`)
  return /^\d{4}-/.test(text) && !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text
}

function isTime(text: string): boolean {
  // With a space in it the years before 1000 are read as others.
  return isDay(text.slice(0, 10)) && (text.charAt(10) === 'T' || text >= '1') && !Number.isNaN(Date.parse(text))
}

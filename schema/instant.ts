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

function isTime(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number)
  const isDay = day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
  // With a space in it the years before 1000 are read as others.
  return isDay && (text.charAt(10) === 'T' || year >= 1000) && !Number.isNaN(Date.parse(text))
}

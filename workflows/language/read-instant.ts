import { fromWallClock } from './zone.ts'

const DATE = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/
const DATE_AND_TIME =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:T| +)(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?: ?(Z|[+-]\d\d:?\d\d))?$/
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/**
 * The instant that a value of data speaks of, in milliseconds; undefined for whatever is no date. A date alone is midnight
 * UTC, as in CEL; a date and time without a zone is what a clock in `zone` shows. `Date.parse` is not asked: it reads
 * “room 5” as a day in May.
 */
export function readInstant(value: unknown, zone: string): number | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.getTime()
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  const parts = DATE.exec(text) ?? DATE_AND_TIME.exec(text)
  if (!parts) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  // What some platforms write for no date, such as 0001-01-01, would be read as a day of 1901.
  if (year < 100) return undefined
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
  if (!isDay || hour > 23 || minute > 59 || second > 59) return undefined
  const ms = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3))
  const isPlain = parts[4] === undefined
  if (!isPlain && parts[8] === undefined) return fromWallClock({ year, month, day, hour, minute, second }, zone) + ms
  return Date.UTC(year, month - 1, day, hour, minute, second) + ms - offsetOf(parts[8])
}

function offsetOf(text = 'Z'): number {
  if (text === 'Z') return 0
  const ahead = Number(text.slice(1, 3)) * HOUR_MS + Number(text.slice(-2)) * MINUTE_MS
  return text.startsWith('-') ? -ahead : ahead
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Before this, zones changed their offset at odd seconds and more than once a day; nothing is remembered for then. */
const MODERN_MS = Date.UTC(2000, 0, 1)
const ZONES_CACHED_MAX = 600
const DAYS_CACHED_MAX = 4_000
const DAYS_AHEAD_MAX = 367

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
export type Weekday = (typeof WEEKDAYS)[number]
export type TimeOfDay = { readonly hour: number; readonly minute: number }
/** `month` is 1-12, `weekday` 0 (Sunday) to 6. */
export type WallClock = TimeOfDay & {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly second: number
  readonly weekday: number
}
export type WallTime = TimeOfDay & {
  readonly year: number
  readonly month: number
  /** May lie outside its month: the 32nd of January is the 1st of February. */
  readonly day: number
  readonly second?: number
}

type Zone = {
  readonly format: Intl.DateTimeFormat
  /** UTC day → the offset that holds all day, or undefined for a day on which it changes. */
  readonly days: Map<number, number | undefined>
}

const zones = new Map<string, Zone | undefined>()

export function isZone(tz: string): boolean {
  return findZone(tz) !== undefined
}

/** What a clock on the wall shows at `ms` in zone `tz`. Throws RangeError for a zone that does not exist. */
export function wallClock(ms: number, tz: string): WallClock {
  return clockAt(ms + offsetAt(ms, zone(tz)))
}

/** How far `tz` is ahead of UTC at `ms`, in milliseconds. Throws RangeError for a zone that does not exist. */
export function zoneOffset(ms: number, tz: string): number {
  return offsetAt(ms, zone(tz))
}

/** What a clock shows that was put ahead of UTC already. */
export function clockAt(shiftedMs: number): WallClock {
  const date = new Date(shiftedMs)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
  }
}

/** The instant at which the wall shows this. In an overlap the first of the two; in a gap the first instant after it. */
export function fromWallClock(wall: WallTime, tz: string): number {
  const found = zone(tz)
  const local = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second ?? 0)
  const before = offsetAt(local - DAY_MS, found)
  const after = offsetAt(local + DAY_MS, found)
  const first = local - Math.max(before, after)
  const last = local - Math.min(before, after)
  for (const ms of [first, last]) if (ms + offsetAt(ms, found) === local) return ms
  return transition(first, last, found)
}

/** The same wall time `days` calendar days later (or `at` on that day), whatever the clocks do in between. */
export function addDays(ms: number, days: number, tz: string, at?: TimeOfDay): number {
  const wall = wallClock(ms, tz)
  const day = wall.day + days
  if (at) return fromWallClock({ year: wall.year, month: wall.month, day, hour: at.hour, minute: at.minute }, tz)
  if (days === 0) return ms
  return fromWallClock({ ...wall, day }, tz) + (((ms % 1_000) + 1_000) % 1_000)
}

export type Day = { readonly weekday: Weekday /** YYYY-MM-DD */; readonly date: string }

/**
 * The next instant strictly after `ms` with this local time, on a day that `counts`; undefined when none comes within a
 * year. Where the clocks leave that time out it is the first instant after the gap, as in `fromWallClock`.
 */
export function nextLocal(
  ms: number,
  tz: string,
  at: TimeOfDay,
  counts: (day: Day) => boolean = () => true,
): number | undefined {
  const wall = wallClock(ms, tz)
  for (let ahead = 0; ahead <= DAYS_AHEAD_MAX; ahead++) {
    const day = wall.day + ahead
    const midnight = new Date(Date.UTC(wall.year, wall.month - 1, day))
    const weekday = WEEKDAYS[midnight.getUTCDay()]
    if (!weekday || !counts({ weekday, date: midnight.toISOString().slice(0, 10) })) continue
    const next = fromWallClock({ year: wall.year, month: wall.month, day, hour: at.hour, minute: at.minute }, tz)
    if (next > ms) return next
  }
  return undefined
}

/** `09:30`, 00:00 to 23:59; else undefined. */
export function parseTimeOfDay(text: string): TimeOfDay | undefined {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  return parts ? { hour: Number(parts[1]), minute: Number(parts[2]) } : undefined
}

function zone(tz: string): Zone {
  const found = findZone(tz)
  if (!found) throw new RangeError(`unknown time zone ${tz}`)
  return found
}

function findZone(tz: string): Zone | undefined {
  if (zones.has(tz)) return zones.get(tz)
  if (zones.size >= ZONES_CACHED_MAX) zones.clear()
  const made = makeZone(tz)
  zones.set(tz, made)
  return made
}

function makeZone(tz: string): Zone | undefined {
  // Intl also takes offsets such as +02:00, which are no zones: they know no daylight saving.
  if (!/^[A-Za-z]/.test(tz)) return undefined
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: tz,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    return { format, days: new Map() }
  } catch {
    return undefined
  }
}

/** Milliseconds to add to UTC. A day that begins and ends on one offset keeps it all day, so most calls are a look-up. */
function offsetAt(ms: number, { format, days }: Zone): number {
  if (ms < MODERN_MS) return measureOffset(ms, format)
  const day = Math.floor(ms / DAY_MS)
  if (!days.has(day)) {
    const start = measureOffset(day * DAY_MS, format)
    const end = measureOffset((day + 1) * DAY_MS, format)
    if (days.size >= DAYS_CACHED_MAX) days.clear()
    days.set(day, start === end ? start : undefined)
  }
  return days.get(day) ?? measureOffset(ms, format)
}

function measureOffset(ms: number, format: Intl.DateTimeFormat): number {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = format.format(ms).split(/\D+/).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1_000) * 1_000
}

/** The first instant of the later offset; one change lies between the two. */
function transition(first: number, last: number, found: Zone): number {
  const later = offsetAt(last, found)
  let before = Math.floor(first / MINUTE_MS) - 1
  let after = Math.ceil(last / MINUTE_MS)
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(middle * MINUTE_MS, found) === later) after = middle
    else before = middle
  }
  return after * MINUTE_MS
}

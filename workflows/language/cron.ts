import { clockAt, fromWallClock, type WallClock, WEEKDAYS, zoneOffset } from './zone.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Enough for every leap day: between 2096 and 2104 there is none. */
const YEARS_AHEAD_MAX = 8
const TEXT_LENGTH_MAX = 1_000
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MACROS = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
])

type Field = {
  readonly name: string
  readonly min: number
  readonly max: number
  /** The first name means `min`. */
  readonly names: readonly string[]
  readonly allows: string
}
const SECOND: Field = { name: 'second', min: 0, max: 59, names: [], allows: '0-59' }
const MINUTE: Field = { name: 'minute', min: 0, max: 59, names: [], allows: '0-59' }
const HOUR: Field = { name: 'hour', min: 0, max: 23, names: [], allows: '0-23' }
const DAY: Field = { name: 'day of month', min: 1, max: 31, names: [], allows: '1-31 or L for the last' }
const MONTH: Field = { name: 'month', min: 1, max: 12, names: MONTHS, allows: '1-12 or jan-dec' }
const WEEKDAY: Field = {
  name: 'day of week',
  min: 0,
  max: 7,
  names: WEEKDAYS,
  allows: '0-7 or mon-sun (0 and 7 are Sunday), 5#2 for the second Friday of the month, 5L for its last',
}

type Problem = { readonly kind: 'problem'; readonly message: string; readonly hint?: string }
/** `week`: the first to fifth such weekday of the month. */
type NthWeekday = { readonly weekday: number; readonly week: number | 'last' }
type Choice = {
  readonly kind: 'choice'
  /** Ascending. */
  readonly values: readonly number[]
  readonly lastDay: boolean
  readonly nth: readonly NthWeekday[]
  /** The field starts with a star: of the two day fields then both must match. */
  readonly open: boolean
}
type Schedule = { [part in 'second' | 'minute' | 'hour' | 'day' | 'month' | 'weekday']: Choice }

export type Cron = {
  readonly source: string
  /**
   * The first instant strictly after `afterMs`, or undefined when none comes within eight years. A time that the clocks
   * leave out comes at the first instant after the gap, one that they repeat only the first time. Throws RangeError for
   * a zone that does not exist.
   */
  readonly next: (afterMs: number, zone: string) => number | undefined
}

/**
 * Reads five fields (minute, hour, day of month, month, day of week), six with seconds first, or @yearly and the like.
 * As in crontab(5), a day matches when either day field does, unless one of the two starts with a star.
 */
export function parseCron(text: string): { readonly kind: 'cron'; readonly cron: Cron } | Problem {
  if (text.length > TEXT_LENGTH_MAX) return problem(`a cron has at most ${TEXT_LENGTH_MAX} characters`)
  const plain = text.trim().toLowerCase()
  if (plain.startsWith('@') && !MACROS.has(plain))
    return problem(`\`${text.trim()}\` is no schedule: there are ${[...MACROS.keys()].join(', ')}`)
  const parts = (MACROS.get(plain) ?? plain).split(/\s+/).filter((part) => part !== '')
  if (parts.length !== 5 && parts.length !== 6)
    return problem(
      `a cron has 5 fields (minute, hour, day of month, month, day of week), or 6 with seconds first; here are ${parts.length}`,
      '`0 9 * * mon` is every Monday at 9:00',
    )
  const [second = '0', minute = '', hour = '', day = '', month = '', weekday = ''] =
    parts.length === 6 ? parts : ['0', ...parts]
  const schedule = {
    second: readField(second, SECOND),
    minute: readField(minute, MINUTE),
    hour: readField(hour, HOUR),
    day: readField(day, DAY),
    month: readField(month, MONTH),
    weekday: readField(weekday, WEEKDAY),
  }
  const wrong = Object.values(schedule).find((read) => read.kind === 'problem')
  if (wrong) return wrong
  const read = schedule as Schedule
  return { kind: 'cron', cron: { source: text, next: (afterMs, zone) => nextInstant(read, afterMs, zone) } }
}

function nextInstant(schedule: Schedule, afterMs: number, zone: string): number | undefined {
  const shownMs = Math.floor((afterMs + zoneOffset(afterMs, zone)) / SECOND_MS) * SECOND_MS
  let wallMs = nextWall(schedule, shownMs + SECOND_MS)
  while (wallMs !== undefined) {
    const ms = fromWallClock(clockAt(wallMs), zone)
    if (ms > afterMs) return ms
    // An hour that is shown a second time. Clocks are put back at a full minute, so none of this one is still to come.
    wallMs = nextWall(schedule, (Math.floor(wallMs / MINUTE_MS) + 1) * MINUTE_MS)
  }
  return undefined
}

/** The first match from `fromMs` on; both are times on the wall, as if the wall were in UTC. */
function nextWall(schedule: Schedule, fromMs: number): number | undefined {
  const start = clockAt(fromMs)
  const lastMs = Date.UTC(start.year + YEARS_AHEAD_MAX, start.month - 1, start.day)
  let dayMs = Date.UTC(start.year, start.month - 1, start.day)
  while (dayMs <= lastMs) {
    const clock = clockAt(dayMs)
    if (!schedule.month.values.includes(clock.month)) {
      dayMs = Date.UTC(clock.year, clock.month, 1)
      continue
    }
    const time = matchesDay(schedule, clock) ? nextTime(schedule, (fromMs - dayMs) / SECOND_MS) : undefined
    if (time !== undefined) return dayMs + time * SECOND_MS
    dayMs += DAY_MS
  }
  return undefined
}

function matchesDay({ day, weekday }: Schedule, clock: WallClock): boolean {
  const days = new Date(Date.UTC(clock.year, clock.month, 0)).getUTCDate()
  const byDay = day.values.includes(clock.day) || (day.lastDay && clock.day === days)
  const byWeekday =
    weekday.values.includes(clock.weekday) ||
    weekday.nth.some(
      (nth) =>
        nth.weekday === clock.weekday &&
        (nth.week === 'last' ? clock.day > days - 7 : nth.week === Math.ceil(clock.day / 7)),
    )
  return day.open || weekday.open ? byDay && byWeekday : byDay || byWeekday
}

/** In seconds since midnight, the first match from `from` on. */
function nextTime({ hour, minute, second }: Schedule, from: number): number | undefined {
  for (const h of hour.values) {
    if ((h + 1) * 3_600 <= from) continue
    for (const m of minute.values) {
      const start = h * 3_600 + m * 60
      const found = start + 60 > from ? second.values.find((s) => start + s >= from) : undefined
      if (found !== undefined) return start + found
    }
  }
  return undefined
}

function readField(text: string, field: Field): Choice | Problem {
  const values = new Set<number>()
  const nth: NthWeekday[] = []
  let lastDay = false
  for (const item of text.split(',')) {
    const counted = field === WEEKDAY ? readNth(item) : undefined
    const range = readRange(item, field)
    if (field === DAY && item === 'l') lastDay = true
    else if (counted) nth.push(counted)
    else if (range === undefined) return problem(`\`${item || text}\` is no ${field.name}: it takes ${field.allows}`)
    else if ('kind' in range) return range
    else for (let at = range.from; at <= range.to; at += range.step) values.add(field === WEEKDAY ? at % 7 : at)
  }
  return { kind: 'choice', values: [...values].sort((a, b) => a - b), lastDay, nth, open: /^[*?]/.test(text) }
}

function readNth(item: string): NthWeekday | undefined {
  const [, name = '', week] = /^(\w+)#([1-5])$/.exec(item) ?? /^(\w+)l$/.exec(item) ?? []
  const weekday = readValue(name, WEEKDAY)
  return weekday === undefined ? undefined : { weekday: weekday % 7, week: week ? Number(week) : 'last' }
}

function readRange(item: string, field: Field): { from: number; to: number; step: number } | Problem | undefined {
  const [, first = '', second, by] = /^(\*|\?|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(item) ?? []
  const all = first === '*' || first === '?'
  const top = field === WEEKDAY ? 6 : field.max
  let from = all ? field.min : readValue(first, field)
  let to = second !== undefined ? readValue(second, field) : all || by !== undefined ? top : from
  if (from === undefined || to === undefined || (all && second !== undefined)) return undefined
  const step = Number(by ?? 1)
  if (step < 1 || step > field.max)
    return problem(`\`${item}\` is no ${field.name}: a step is 1-${field.max}`, 'steps count anew in every round')
  // Sunday both begins and ends the week.
  if (field === WEEKDAY && from === 7 && to < 7) from = 0
  if (field === WEEKDAY && to === 0 && from > 0) to = 7
  if (from <= to) return { from, to, step }
  const hint = `write ${from}-${top},${field.min}-${to}`
  return problem(`\`${item}\` is no ${field.name}: a range runs upwards within ${field.min}-${field.max}`, hint)
}

function readValue(text: string, { min, max, names }: Field): number | undefined {
  const value = /^\d{1,2}$/.test(text) ? Number(text) : names.includes(text) ? names.indexOf(text) + min : -1
  return value >= min && value <= max ? value : undefined
}

function problem(message: string, hint?: string): Problem {
  return { kind: 'problem', message, ...(hint !== undefined && { hint }) }
}

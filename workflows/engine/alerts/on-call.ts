import type { Rota, RotaLine } from '../../../schema/rota.ts'
import { dayAfter, localDay, startOfDay } from '../../language/day.ts'
import { fromWallClock, parseTimeOfDay, WEEKDAYS } from '../../language/zone.ts'

/**
 * Who is on call at this instant (milliseconds since the epoch), line by line. A shift begins and ends when the clocks
 * of the rota's place say so: where they leave that time out, at the first instant after; where they show it twice, the
 * first time.
 */
export function onCall(rota: Rota, at: number): string[][] {
  return rota.lines.map((line, i) => {
    const override = rota.overrides.findLast((one) => one.line === i + 1 && within(rota, one, at))
    if (override) return override.people
    const day = localDay(at, rota.timezone)
    const holiday = rota.holidays.findLast((one) => one.line === i + 1 && one.date === day)
    return holiday ? holiday.people : ordinarily(rota, line, at)
  })
}

function within({ timezone }: Rota, { from, to }: { from: string; to: string }, at: number): boolean {
  return moment(from, timezone) <= at && at < moment(to, timezone)
}

/** Without an offset it is the local time of the rota. */
function moment(text: string, timezone: string): number {
  if (/(Z|[+-]\d\d:\d\d)$/.test(text)) return Date.parse(text)
  return instantOf(text.slice(0, 10), text.slice(11, 16), timezone)
}

/** This time of day on this local day. */
function instantOf(day: string, time: string, timezone: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const { hour, minute } = parseTimeOfDay(time) ?? { hour: 0, minute: 0 }
  return fromWallClock({ year, month, day: date, hour, minute }, timezone)
}

function ordinarily(rota: Rota, line: RotaLine, at: number): string[] {
  const found = [
    ...(line.people ?? []),
    ...(line.shifts ?? []).flatMap((shift) => (isOn(shift, rota.timezone, at) ? shift.people : [])),
    ...(line.rotation ? inTurn(line.rotation, rota.timezone, at) : []),
    ...(line.everyone ? Object.keys(rota.people) : []),
  ]
  return [...new Set(found)]
}

/** A shift belongs to the day on which it begins: today's, or yesterday's that is not over yet. */
function isOn({ days, from, to }: NonNullable<RotaLine['shifts']>[number], timezone: string, at: number): boolean {
  const today = localDay(at, timezone)
  return [today, dayAfter(today, -1)].some((day) => {
    if (days && !days.some((one) => one === weekdayOf(day))) return false
    const ends = to > from ? day : dayAfter(day)
    return instantOf(day, from, timezone) <= at && at < instantOf(ends, to, timezone)
  })
}

function weekdayOf(day: string): string | undefined {
  return WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]
}

/** Nobody before the first handover. */
function inTurn(
  { people, start, every, handover }: NonNullable<RotaLine['rotation']>,
  timezone: string,
  at: number,
): string[] {
  const today = localDay(at, timezone)
  const begun = instantOf(today, handover, timezone) <= at ? today : dayAfter(today, -1)
  const days = (Date.parse(`${begun}T00:00:00Z`) - Date.parse(`${start}T00:00:00Z`)) / 86_400_000
  if (days < 0) return []
  const each = every === 'day' ? 1 : every === 'week' ? 7 : every
  const person = people[Math.floor(days / each) % people.length]
  return person === undefined ? [] : [person]
}

const DAYS_AHEAD_MAX = 14

/** The next instant at which somebody else is on call; undefined when none comes within two weeks. */
export function nextChange(rota: Rota, at: number): number | undefined {
  const now = JSON.stringify(onCall(rota, at))
  return edges(rota, at).find((edge) => JSON.stringify(onCall(rota, edge)) !== now)
}

/** Whenever somebody else could be on call, within two weeks, in order. */
function edges(rota: Rota, at: number): number[] {
  const today = localDay(at, rota.timezone)
  const times = new Set(
    rota.lines.flatMap(({ shifts = [], rotation }) => [
      ...shifts.flatMap(({ from, to }) => [from, to]),
      ...(rotation ? [rotation.handover] : []),
    ]),
  )
  const days = Array.from({ length: DAYS_AHEAD_MAX + 1 }, (_, i) => dayAfter(today, i))
  const regular = days.flatMap((day) => [
    startOfDay(day, rota.timezone),
    ...[...times].map((time) => instantOf(day, time, rota.timezone)),
  ])
  const special = rota.overrides.flatMap(({ from, to }) => [moment(from, rota.timezone), moment(to, rota.timezone)])
  return [...regular, ...special].filter((edge) => edge > at).sort((a, b) => a - b)
}

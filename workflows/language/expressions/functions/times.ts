import { clockAt, isZone, type WallClock, zoneOffset } from '../../zone.ts'
import { fail } from '../frame.ts'
import { type FunctionTable, type Overload, overload } from '../function.ts'
import { toDouble } from '../number.ts'
import { DURATION, LOCAL, NUMBER } from '../static-type.ts'
import { localTime } from '../value.ts'
import { spanOf } from './conversions.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** As CEL counts: months, days of the month and of the year from 0, `getDate` from 1, Sunday 0. */
const PARTS: Readonly<Record<string, (clock: WallClock, ms: number) => number>> = {
  getFullYear: (clock) => clock.year,
  getMonth: (clock) => clock.month - 1,
  getDate: (clock) => clock.day,
  getDayOfMonth: (clock) => clock.day - 1,
  getDayOfWeek: (clock) => clock.weekday,
  getDayOfYear: (clock) =>
    Math.round((Date.UTC(clock.year, clock.month - 1, clock.day) - Date.UTC(clock.year, 0, 1)) / DAY_MS),
  getHours: (clock) => clock.hour,
  getMinutes: (clock) => clock.minute,
  getSeconds: (clock) => clock.second,
  getMilliseconds: (_, ms) => ((ms % SECOND_MS) + SECOND_MS) % SECOND_MS,
}

const DURATION_PARTS: Readonly<Record<string, (ms: number) => number>> = {
  getHours: (ms) => ms / HOUR_MS,
  getMinutes: (ms) => ms / MINUTE_MS,
  getSeconds: (ms) => ms / SECOND_MS,
  getMilliseconds: (ms) => ms % SECOND_MS,
}

const lasting = (unitMs: number): readonly Overload[] => [
  overload(['number'], DURATION, ([count]) => spanOf(toDouble(count) * unitMs)),
]

export const times: FunctionTable = {
  days: lasting(DAY_MS),
  hours: lasting(HOUR_MS),
  minutes: lasting(MINUTE_MS),
  seconds: lasting(SECOND_MS),
  local: [
    overload(['timestamp', 'string'], LOCAL, ([date, tz]) => localTime(date.getTime() + offsetOf(date.getTime(), tz))),
  ],
}

export const timeMethods: FunctionTable = Object.fromEntries(
  Object.entries(PARTS).map(([name, part]) => {
    const read = (shiftedMs: number): bigint => BigInt(Math.trunc(part(clockAt(shiftedMs), shiftedMs)))
    const ofDuration = DURATION_PARTS[name]
    const overloads = [
      overload(['timestamp'], NUMBER, ([date]) => read(date.getTime())),
      overload(['timestamp', 'string'], NUMBER, ([date, tz]) => read(date.getTime() + offsetOf(date.getTime(), tz))),
      overload(['local'], NUMBER, ([local]) => read(local.shiftedMs)),
    ]
    if (ofDuration)
      overloads.push(overload(['duration'], NUMBER, ([value]) => BigInt(Math.trunc(ofDuration(value.ms)))))
    return [name, overloads]
  }),
)

/** Of a zone's name or a fixed offset such as `+05:30`. */
function offsetOf(ms: number, tz: string): number {
  const fixed = /^([+-]?)(\d\d):(\d\d)$/.exec(tz)
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * HOUR_MS + Number(fixed[3]) * MINUTE_MS)
  if (!isZone(tz)) return fail(`"${tz.slice(0, 40)}" is no time zone`)
  return zoneOffset(ms, tz)
}

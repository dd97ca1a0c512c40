import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  fromWallClock,
  isZone,
  nextLocal,
  parseTimeOfDay,
  WEEKDAYS,
  type Weekday,
  wallClock,
  zoneOffset,
} from '../../../workflows/language/zone.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Shanghai',
  'Pacific/Auckland',
  'Pacific/Honolulu',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Africa/Casablanca',
]
const FROM = Date.UTC(2000, 0, 1)
const TO = Date.UTC(2037, 0, 1)
const at = (text: string): number => Date.parse(text)

/** Asked of Intl directly, one instant at a time, to check the cached arithmetic against. */
function reference(ms: number, tz: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: tz, dateStyle: 'short', timeStyle: 'medium' }).format(ms)
}

function shown(ms: number, tz: string): string {
  const clock = wallClock(ms, tz)
  const two = (part: number): string => `${part}`.padStart(2, '0')
  return `${clock.year}-${two(clock.month)}-${two(clock.day)} ${two(clock.hour)}:${two(clock.minute)}:${two(clock.second)}`
}

/** The first instants of all new offsets from 2000 to 2037. */
function transitions(tz: string): number[] {
  const found: number[] = []
  for (let day = FROM; day < TO; day += DAY) {
    if (zoneOffset(day, tz) === zoneOffset(day + DAY, tz)) continue
    let [before, after] = [day / MINUTE, (day + DAY) / MINUTE]
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
      if (zoneOffset(middle * MINUTE, tz) === zoneOffset(day + DAY, tz)) after = middle
      else before = middle
    }
    found.push(after * MINUTE)
  }
  return found
}

describe('isZone', () => {
  it.each(['UTC', 'Europe/Berlin', 'Asia/Shanghai', 'US/Central'])('knows %s', (tz) => expect(isZone(tz)).toBe(true))
  it.each(['', 'Mars/Olympus', '+02:00', 'Europe', '__proto__'])('does not know %j', (tz) =>
    expect(isZone(tz)).toBe(false),
  )
  it('throws for the time in a zone that does not exist', () =>
    expect(() => wallClock(0, 'Mars/Olympus')).toThrow(RangeError))
})

describe.each(ZONES)('%s', (tz) => {
  const zone = fc.integer({ min: FROM / 1_000, max: TO / 1_000 }).map((seconds) => seconds * 1_000)

  it('shows what Intl shows', () => {
    fc.assert(
      fc.property(zone, (ms) => {
        expect(shown(ms, tz)).toBe(reference(ms, tz))
      }),
    )
    for (const ms of transitions(tz))
      for (const near of [ms - 1_000, ms, ms + 1_000]) expect(shown(near, tz)).toBe(reference(near, tz))
  })

  it('comes back from the wall to the instant, or to the first of two', () => {
    fc.assert(
      fc.property(zone, (ms) => {
        const back = fromWallClock(wallClock(ms, tz), tz)
        expect(shown(back, tz)).toBe(shown(ms, tz))
        expect(back).toBeLessThanOrEqual(ms)
        expect([0, HOUR / 2, HOUR]).toContain(ms - back)
      }),
    )
  })

  it('takes the end of the gap and the first of an overlap at every transition', () => {
    for (const ms of transitions(tz)) {
      const change = zoneOffset(ms, tz) - zoneOffset(ms - 1_000, tz)
      const wall = wallClock(ms - 1_000, tz)
      const halfway = Math.abs(change) / 2 / 1_000
      const inside = fromWallClock({ ...wall, second: wall.second + halfway }, tz)
      if (change > 0) expect(inside).toBe(ms)
      else {
        const again = wallClock(ms + halfway * 1_000, tz)
        expect(fromWallClock(again, tz)).toBe(ms + halfway * 1_000 + change)
      }
    }
  })

  it('adds calendar days at the same time on the wall', () => {
    fc.assert(
      fc.property(zone, fc.integer({ min: 1, max: 400 }), (ms, days) => {
        const later = addDays(ms, days, tz)
        const [from, to] = [wallClock(ms, tz), wallClock(later, tz)]
        const passed = Date.UTC(to.year, to.month - 1, to.day) - Date.UTC(from.year, from.month - 1, from.day)
        expect(passed).toBe(days * DAY)
        const local = later + zoneOffset(later - 1_000, tz)
        expect(Math.min(Math.abs(local - ms - zoneOffset(ms, tz) - days * DAY), 2 * HOUR)).toBeLessThan(2 * HOUR)
      }),
    )
  })

  it('finds the next time strictly after, within a week', () => {
    const time = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) })
    const weekdays = fc.subarray<Weekday>([...WEEKDAYS])
    fc.assert(
      fc.property(zone, time, weekdays, (ms, wanted, on) => {
        const next = Number(nextLocal(ms, tz, wanted, ({ weekday }) => on.length === 0 || on.includes(weekday)))
        const clock = wallClock(next, tz)
        expect(next).toBeGreaterThan(ms)
        expect(next - ms).toBeLessThanOrEqual((on.length === 0 ? 1 : 7) * DAY + 2 * HOUR)
        const minutes = clock.hour * 60 + clock.minute
        const late = (minutes - wanted.hour * 60 - wanted.minute + 1_440) % 1_440
        // Later than wanted only where the wanted time falls into a gap.
        if (late > 0) expect(zoneOffset(next, tz)).toBeGreaterThan(zoneOffset(next - 1_000, tz))
        else if (on.length > 0) expect(on).toContain(WEEKDAYS[clock.weekday])
      }),
    )
  })
})

describe('known days', () => {
  it.each([
    [
      'spring forward in Berlin',
      { year: 2026, month: 3, day: 29, hour: 2, minute: 30 },
      'Europe/Berlin',
      '2026-03-29T01:00:00Z',
    ],
    [
      'fall back in Berlin',
      { year: 2026, month: 10, day: 25, hour: 2, minute: 30 },
      'Europe/Berlin',
      '2026-10-25T00:30:00Z',
    ],
    [
      'half an hour in Lord Howe',
      { year: 2026, month: 10, day: 4, hour: 2, minute: 15 },
      'Australia/Lord_Howe',
      '2026-10-03T15:30:00Z',
    ],
    [
      'midnight that does not exist in São Paulo',
      { year: 2018, month: 11, day: 4, hour: 0, minute: 0 },
      'America/Sao_Paulo',
      '2018-11-04T03:00:00Z',
    ],
    [
      'the day that Samoa left out',
      { year: 2011, month: 12, day: 30, hour: 12, minute: 0 },
      'Pacific/Apia',
      '2011-12-30T10:00:00Z',
    ],
    ['the 32nd of January', { year: 2026, month: 1, day: 32, hour: 9, minute: 0 }, 'UTC', '2026-02-01T09:00:00Z'],
    [
      'a quarter to in Kathmandu',
      { year: 2026, month: 1, day: 1, hour: 0, minute: 0 },
      'Asia/Kathmandu',
      '2025-12-31T18:15:00Z',
    ],
  ])('%s', (_case, wall, tz, expected) =>
    expect(new Date(fromWallClock(wall, tz)).toISOString()).toBe(new Date(expected).toISOString()),
  )

  it('keeps the local time over a change of clocks', () => {
    expect(addDays(at('2026-03-27T08:00:00.250Z'), 3, 'Europe/Berlin')).toBe(at('2026-03-30T07:00:00.250Z'))
    expect(addDays(at('2026-03-27T08:00:00Z'), 3, 'Europe/Berlin', { hour: 9, minute: 15 })).toBe(
      at('2026-03-30T07:15:00Z'),
    )
    expect(addDays(at('2026-10-25T01:30:00Z'), 0, 'Europe/Berlin')).toBe(at('2026-10-25T01:30:00Z'))
  })

  it('takes tomorrow when the time is now', () => {
    expect(nextLocal(at('2026-06-01T07:00:00Z'), 'Europe/Berlin', { hour: 9, minute: 0 })).toBe(
      at('2026-06-02T07:00:00Z'),
    )
    expect(
      nextLocal(
        at('2026-06-01T07:00:00Z'),
        'Europe/Berlin',
        { hour: 9, minute: 0 },
        ({ weekday }) => weekday === 'mon',
      ),
    ).toBe(at('2026-06-08T07:00:00Z'))
  })
})

describe('parseTimeOfDay', () => {
  it('reads a time', () => expect(parseTimeOfDay('09:30')).toEqual({ hour: 9, minute: 30 }))
  it.each(['9:30', '24:00', '12:60', '12', '', '12:00:00'])('refuses %j', (text) =>
    expect(parseTimeOfDay(text)).toBeUndefined(),
  )
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { QuietWindow } from '../../../../schema/gate.ts'
import { endOfQuiet, isQuiet } from '../../../../workflows/engine/gate/quiet-hours.ts'
import { wallClock } from '../../../../workflows/language/zone.ts'

const MINUTE = 60_000
const ZONES = [
  'UTC',
  'Asia/Shanghai',
  'Asia/Kolkata',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'America/Santiago',
  'Asia/Kathmandu',
  'Pacific/Auckland',
  'Pacific/Honolulu',
]
const WINDOWS = [
  { from: '22:00', to: '08:00' },
  { from: '00:00', to: '06:30' },
  { from: '22:30', to: '00:00' },
  { from: '12:00', to: '14:00' },
  { from: '02:10', to: '02:40' },
]
/** An ordinary day, and days on which clocks change somewhere: New York, Santiago, Auckland, Lord Howe, and the day that Samoa left out. */
const DAYS = [
  '2026-01-15',
  '2026-03-08',
  '2026-11-01',
  '2026-04-05',
  '2026-09-06',
  '2026-09-27',
  '2026-10-04',
  '2011-12-29',
  '2011-12-30',
]

function shown(ms: number, zone: string): string {
  const { hour, minute } = wallClock(ms, zone)
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/** What the rule says, in its own words: on the clock, from `from` until just before `to`. */
function quietOnTheClock(clock: string, { from, to }: QuietWindow): boolean {
  return from < to ? clock >= from && clock < to : clock >= from || clock < to
}

it.each(ZONES)(
  'is quiet by the clock in %s, at each minute of ordinary days and of those on which clocks change',
  (zone) => {
    const wrong: string[] = []
    for (const day of DAYS)
      for (let minute = 0; minute < 1440; minute++) {
        const at = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE
        const clock = shown(at, zone)
        for (const window of WINDOWS) {
          const quiet = isQuiet(at, window, zone)
          const end = quiet ? endOfQuiet(at, window, zone) : at
          const ends = !quiet || (!isQuiet(end, window, zone) && isQuiet(end - 1, window, zone))
          if (quiet !== quietOnTheClock(clock, window) || !ends) wrong.push(`${day} ${minute} ${window.from}`)
        }
      }
    expect(wrong).toEqual([])
  },
)

const time = fc
  .integer({ min: 0, max: 1439 })
  .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`)

it('ends at the first instant at which the clock shows no quiet time any more', () => {
  fc.assert(
    fc.property(
      time,
      time,
      fc.constantFrom(...ZONES),
      fc.constantFrom(...DAYS),
      fc.nat(1439),
      fc.nat(59_999),
      (from, to, zone, day, minute, ms) => {
        fc.pre(from !== to)
        const at = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE + ms
        fc.pre(isQuiet(at, { from, to }, zone))
        let first = Math.floor(at / MINUTE) * MINUTE + MINUTE
        while (isQuiet(first, { from, to }, zone)) first += MINUTE
        expect(endOfQuiet(at, { from, to }, zone)).toBe(first)
      },
    ),
    { numRuns: 2_000 },
  )
})

it.each([
  ['one minute before', '2026-01-05T21:59:59.999Z', null],
  ['at its beginning', '2026-01-05T22:00:00.000Z', '2026-01-06T08:00:00.000Z'],
  ['before midnight', '2026-01-05T23:59:00.000Z', '2026-01-06T08:00:00.000Z'],
  ['at midnight', '2026-01-06T00:00:00.000Z', '2026-01-06T08:00:00.000Z'],
  ['in its last millisecond', '2026-01-06T07:59:59.999Z', '2026-01-06T08:00:00.000Z'],
  ['at its end', '2026-01-06T08:00:00.000Z', null],
])('a night that wraps midnight, %s', (_when, at, end) => {
  const night = { from: '22:00', to: '08:00' }
  const ms = Date.parse(at)
  expect(isQuiet(ms, night, 'UTC')).toBe(end !== null)
  if (end !== null) expect(new Date(endOfQuiet(ms, night, 'UTC')).toISOString()).toBe(end)
})

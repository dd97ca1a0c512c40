import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextAnniversary } from '../../../workflows/language/anniversary.ts'
import { addDays, fromWallClock, wallClock } from '../../../workflows/language/zone.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const ZONES = [
  'Pacific/Auckland',
  'Pacific/Kiritimati',
  'Asia/Kathmandu',
  'Europe/Berlin',
  'UTC',
  'America/New_York',
  'Pacific/Honolulu',
]
const NINE = { hour: 9, minute: 0 }
const berlin = { zone: 'Europe/Berlin', yearly: true }
const at = (text: string): number => Date.parse(text)
const iso = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString())

type Options = Omit<Parameters<typeof nextAnniversary>[1], 'afterMs'>
/** What it is, the date, options, after when, and when it is due. */
type Case = [guarantee: string, date: string, options: Options, after: string, due: string | undefined]

function check(_guarantee: string, date: string, options: Options, after: string, due: string | undefined): void {
  expect(iso(nextAnniversary(at(date), { ...options, afterMs: at(after) }))).toBe(due && iso(at(due)))
}

describe('a plain date is the same calendar day in every zone', () => {
  it.each<Case>([
    ['Auckland', '1990-05-01', { zone: 'Pacific/Auckland', yearly: true }, '2026-01-01', '2026-04-30T12:00Z'],
    ['Kiritimati', '1990-05-01', { zone: 'Pacific/Kiritimati', yearly: true }, '2026-01-01', '2026-04-30T10:00Z'],
    ['Berlin', '1990-05-01', berlin, '2026-01-01', '2026-04-30T22:00Z'],
    ['Berlin at nine', '1990-05-01', { ...berlin, at: NINE }, '2026-01-01', '2026-05-01T07:00Z'],
    ['Honolulu', '1990-05-01', { zone: 'Pacific/Honolulu', yearly: true }, '2026-01-01', '2026-05-01T10:00Z'],
    ['before 1970', '1950-05-01', { ...berlin, at: NINE }, '2026-01-01', '2026-05-01T07:00Z'],
    ['of no known year', '0001-05-01', { ...berlin, at: NINE }, '2026-01-01', '2026-05-01T07:00Z'],
  ])('%s', check)
})

describe('any other instant is taken in the zone', () => {
  it.each<Case>([
    ['a day later', '2020-05-01T23:30Z', { ...berlin, at: NINE }, '2026-01-01', '2026-05-02T07:00Z'],
    [
      'a day earlier',
      '2020-05-01T03:30Z',
      { zone: 'Pacific/Honolulu', yearly: true, at: NINE },
      '2026-01-01',
      '2026-04-30T19:00Z',
    ],
    ['a year later', '2020-12-31T23:30Z', { ...berlin, at: NINE }, '2026-01-01', '2026-01-01T08:00Z'],
    ['at its own local time', '2020-05-01T10:20:30.4Z', berlin, '2026-01-01', '2026-05-01T10:20:30.400Z'],
    ['in winter', '2020-01-15T10:00Z', berlin, '2026-01-01', '2026-01-15T10:00Z'],
  ])('%s', check)
})

describe('29 February', () => {
  const early: Options = { ...berlin, leap: 'mar1' }
  it.each<Case>([
    ['falls on the 28th in other years', '2000-02-29', berlin, '2026-01-01', '2026-02-27T23:00Z'],
    ['falls on 1 March on request', '2000-02-29', early, '2026-01-01', '2026-02-28T23:00Z'],
    ['stays in leap years', '2000-02-29', berlin, '2028-01-01', '2028-02-28T23:00Z'],
    ['stays in leap years on request too', '2000-02-29', early, '2028-01-01', '2028-02-28T23:00Z'],
    ['comes once a year', '2000-02-29', berlin, '2026-02-27T23:00Z', '2027-02-27T23:00Z'],
    ['knows that 2100 is none', '2000-02-29', berlin, '2100-01-01', '2100-02-27T23:00Z'],
    ['counts offsets from the 28th', '2000-02-29', { ...berlin, offsetMs: DAY }, '2026-01-01', '2026-02-28T23:00Z'],
    ['counts offsets from 1 March', '2000-02-29', { ...early, offsetMs: -DAY }, '2026-01-01', '2026-02-27T23:00Z'],
    ['leaves 28 February alone', '2000-02-28', berlin, '2028-01-01', '2028-02-27T23:00Z'],
  ])('%s', check)
})

describe('offsets', () => {
  const late: Options = { zone: 'Pacific/Auckland', yearly: true, at: { hour: 23, minute: 30 }, offsetMs: 180 * DAY }
  const by = (offsetMs: number): Options => ({ ...berlin, at: NINE, offsetMs })
  it.each<Case>([
    ['go back over a year’s end', '1990-01-02', by(-3 * DAY), '2026-06-01', '2026-12-30T08:00Z'],
    ['go back over the year’s end that is near', '1990-01-02', by(-3 * DAY), '2026-12-30T08:00Z', '2027-12-30T08:00Z'],
    ['go forward over a year’s end', '1990-12-30', by(5 * DAY), '2026-01-01', '2026-01-04T08:00Z'],
    ['go over several years', '2020-05-01', by(1_000 * DAY), '2020-05-01', '2023-01-26T08:00Z'],
    ['go back several years', '2020-05-01', by(-800 * DAY), '2010-05-01', '2018-02-21T08:00Z'],
    ['keep the local time over a change of clocks', '1990-03-31', by(-3 * DAY), '2026-01-01', '2026-03-28T08:00Z'],
    ['are exact for what is less than a day', '1990-03-29', by(-8 * HOUR), '2026-01-01', '2026-03-28T23:00Z'],
    ['of calendar days may be an hour longer', '1990-12-31', late, '2026-06-29T11:00Z', '2026-06-29T11:30Z'],
    ['mix both', '1990-03-30', by(-DAY - 8 * HOUR), '2026-01-01', '2026-03-28T23:00Z'],
    ['may be hours after', '1990-03-29', { ...berlin, offsetMs: 3 * HOUR }, '2026-01-01', '2026-03-29T02:00Z'],
  ])('%s', check)
})

describe('days on which the clocks change', () => {
  const half: Options = { ...berlin, at: { hour: 2, minute: 30 } }
  const auckland: Options = { zone: 'Pacific/Auckland', yearly: true, at: { hour: 2, minute: 30 } }
  const saoPaulo: Options = { zone: 'America/Sao_Paulo', yearly: true }
  it.each<Case>([
    ['a time in the gap comes at its end', '1990-03-29', half, '2026-01-01', '2026-03-29T01:00Z'],
    ['a time in the overlap comes the first time', '1990-10-25', half, '2026-01-01', '2026-10-25T00:30Z'],
    ['and only then', '1990-10-25', half, '2026-10-25T00:30Z', '2027-10-25T00:30Z'],
    ['Auckland’s gap', '1990-09-27', auckland, '2026-01-01', '2026-09-26T14:00Z'],
    ['Auckland’s overlap', '1990-04-05', auckland, '2026-01-01', '2026-04-04T13:30Z'],
    ['a midnight that does not exist', '1990-11-04', saoPaulo, '2018-01-01', '2018-11-04T03:00Z'],
  ])('%s', check)
})

describe('the date itself', () => {
  const once: Options = { zone: 'Europe/Berlin', yearly: false, at: NINE }
  const threeBefore: Options = { ...berlin, at: NINE, offsetMs: -3 * DAY }
  it.each<Case>([
    ['comes once', '2026-05-01', once, '2026-01-01', '2026-05-01T07:00Z'],
    ['is past when it is now', '2026-05-01', once, '2026-05-01T07:00Z', undefined],
    ['is past', '2020-05-01', once, '2026-01-01', undefined],
    ['is past with its offset', '2026-05-01', { ...once, offsetMs: DAY }, '2026-05-02T06:59Z', '2026-05-02T07:00Z'],
    ['comes once though it is a leap day', '2028-02-29', once, '2026-01-01', '2028-02-29T08:00Z'],
    ['is the first of its anniversaries', '2030-05-01', { ...berlin, at: NINE }, '2026-01-01', '2030-05-01T07:00Z'],
    ['has no anniversary before it', '2030-05-01', threeBefore, '2026-01-01', '2030-04-28T07:00Z'],
    ['comes back a year later', '2030-05-01', threeBefore, '2030-04-28T07:00Z', '2031-04-28T07:00Z'],
  ])('%s', check)
})

describe.each(ZONES)('in %s', (zone) => {
  it('comes once in every year, on the day, at the time, strictly after', () => {
    const date = fc
      .integer({ min: Date.UTC(1930, 0, 1) / DAY, max: Date.UTC(2040, 0, 1) / DAY })
      .map((day) => day * DAY)
    const after = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2037, 0, 1) })
    const time = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) })
    const days = fc.integer({ min: -500, max: 500 })
    fc.assert(
      fc.property(date, after, time, days, (dateMs, afterMs, at, offsetDays) => {
        const options = { zone, at, offsetMs: offsetDays * DAY, yearly: true }
        const born = wallClock(dateMs, 'UTC')
        const all: number[] = []
        for (let year = Math.max(born.year, 2000); year < 2045; year++) {
          const leapless = new Date(Date.UTC(year, born.month - 1, born.day)).getUTCDate() !== born.day
          const noon = fromWallClock({ ...born, year, day: leapless ? 28 : born.day, hour: 12 }, zone)
          all.push(addDays(noon, offsetDays, zone, at))
        }
        const next = nextAnniversary(dateMs, { ...options, afterMs })
        expect(next).toBe(all.find((ms) => ms > afterMs))
        expect(nextAnniversary(dateMs, { ...options, afterMs: (next ?? 0) - 1 })).toBe(next)
      }),
      { numRuns: 300 },
    )
  })
})

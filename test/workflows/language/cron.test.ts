import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cron, parseCron } from '../../../workflows/language/cron.ts'

const MINUTE = 60_000
const DAY = 86_400_000
/** Each with a year in which its clocks do something; Samoa left out a whole day, Newfoundland changed at 00:01. */
const YEARS: [zone: string, year: number][] = [
  ['UTC', 2028],
  ['Europe/Berlin', 2026],
  ['America/New_York', 2027],
  ['Asia/Shanghai', 2026],
  ['Pacific/Auckland', 2024],
  ['Asia/Kathmandu', 2026],
  ['Australia/Lord_Howe', 2026],
  ['America/Sao_Paulo', 2018],
  ['Pacific/Apia', 2011],
  ['America/St_Johns', 2010],
]
const at = (text: string): number => Date.parse(text)
const iso = (ms = 0): string => new Date(ms).toISOString()

function cronOf(text: string): Cron {
  const read = parseCron(text)
  if (read.kind === 'problem') throw new Error(read.message)
  return read.cron
}

type Drawn = { text: string; values: Set<number> }
type Day = Drawn & { also: (date: Date) => boolean }
const never = (): boolean => false
const monthOf = (date: Date, days: number): number => new Date(date.getTime() + days * DAY).getUTCMonth()

function steps(from: number, to: number, by: number): Set<number> {
  return new Set(Array.from({ length: to - from + 1 }, (_, index) => from + index).filter((n) => (n - from) % by === 0))
}

function drawn(min: number, max: number): fc.Arbitrary<Drawn> {
  const value = fc.integer({ min, max })
  const by = fc.integer({ min: 1, max })
  const pair = fc.tuple(value, value).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
  const item: fc.Arbitrary<Drawn> = fc.oneof(
    value.map((n) => ({ text: `${n}`, values: new Set([n]) })),
    pair.map(([a, b]) => ({ text: `${a}-${b}`, values: steps(a, b, 1) })),
    fc.tuple(pair, by).map(([[a, b], n]) => ({ text: `${a}-${b}/${n}`, values: steps(a, b, n) })),
    fc.tuple(value, by).map(([a, n]) => ({ text: `${a}/${n}`, values: steps(a, max, n) })),
  )
  const list = fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => ({
    text: items.map(({ text }) => text).join(),
    values: new Set(items.flatMap(({ values }) => [...values])),
  }))
  const every = fc.constantFrom('*', '?').map((text) => ({ text, values: steps(min, max, 1) }))
  return fc.oneof(
    every,
    list,
    list,
    by.map((n) => ({ text: `*/${n}`, values: steps(min, max, n) })),
  )
}

const weekday = fc.integer({ min: 0, max: 6 })
const dayOfMonth: fc.Arbitrary<Day> = fc.oneof(
  drawn(1, 31).map((field) => ({ ...field, also: never })),
  fc.constant({ text: '15,L', values: new Set([15]), also: (date: Date) => monthOf(date, 1) !== monthOf(date, 0) }),
)
const dayOfWeek: fc.Arbitrary<Day> = fc.oneof(
  drawn(0, 6).map((field) => ({ ...field, also: never })),
  weekday.map((day) => ({
    text: `${day}L`,
    values: new Set<number>(),
    also: (date: Date) => date.getUTCDay() === day && monthOf(date, 7) !== monthOf(date, 0),
  })),
  fc.tuple(weekday, fc.integer({ min: 1, max: 5 })).map(([day, week]) => ({
    text: `${day}#${week}`,
    values: new Set<number>(),
    also: (date: Date) =>
      date.getUTCDay() === day &&
      monthOf(date, -7 * (week - 1)) === monthOf(date, 0) &&
      monthOf(date, -7 * week) !== monthOf(date, 0),
  })),
)
const second = fc.option(fc.integer({ min: 0, max: 59 }), { nil: undefined })
const anyCron = fc.record({
  second,
  minute: drawn(0, 59),
  hour: drawn(0, 23),
  dayOfMonth,
  month: drawn(1, 12),
  dayOfWeek,
})
type AnyCron = typeof anyCron extends fc.Arbitrary<infer T> ? T : never

/** Due in every gap and every overlap. */
const BUSY: AnyCron[] = [undefined, 30].map((second) => {
  const every = { text: '*', values: steps(0, 31, 1), also: never }
  const minute = { text: '*/20', values: steps(0, 59, 20) }
  return { second, minute, hour: every, dayOfMonth: every, month: every, dayOfWeek: every }
})

function matchesMinute(cron: AnyCron, wallMinute: number, days: Map<number, boolean>): boolean {
  if (!cron.minute.values.has(wallMinute % 60)) return false
  if (!cron.hour.values.has(Math.floor(wallMinute / 60) % 24)) return false
  const day = Math.floor(wallMinute / 1_440)
  const known = days.get(day)
  if (known !== undefined) return known
  const date = new Date(day * DAY)
  const [first, other] = [cron.dayOfMonth, cron.dayOfWeek]
  const byDate = first.values.has(date.getUTCDate()) || first.also(date)
  const byName = other.values.has(date.getUTCDay()) || other.also(date)
  const both = /^[*?]/.test(first.text) || /^[*?]/.test(other.text)
  const matches = cron.month.values.has(date.getUTCMonth() + 1) && (both ? byDate && byName : byDate || byName)
  days.set(day, matches)
  return matches
}

/** For every minute from a day before the year to its end, what Intl shows on the wall, in minutes since 1970. */
function walls(zone: string, year: number): { start: number; shown: number[] } {
  const start = (Date.UTC(year, 0, 1) - DAY) / MINUTE
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  const show = (minute: number): number => at(`${format.format(minute * MINUTE).replace(' ', 'T')}Z`) / MINUTE
  const shown: number[] = []
  for (let block = start; block < Date.UTC(year + 1, 0, 1) / MINUTE; block += 60) {
    const first = show(block)
    const steady = show(block + 60) === first + 60
    for (let n = 0; n < 60; n++) shown.push(steady ? first + n : show(block + n))
  }
  return { start, shown }
}

/** Watches the wall minute by minute: what it shows for the first time, or left out on the way there, is due. */
function bruteForce(cron: AnyCron, { start, shown }: ReturnType<typeof walls>): number[] {
  const due: number[] = []
  const days = new Map<number, boolean>()
  let seen = (shown[0] ?? 0) - 1
  for (const [index, wall] of shown.entries()) {
    const ms = (start + index) * MINUTE
    let leftOut = false
    for (let gap = seen + 1; gap < wall && !leftOut; gap++) leftOut = matchesMinute(cron, gap, days)
    const own = ms + (cron.second ?? 0) * 1_000
    if (leftOut) due.push(ms)
    if (wall > seen && matchesMinute(cron, wall, days) && !(leftOut && own === ms)) due.push(own)
    seen = Math.max(seen, wall)
  }
  return due
}

describe.each(YEARS)('%s in %i', (zone, year) => {
  const table = walls(zone, year)
  const [from, to] = [Date.UTC(year, 0, 1) - DAY, Date.UTC(year + 1, 0, 1)]

  it('fires when a watcher of the wall would, once each, in order', { timeout: 60_000 }, () => {
    const moments = fc.array(fc.integer({ min: from, max: to }), { minLength: 20, maxLength: 20 })
    const check = (cron: AnyCron, afters: number[]): void => {
      const fields = [cron.minute, cron.hour, cron.dayOfMonth, cron.month, cron.dayOfWeek].map(({ text }) => text)
      const { next } = cronOf([...(cron.second === undefined ? [] : [cron.second]), ...fields].join(' '))
      const due = bruteForce(cron, table)
      let ms = next(from - 1, zone)
      for (const expected of due) {
        if (ms !== expected) expect(iso(ms)).toBe(iso(expected))
        ms = next(expected, zone)
      }
      expect(ms ?? to).toBeGreaterThanOrEqual(to)
      for (const after of afters) {
        const expected = due.find((one) => one > after)
        if (expected !== undefined) expect(next(after, zone)).toBe(expected)
      }
    }
    fc.assert(fc.property(anyCron, moments, check), {
      numRuns: 12,
      examples: BUSY.map((cron): [AnyCron, number[]] => [cron, []]),
    })
  })
})

describe('next', () => {
  it.each([
    ['0 9 * * mon', 'Europe/Berlin', '2026-06-01T07:00Z', '2026-06-08T07:00Z'],
    ['0 9 * * MON-fri', 'UTC', '2026-06-05T09:00Z', '2026-06-08T09:00Z'],
    ['0 9 * * fri-sun', 'UTC', '2026-06-06T09:00Z', '2026-06-07T09:00Z'],
    ['0 9 * * 7-1', 'UTC', '2026-06-07T09:00Z', '2026-06-08T09:00Z'],
    ['0 9 * * 7', 'UTC', '2026-06-01T09:00Z', '2026-06-07T09:00Z'],
    ['0 9 * * 0-7', 'UTC', '2026-06-06T09:00Z', '2026-06-07T09:00Z'],
    ['0 9 1 Jan,jul *', 'UTC', '2026-06-01T09:00Z', '2026-07-01T09:00Z'],
    ['5/15 * * * *', 'UTC', '2026-06-01T09:50:00.001Z', '2026-06-01T10:05Z'],
    ['1-10/3 * * * *', 'UTC', '2026-06-01T09:07Z', '2026-06-01T09:10Z'],
    ['*/20 * * * * *', 'UTC', '2026-06-01T09:07:39.999Z', '2026-06-01T09:07:40Z'],
    ['* * * * * *', 'UTC', '2026-06-01T09:07:59Z', '2026-06-01T09:08Z'],
    ['* * * * * *', 'UTC', '2026-06-01T09:07:07Z', '2026-06-01T09:07:08Z'],
    ['50,10-20/5 59 23 * * *', 'UTC', '2026-06-01T23:59:20Z', '2026-06-01T23:59:50Z'],
    ['  0\t0 L * ?  ', 'UTC', '2028-02-01T00:00Z', '2028-02-29T00:00Z'],
    ['0 0 * * MON#2', 'UTC', '2026-06-01T00:00Z', '2026-06-08T00:00Z'],
    ['0 0 ? * 5L', 'UTC', '2026-06-01T00:00Z', '2026-06-26T00:00Z'],
    ['@yearly', 'Asia/Shanghai', '2026-06-01T00:00Z', '2026-12-31T16:00Z'],
    ['@Monthly', 'UTC', '2026-06-01T00:00Z', '2026-07-01T00:00Z'],
    ['@weekly', 'UTC', '2026-06-01T00:00Z', '2026-06-07T00:00Z'],
    ['@daily', 'Pacific/Honolulu', '2026-06-01T00:00Z', '2026-06-01T10:00Z'],
    ['@hourly', 'Asia/Kathmandu', '2026-06-01T00:00Z', '2026-06-01T00:15Z'],
    ['0 0 29 2 *', 'UTC', '2096-02-29T00:00Z', '2104-02-29T00:00Z'],
  ])('%s in %s after %s is %s', (text, zone, after, expected) =>
    expect(iso(cronOf(text).next(at(after), zone))).toBe(iso(at(expected))),
  )

  it.each([
    ['either day field matches when both are restricted', '0 0 13 * 5', ['2026-06-05', '2026-06-12', '2026-06-13']],
    ['both must match when one starts with a star', '0 0 */2 * 5', ['2026-06-05', '2026-06-19', '2026-07-03']],
    ['a question mark is a star', '0 0 13 * ?', ['2026-06-13', '2026-07-13', '2026-08-13']],
  ])('%s', (_guarantee, text, expected) => {
    let ms: number | undefined = at('2026-06-01T00:00Z')
    for (const day of expected) {
      ms = cronOf(text).next(ms ?? 0, 'UTC')
      expect(iso(ms)).toBe(`${day}T00:00:00.000Z`)
    }
  })

  it.each([
    ['in a gap comes at its end', '30 2 * * *', '2026-03-29T00:00Z', '2026-03-29T01:00Z'],
    ['several in one gap come once', '*/10 2,3 * * *', '2026-03-29T01:00Z', '2026-03-29T01:10Z'],
    ['in an overlap comes the first time', '30 2 * * *', '2026-10-24T12:00Z', '2026-10-25T00:30Z'],
    ['in an overlap does not come again', '30 2 * * *', '2026-10-25T00:30Z', '2026-10-26T01:30Z'],
    ['each second pauses while an hour repeats', '* * * * * *', '2026-10-25T01:00:07Z', '2026-10-25T02:00Z'],
  ])('what falls %s', (_guarantee, text, after, expected) =>
    expect(iso(cronOf(text).next(at(after), 'Europe/Berlin'))).toBe(iso(at(expected))),
  )

  it.each(['0 0 30 2 *', '0 0 31 4,6,9,11 *'])('finds no %s', (text) =>
    expect(cronOf(text).next(at('2026-01-01T00:00Z'), 'Europe/Berlin')).toBeUndefined(),
  )
})

describe('parseCron', () => {
  it('keeps the text', () => expect(cronOf('@daily').source).toBe('@daily'))

  it.each([
    ['61 * * * *', '`61` is no minute: it takes 0-59'],
    ['60 * * * * *', '`60` is no second: it takes 0-59'],
    ['0 24 * * *', '`24` is no hour: it takes 0-23'],
    ['0 0 0 * *', '`0` is no day of month: it takes 1-31'],
    ['0 0 15W * *', '`15w` is no day of month: it takes 1-31 or L for the last'],
    ['0 0 1 mon *', '`mon` is no month: it takes 1-12 or jan-dec'],
    ['0 0 * * monday', '`monday` is no day of week: it takes 0-7 or mon-sun'],
    ['0 0 * * 5#6', '`5#6` is no day of week'],
    ['1,,2 * * * *', '`1,,2` is no minute'],
    ['*-5 * * * *', '`*-5` is no minute'],
    ['*/90 * * * *', '`*/90` is no minute: a step is 1-59'],
    ['*/0 * * * *', '`*/0` is no minute: a step is 1-59'],
    ['0 22-2 * * *', '`22-2` is no hour: a range runs upwards within 0-23'],
    ['0 9 * *', 'here are 4'],
    ['', 'here are 0'],
    ['@reboot', '`@reboot` is no schedule: there are @yearly'],
    ['1,'.repeat(600), 'at most 1000 characters'],
  ])('refuses %j', (text, message) =>
    expect(parseCron(text)).toMatchObject({ kind: 'problem', message: expect.stringContaining(message) }),
  )

  it('says how to write a range over midnight', () =>
    expect(parseCron('0 22-2 * * *')).toMatchObject({ hint: 'write 22-23,0-2' }))
})

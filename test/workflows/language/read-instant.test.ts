import { expect, it } from 'vitest'
import { readInstant } from '../../../workflows/language/read-instant.ts'

it.each([
  ['a date alone, at midnight UTC', '2026-03-01', '2026-03-01T00:00:00.000Z'],
  ['a date with few digits', '2026-3-1', '2026-03-01T00:00:00.000Z'],
  ['a date with strokes', '2026/03/01', '2026-03-01T00:00:00.000Z'],
  ['29 February of a leap year', '2028-02-29', '2028-02-29T00:00:00.000Z'],
  ['an instant', '2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
  ['an instant with an offset', '2026-03-01T09:30:00+05:45', '2026-03-01T03:45:00.000Z'],
  ['an offset without a colon', '2026-03-01T09:30:00-0330', '2026-03-01T13:00:00.000Z'],
  ['more digits than milliseconds', '2026-03-01T09:30:00.123456789Z', '2026-03-01T09:30:00.123Z'],
  ['fewer', '2026-03-01T09:30:00.5Z', '2026-03-01T09:30:00.500Z'],
  ['a time without a zone, on the clock of the zone', '2026-03-01T09:30', '2026-03-01T01:30:00.000Z'],
  ['the same with a space and seconds', ' 2026-03-01 09:30:15 ', '2026-03-01T01:30:15.000Z'],
])('reads %s', (_what, text, expected) => {
  expect(new Date(readInstant(text, 'Asia/Shanghai') ?? Number.NaN).toISOString()).toBe(expected)
})

it('takes the first instant after a gap, and the first of an overlap', () => {
  const berlin = (text: string) => new Date(readInstant(text, 'Europe/Berlin') ?? Number.NaN).toISOString()
  expect(berlin('2026-03-29T02:30')).toBe('2026-03-29T01:00:00.000Z')
  expect(berlin('2026-10-25T02:30')).toBe('2026-10-25T00:30:00.000Z')
})

it.each([
  ...['', ' ', 'soon', 'room 5', 'member 12', '5', '1767776400000', '2026', '2026-13-01', '2026-00-10', '2026-02-30'],
  ...[
    '2026-02-29',
    '2026-04-31T09:30',
    '2026-01-07T24:00',
    '2026-01-07T09:60',
    '2026-01-07T09:30:60',
    '20260107',
    '0001-01-01',
  ],
  ...['2026-01-07T09:30+8', '2026-01-07 and more', '１月７日', 1767776400000, true, null, [], {}, new Date(Number.NaN)],
])('takes %j for no date', (value) => {
  expect(readInstant(value, 'UTC')).toBeUndefined()
})

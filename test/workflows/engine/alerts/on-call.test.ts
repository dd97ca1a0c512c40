import * as v from 'valibot'
import { describe, expect, it, test } from 'vitest'
import { Rota } from '../../../../schema/rota.ts'
import { nextChange, onCall } from '../../../../workflows/engine/alerts/on-call.ts'

const people = Object.fromEntries(['ann', 'bob', 'cleo', 'dan'].map((id) => [id, { channel: 'box', to: id }]))
const rota = (written: object) => v.parse(Rota, { people, ...written })
const line = (one: object, more: object = {}) => rota({ lines: [one], ...more })

const days = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '21:00', people: ['ann'] }
const nights = { from: '21:00', to: '09:00', people: ['bob'] }
const weekend = { days: ['sat', 'sun'], from: '09:00', to: '21:00', people: ['cleo'] }
const shifts = { shifts: [days, nights, weekend] }
const shanghai = { timezone: 'Asia/Shanghai' }
const berlin = { timezone: 'Europe/Berlin' }
const weekly = { rotation: { people: ['ann', 'bob', 'cleo'], start: '2026-01-05', handover: '09:00' } }
const daily = { rotation: { people: ['ann', 'bob'], start: '2026-01-05', every: 'day', handover: '08:00' } }
const early = { rotation: { people: ['ann', 'bob'], start: '2026-03-28', every: 'day', handover: '02:30' } }
const around = { shifts: [{ from: '00:00', to: '00:00', people: ['dan'] }] }
const holiday = { holidays: [{ date: '2026-02-17', people: ['dan'] }] }
const override = { overrides: [{ from: '2026-01-06T12:00', to: '2026-01-06T14:00', people: ['dan'] }] }
const exact = { overrides: [{ from: '2026-01-06T12:00:00Z', to: '2026-01-06T14:00:00Z', people: ['dan'] }] }

describe('who is on call', () => {
  it.each([
    ['a shift begins with its first minute', line(shifts), '2026-01-05T09:00:00Z', ['ann']],
    ['and is over when the next one begins', line(shifts), '2026-01-05T21:00:00Z', ['bob']],
    ['a night goes on past midnight', line(shifts), '2026-01-06T08:59:59Z', ['bob']],
    ['the weekend has its own', line(shifts), '2026-01-10T12:00:00Z', ['cleo']],
    ['by the clock of its place', line(shifts, shanghai), '2026-01-05T01:00:00Z', ['ann']],
    ['an hour before that it is night there', line(shifts, shanghai), '2026-01-05T00:59:59Z', ['bob']],
    ['a shift that ends when it begins lasts a day', line(around), '2026-01-05T23:59:59Z', ['dan']],
    ['nobody is on call when no shift is on', line({ shifts: [days] }), '2026-01-10T12:00:00Z', []],
    ['of a rotation the first one begins', line(weekly), '2026-01-05T09:00:00Z', ['ann']],
    ['nobody before it begins', line(weekly), '2026-01-05T08:59:59Z', []],
    ['until the handover of the next week', line(weekly), '2026-01-12T08:59:59Z', ['ann']],
    ['the next one from then on', line(weekly), '2026-01-12T09:00:00Z', ['bob']],
    ['and after the last the first again', line(weekly), '2026-01-26T09:00:00Z', ['ann']],
    ['every day another', line(daily), '2026-01-06T08:00:00Z', ['bob']],
    ['a handover that the clocks leave out comes right after the gap', line(early, berlin), '2026-03-29T01:00:00Z', ['bob']],
    ['and not before it', line(early, berlin), '2026-03-29T00:59:59Z', ['ann']],
    ['a handover that comes twice counts the first time', line({ rotation: { ...early.rotation, start: '2026-10-24' } }, berlin), '2026-10-25T00:30:00Z', ['bob']],
    ['a shift of a summer morning begins an hour earlier in UTC', line(shifts, berlin), '2026-07-06T07:00:00Z', ['ann']],
    ['and of a winter morning does not', line(shifts, berlin), '2026-01-05T07:59:59Z', ['bob']],
    ['a holiday is the whole local day', line(shifts, { ...holiday, ...shanghai }), '2026-02-16T16:00:00Z', ['dan']],
    ['and over with it', line(shifts, { ...holiday, ...shanghai }), '2026-02-17T16:00:00Z', ['bob']],
    ['an override counts before all else', line(shifts, override), '2026-01-06T12:00:00Z', ['dan']],
    ['until just before its end', line(shifts, override), '2026-01-06T14:00:00Z', ['ann']],
    ['in local time', line(shifts, { ...override, ...shanghai }), '2026-01-06T04:00:00Z', ['dan']],
    ['or as an instant', line(shifts, { ...exact, ...shanghai }), '2026-01-06T13:59:59Z', ['dan']],
    ['everyone is everyone', line({ everyone: true }), '2026-01-06T13:59:59Z', ['ann', 'bob', 'cleo', 'dan']],
    ['people who are always there are joined by the shift, each once', line({ people: ['bob', 'dan'], ...shifts }), '2026-01-05T22:00:00Z', ['bob', 'dan']],
  ])('%s', (_, of, at, expected) => expect(onCall(of, Date.parse(at))).toEqual([expected])) // biome-ignore format: a table
})

test('lines are apart: an exception of one leaves the others', () => {
  const two = rota({ lines: [shifts, { people: ['cleo'] }], overrides: [{ ...override.overrides[0], line: 2 }] })
  expect(onCall(two, Date.parse('2026-01-06T12:00:00Z'))).toEqual([['ann'], ['dan']])
})

test('says when somebody else is on call next', () => {
  const next = (of: Rota, at: string) => nextChange(of, Date.parse(at))
  expect(next(line(shifts), '2026-01-05T12:00:00Z')).toBe(Date.parse('2026-01-05T21:00:00Z'))
  expect(next(line(shifts, override), '2026-01-06T09:00:00Z')).toBe(Date.parse('2026-01-06T12:00:00Z'))
  expect(next(line(weekly), '2026-01-05T09:00:00Z')).toBe(Date.parse('2026-01-12T09:00:00Z'))
  expect(next(line({ everyone: true }), '2026-01-05T09:00:00Z')).toBeUndefined()
})

it.each([
  ['somebody whom nobody knows', { lines: [{ people: ['eve'] }] }, 'lines.0.people.0'],
  ['a line without anybody', { lines: [{}] }, 'lines.0'],
  ['no line at all', { lines: [] }, 'lines'],
  ['a place without a clock', { lines: [weekly], timezone: 'Mars/Base' }, 'timezone'],
  ['an override of somebody unknown', { lines: [weekly], overrides: [{ ...override.overrides[0], people: ['eve'] }] }, 'overrides.0.people.0'],
])('refuses %s', (_, written, path) => {
  const parsed = v.safeParse(Rota, { people, ...written })
  expect(parsed.issues?.map((issue) => v.getDotPath(issue))).toEqual([path])
}) // biome-ignore format: a table

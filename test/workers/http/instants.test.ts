import * as v from 'valibot'
import { beforeAll, expect, test } from 'vitest'
import { Instant } from '../../../schema/instant.ts'
import { Duration, Offset } from '../../../schema/text.ts'
import { migrate } from '../../world.ts'
import { answer } from './api-world.ts'

beforeAll(migrate)

test.each([
  ['an offset of hours alone, which nothing reads', '2027-01-01T10:00:00+05', false],
  ['a day that there is not', '2027-02-30T10:00:00Z', false],
  ['a leap day in another year', '2027-02-29T10:00:00Z', false],
  ['a leap day', '2028-02-29T10:00:00+08:00', true],
  ['a year that would be read as of another century', '0026-01-01 10:00:00Z', false],
  ['the year zero', '0000-01-01T00:00:00Z', true],
  ['a space for the T', '2027-01-01 10:00:00Z', true],
  ['no zone', '2027-01-01T10:00:00', false],
])('an instant with %s: %s', (_what, text, taken) => {
  expect(v.is(Instant, text)).toBe(taken)
  expect(taken && Number.isNaN(Date.parse(text))).toBe(false)
})

test.each(['99999999d', 'P99999999D', '14285714w', '9007199254740993s', `${'9'.repeat(400)}d`, '900y', ''])(
  'a duration from which no day would follow is none: %s',
  (text) => {
    expect(v.is(Duration, text)).toBe(false)
    expect(v.is(Offset, `-${text}`)).toBe(false)
    expect(v.is(Duration, '366000d')).toBe(true)
  },
)

test('what is no time, or too far away to be one, is refused where it stands, and nothing of it is kept', async () => {
  const gathering = { name: 'g', starts_at: '2027-01-01T10:00:00Z' }
  for (const at of ['2027-01-01T10:00:00+05', '2027-02-30T10:00:00Z'])
    for (const [path, method, body] of [
      ['/keys', 'POST', { name: 'k', role: 'viewer', expires_at: at }],
      ['/gatherings/g', 'PUT', { ...gathering, starts_at: at }],
      ['/gatherings/g', 'PUT', { ...gathering, ends_at: at }],
      ['/broadcasts', 'POST', { name: 'b', content: 'x', audience: { segment: 'true' }, schedule: { at } }],
      [`/calendar?from=${encodeURIComponent(at)}&to=2027-05-01T00:00:00Z`, 'GET', undefined],
    ] as const)
      expect((await answer(path, { method, ...(body && { body }) })).status, `${method} ${path} ${at}`).toBe(400)
  for (const far of ['99999999d', '9007199254740s'])
    for (const [path, body] of [
      ['/keys', { name: 'k', role: 'viewer', expires_in: far }],
      ['/tasks', { title: 't', due_in: far }],
      ['/coupons', { id: 'c', name: 'c', expires_in: far }],
      ['/alerts', { name: 'a', level: 1, title: 't', cooldown: far }],
    ] as const)
      expect((await answer(path, { body })).status, `${path} ${far}`).toBe(400)
  for (const list of ['/keys', '/tasks', '/gatherings', '/coupons'])
    expect((await answer(list)).body.items, list).toEqual([])
})

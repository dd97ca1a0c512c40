import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import type { RateLimit } from '../../../workers/channels/kind.ts'
import { moveSlot, noSlots, prune, type Recipient, takeSlot } from '../../../workers/channels/pacing.ts'

const ALWAYS = Number.POSITIVE_INFINITY

/** When messages go that are all wanted at 0. */
function times(limits: readonly RateLimit[], wanted: readonly Recipient[], untilMs = ALWAYS): (number | undefined)[] {
  const slots = noSlots()
  return wanted.map((to) => takeSlot(slots, limits, to, { nowMs: 0, untilMs }))
}

const to = (name: string, room = false): Recipient => ({ to: name, room })

it.each<[string, readonly RateLimit[], readonly Recipient[], (number | undefined)[]]>([
  ['all at once without limits', [], [to('a'), to('a')], [0, 0]],
  [
    'as many at once as a window allows',
    [{ per: 'channel', limit: 2, perMs: 1000 }],
    [to('a'), to('b'), to('c')],
    [0, 0, 1120],
  ],
  [
    'each recipient at their own pace',
    [{ per: 'recipient', limit: 1, perMs: 1000 }],
    [to('a'), to('b'), to('a')],
    [0, 0, 1120],
  ],
  [
    'rooms at a pace of their own',
    [{ per: 'room', limit: 1, perMs: 1000 }],
    [to('a', true), to('a', true), to('b'), to('b')],
    [0, 1120, 0, 0],
  ],
  [
    'whom one limit delays holds up nobody else',
    [
      { per: 'channel', limit: 2, perMs: 100 },
      { per: 'recipient', limit: 1, perMs: 1000 },
    ],
    [to('a'), to('a'), to('b'), to('c')],
    [0, 1120, 0, 202],
  ],
])('goes %s', (_, limits, wanted, expected) => expect(times(limits, wanted)).toEqual(expected))

test('has no place after the horizon', () => {
  expect(times([{ per: 'channel', limit: 1, perMs: 1000 }], [to('a'), to('b')], 500)).toEqual([0, undefined])
})

const limit = fc.record({
  per: fc.constantFrom('channel' as const, 'recipient' as const, 'room' as const),
  limit: fc.integer({ min: 1, max: 40 }),
  perMs: fc.integer({ min: 10, max: 60_000 }),
})
const asked = fc.record({
  to: fc.constantFrom('a', 'b', 'c'),
  room: fc.boolean(),
  afterMs: fc.integer({ min: 0, max: 400 }),
})

test('no window of any limit ever holds more than it allows, also when old places are forgotten', () => {
  fc.assert(
    fc.property(fc.array(limit, { maxLength: 3 }), fc.array(asked, { maxLength: 120 }), (limits, wanted) => {
      let slots = noSlots()
      let nowMs = 0
      const went = wanted.map(({ afterMs, ...recipient }) => {
        nowMs += afterMs
        slots = prune(slots, limits, nowMs)
        const at = takeSlot(slots, limits, recipient, { nowMs, untilMs: ALWAYS }) ?? -1
        expect(at).toBeGreaterThanOrEqual(nowMs)
        return { ...recipient, at }
      })
      for (const { per, limit: allowed, perMs } of limits)
        for (const name of per === 'channel' ? [''] : ['a', 'b', 'c']) {
          const counted = went.filter((one) => per === 'channel' || (one.to === name && (per !== 'room' || one.room)))
          const at = counted.map((one) => one.at).sort((a, b) => a - b)
          for (let i = allowed; i < at.length; i++) expect((at[i] ?? 0) - (at[i - allowed] ?? 0)).toBeGreaterThan(perMs)
        }
    }),
  )
})

test.each([
  ['20 a minute', [{ per: 'channel', limit: 20, perMs: 60_000 }] as const, 2000, 100 * 61_300],
  ['30 a second', [{ per: 'channel', limit: 30, perMs: 1000 }] as const, 2000, 67 * 1120],
])('two thousand messages at %s take as long as they must, and little longer', (_, limits, count, atMost) => {
  const at = times(
    limits,
    Array.from({ length: count }, (_none, i) => to(`u${i}`)),
  )
  expect(at.at(-1)).toBeLessThanOrEqual(atMost)
  const [{ limit: allowed, perMs }] = limits
  expect(at.every((time, i) => i < allowed || (time ?? 0) - (at[i - allowed] ?? 0) > perMs)).toBe(true)
})

test('counts a window from when a message has surely arrived', () => {
  const limits = [{ per: 'channel', limit: 1, perMs: 1000 }] as const
  const slots = noSlots()
  expect(takeSlot(slots, limits, to('a'), { nowMs: 0, untilMs: ALWAYS })).toBe(0)
  moveSlot(slots, { to: 'a', at: 0, doneAt: 400 })
  expect(takeSlot(slots, limits, to('b'), { nowMs: 0, untilMs: ALWAYS })).toBe(1520)
})

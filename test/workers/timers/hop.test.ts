import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishSecond } from '../../../workers/timers/hop.ts'

const DAY_MS = 86_400_000
const HOP_MAX_MS = 7 * DAY_MS
const NOW_MS = Date.parse('2026-11-21T03:00:00Z')

describe('when a wake-up is published for', () => {
  it.each([
    ['a whole second stays', 60_000, 60],
    ['a part of a second is rounded up', 60_001, 61],
    ['overdue is now', -DAY_MS, 0],
    ['the longest delay needs no hop', HOP_MAX_MS, HOP_MAX_MS / 1000],
  ])('%s', (_case, inMs, seconds) => {
    expect(publishSecond(NOW_MS + inMs, NOW_MS, HOP_MAX_MS)).toBe(NOW_MS / 1000 + seconds)
  })

  it('is never more than the longest delay ahead, and far ahead while it hops', () => {
    const waits = fc.integer({ min: HOP_MAX_MS + 1, max: 3650 * DAY_MS })
    fc.assert(
      fc.property(waits, (inMs) => {
        const aheadMs = publishSecond(NOW_MS + inMs, NOW_MS, HOP_MAX_MS) * 1000 - NOW_MS
        expect(aheadMs).toBeLessThan(HOP_MAX_MS + 1000)
        expect(aheadMs).toBeGreaterThanOrEqual((HOP_MAX_MS * 7) / 8)
      }),
    )
  })

  it('is the same point for a long wait armed again a little later', () => {
    const dueAtMs = NOW_MS + 30 * DAY_MS
    const first = publishSecond(dueAtMs, NOW_MS, HOP_MAX_MS)
    expect(publishSecond(dueAtMs, NOW_MS + 60_000, HOP_MAX_MS)).toBe(first)
  })

  it('ends at the due time, whatever the wait', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3650 * DAY_MS }), (inMs) => {
        const dueAtMs = NOW_MS + inMs
        let nowMs = NOW_MS
        let hops = 0
        while (nowMs < dueAtMs && hops < 1000) {
          nowMs = publishSecond(dueAtMs, nowMs, HOP_MAX_MS) * 1000
          hops += 1
        }
        expect(nowMs - dueAtMs).toBeGreaterThanOrEqual(0)
        expect(nowMs - dueAtMs).toBeLessThan(1000)
        expect(hops).toBeLessThanOrEqual(Math.ceil(inMs / ((HOP_MAX_MS * 7) / 8)) + 1)
      }),
    )
  })
})

import { afterEach, describe, expect, it, vi } from 'vitest'
import { alarmTimers, HEARTBEAT_MS, noKnownAlarm } from '../../../workers/timers/alarm.ts'
import { openAlarm } from './alarm-world.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

afterEach(() => {
  vi.restoreAllMocks()
})

describe('the alarm clock', () => {
  it('rings again when the next thing is due, and falls silent when nothing is', async () => {
    const world = openAlarm()
    await world.timers.arm([{ subjectId: 'a', dueAtMs: world.now() + MINUTE_MS }])
    await world.timers.arm([{ subjectId: 'b', dueAtMs: world.now() + HOUR_MS }])
    const laterMs = world.now() + HOUR_MS
    await world.advance(MINUTE_MS)
    expect(await world.setAt()).toBe(laterMs)
    await world.advance(HOUR_MS)
    expect(await world.setAt()).toBeNull()
  })

  it.each([
    ['at once when there is more to do', { nextDueAtMs: null, againInMs: 0 }, 0],
    ['soon when more is due than the next thing says', { nextDueAtMs: HOUR_MS, againInMs: 500 }, 500],
    ['after a second when something stays due', { nextDueAtMs: -HOUR_MS }, SECOND_MS],
    ['in a moment when the next thing is due in a moment', { nextDueAtMs: 50 }, 50],
  ])('rings again %s', async (_case, { nextDueAtMs, ...rest }, inMs) => {
    const world = openAlarm()
    world.bell.ring = async () => ({ nextDueAtMs: nextDueAtMs === null ? null : world.now() + nextDueAtMs, ...rest })
    await world.fire()
    expect(await world.setAt()).toBe(world.now() + inMs)
  })

  it('keeps an alarm that was armed while it rang and is earlier', async () => {
    const world = openAlarm()
    world.bell.ring = async (clock) => {
      await clock.arm(world.now() + SECOND_MS)
      return { nextDueAtMs: world.now() + HOUR_MS }
    }
    await world.fire()
    expect(await world.setAt()).toBe(world.now() + SECOND_MS)
  })

  it('tries again with growing pauses when a ring fails, and never throws', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    const world = openAlarm()
    world.bell.ring = () => Promise.reject(new Error('contact ann could not be read'))
    const pauses: number[] = []
    for (let rings = 0; rings < 8; rings += 1) {
      await world.fire()
      const atMs = (await world.setAt()) ?? 0
      pauses.push((atMs - world.now()) / SECOND_MS)
      world.bell.nowMs = atMs
    }
    expect(pauses).toEqual([2, 4, 8, 16, 32, 60, 60, 60])
    expect(JSON.stringify(logged.mock.calls)).not.toContain('ann')

    world.bell.ring = async () => ({ nextDueAtMs: null })
    await world.fire()
    expect(await world.setAt()).toBeNull()
  })

  it('keeps ringing with nothing due when it stands in for cron', async () => {
    const world = openAlarm()
    world.bell.heartbeat = true
    await world.timers.arm([{ subjectId: 'a', dueAtMs: world.now() + HOUR_MS }])
    expect(await world.setAt()).toBe(world.now() + HEARTBEAT_MS)
    await world.advance(2 * HOUR_MS)
    expect(world.woken).toHaveLength(1)
    expect(await world.setAt()).toBe(world.now() + HEARTBEAT_MS)
  })
})

describe('arming asks the clock', () => {
  it('once for many wakes, with the earliest', async () => {
    const world = openAlarm()
    const dueMs = [HOUR_MS, MINUTE_MS, 2 * HOUR_MS].map((ms) => world.now() + ms)
    await world.timers.arm(dueMs.map((dueAtMs, position) => ({ subjectId: `s${position}`, dueAtMs })))
    expect(world.bell.arms).toEqual([dueMs[1]])
  })

  it('not at all while the alarm is known to be set early enough', async () => {
    const known = noKnownAlarm()
    const world = openAlarm({ known })
    const at = (ms: number) => world.timers.arm([{ subjectId: `in ${ms}`, dueAtMs: world.now() + ms }])
    await at(MINUTE_MS)
    await at(MINUTE_MS)
    await at(HOUR_MS)
    expect(world.bell.arms).toHaveLength(1)
    await at(SECOND_MS)
    expect(world.bell.arms).toHaveLength(2)
  })

  it('again once the alarm it knows of has rung', async () => {
    const world = openAlarm()
    await world.timers.arm([{ subjectId: 'a', dueAtMs: world.now() + SECOND_MS }])
    await world.advance(SECOND_MS)
    await world.timers.arm([{ subjectId: 'b', dueAtMs: world.now() + MINUTE_MS }])
    expect(world.bell.arms).toHaveLength(2)
  })

  it('again when what it knows is old', async () => {
    const world = openAlarm()
    await world.timers.arm([{ subjectId: 'a', dueAtMs: world.now() + HOUR_MS }])
    await world.advance(10 * SECOND_MS)
    await world.timers.arm([{ subjectId: 'b', dueAtMs: world.now() + HOUR_MS }])
    expect(world.bell.arms).toHaveLength(2)
  })

  it('never while the clock of the product stands still, and in real time when it is ahead', async () => {
    const frozen = openAlarm({ toRealMs: () => null })
    await frozen.timers.arm([{ subjectId: 'a', dueAtMs: frozen.now() }])
    expect(frozen.bell.arms).toEqual([])

    const ahead = openAlarm({ toRealMs: (dueAtMs) => dueAtMs - HOUR_MS })
    await ahead.timers.arm([{ subjectId: 'a', dueAtMs: ahead.now() + 2 * HOUR_MS }])
    expect(ahead.bell.arms).toEqual([ahead.now() + HOUR_MS])
  })

  it('and reports it when the clock cannot be reached, without throwing', async () => {
    const failures: string[] = []
    const world = openAlarm()
    const timers = alarmTimers({
      namespace: {
        idFromName: () => {
          throw new Error('the object was reset')
        },
        get: () => ({ arm: async () => {} }),
      },
      nowMs: world.now,
      onFailure: (why) => failures.push(why),
    })
    await timers.arm([{ subjectId: 'a', dueAtMs: world.now() }])
    expect(failures).toEqual(['the object was reset'])
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openAlarm } from './alarm-world.ts'
import { openQstash } from './qstash-world.ts'
import type { TimersWorld } from './world.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const DAY_MS = 24 * 60 * MINUTE_MS

/** Both adapters round to whole seconds at most, always upwards. */
const LATE_MS_MAX = SECOND_MS

const adapters: [string, () => TimersWorld][] = [
  ['QStash through the SDK', openQstash],
  ['QStash through a given fetch', openCarried],
  ["a Durable Object's alarm", openAlarm],
]

function openCarried(): TimersWorld {
  const world = openQstash({ timers: { fetch: (request) => world.carry(request) } })
  vi.stubGlobal('fetch', () => Promise.reject(new Error('not through the global fetch')))
  return world
}

describe.each(adapters)('%s', (_adapter, open) => {
  let world: TimersWorld
  beforeEach(() => {
    world = open()
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  const subjects = () => world.woken.map(({ subjectId }) => subjectId)
  const wakeIn = (subjectId: string, ms: number) => ({ subjectId, dueAtMs: world.now() + ms })

  it('wakes the subject when it is due and not before', async () => {
    const wake = wakeIn('contact:ann', 90 * SECOND_MS + 400)
    await world.timers.arm([wake])
    await world.advance(90 * SECOND_MS)
    expect(world.woken).toEqual([])
    await world.advance(2 * SECOND_MS)
    expect(subjects()).toEqual(['contact:ann'])
    expectOnTime(world.woken[0]?.atMs, wake.dueAtMs)
  })

  it('wakes at once what is overdue', async () => {
    await world.timers.arm([wakeIn('late', -DAY_MS)])
    await world.advance(2 * SECOND_MS)
    expect(subjects()).toEqual(['late'])
  })

  it('is not harmed by arming the same wake again', async () => {
    const wake = wakeIn('twice', 5 * MINUTE_MS)
    await world.timers.arm([wake, wake])
    await world.timers.arm([wake])
    await world.advance(MINUTE_MS)
    await world.timers.arm([wake])
    await world.advance(10 * MINUTE_MS)
    expect(subjects()).toEqual(['twice'])
  })

  it('wakes for the earlier although the later was armed first', async () => {
    await world.timers.arm([wakeIn('later', 10 * MINUTE_MS)])
    await world.timers.arm([wakeIn('earlier', MINUTE_MS)])
    await world.advance(2 * MINUTE_MS)
    expect(subjects()).toEqual(['earlier'])
    await world.advance(10 * MINUTE_MS)
    expect(subjects()).toEqual(['earlier', 'later'])
  })

  it('does not put off the earlier when the later is armed', async () => {
    await world.timers.arm([wakeIn('earlier', MINUTE_MS)])
    await world.timers.arm([wakeIn('later', 10 * MINUTE_MS)])
    await world.advance(2 * MINUTE_MS)
    expect(subjects()).toEqual(['earlier'])
  })

  it('wakes after a wait longer than any one delay', async () => {
    const wake = wakeIn('patient', 100 * DAY_MS)
    await world.timers.arm([wake])
    await world.advance(99 * DAY_MS)
    expect(world.woken).toEqual([])
    await world.advance(2 * DAY_MS)
    expect(subjects()).toEqual(['patient'])
    expectOnTime(world.woken[0]?.atMs, wake.dueAtMs)
  })

  it('wakes many that are armed and due at once', async () => {
    const wakes = Array.from({ length: 250 }, (_, position) => wakeIn(`many-${position}`, MINUTE_MS))
    await world.timers.arm(wakes)
    await world.advance(2 * MINUTE_MS)
    expect(subjects().sort()).toEqual(wakes.map(({ subjectId }) => subjectId).sort())
  })

  it('goes on after everything has rung', async () => {
    await world.timers.arm([wakeIn('first', MINUTE_MS)])
    await world.advance(2 * MINUTE_MS)
    await world.timers.arm([wakeIn('second', MINUTE_MS)])
    await world.advance(2 * MINUTE_MS)
    expect(subjects()).toEqual(['first', 'second'])
  })

  it('arms nothing when there is nothing to arm', async () => {
    await world.timers.arm([])
    await world.advance(DAY_MS)
    expect(world.woken).toEqual([])
  })
})

function expectOnTime(atMs: number | undefined, dueAtMs: number) {
  expect(atMs).toBeGreaterThanOrEqual(dueAtMs)
  expect(atMs).toBeLessThanOrEqual(dueAtMs + LATE_MS_MAX)
}

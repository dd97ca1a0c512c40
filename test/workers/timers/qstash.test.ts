import { afterEach, describe, expect, it, vi } from 'vitest'
import { openQstash } from './qstash-world.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('a wake-up through QStash', () => {
  it('is published for the whole second after it is due, as the SDK does it and without telemetry', async () => {
    const world = openQstash()
    await world.timers.arm([{ subjectId: 'contact:ann', dueAtMs: Date.parse('2026-11-21T04:00:00.001Z') }])
    const [request] = world.requests
    expect(request?.url).toBe('https://qstash.upstash.io/v2/batch')
    const second = Date.parse('2026-11-21T04:00:01Z') / 1000
    expect(await request?.json()).toEqual([
      {
        destination: 'https://qunflow.example/timers/wake',
        headers: {
          'content-type': 'application/json',
          'upstash-method': 'POST',
          'upstash-not-before': String(second),
          'upstash-deduplication-id': `qunflow_2e_example-contact_3a_ann-${second}-${second}`,
          'upstash-retries': '3',
          'upstash-label': 'qunflow',
        },
        body: '{"subject_id":"contact:ann","due_at":"2026-11-21T04:00:00.001Z"}',
      },
    ])
  })

  it('carries on what waits to go out in few invocations at once, by flow control', async () => {
    const world = openQstash()
    await world.timers.arm([
      { subjectId: 'deliveries', dueAtMs: world.now() },
      { subjectId: 'ann', dueAtMs: world.now() },
    ])
    const flows = world.double.pending().map(({ flowControl }) => flowControl)
    expect(flows).toEqual([{ key: 'qunflow_2e_example-deliveries', value: 'parallelism=3' }, undefined])
  })

  it('shares a request with at most 99 others', async () => {
    const world = openQstash()
    const wakes = Array.from({ length: 201 }, (_, position) => ({ subjectId: `s${position}`, dueAtMs: world.now() }))
    await world.timers.arm(wakes)
    const sizes = await Promise.all(world.requests.map(async (request) => ((await request.json()) as unknown[]).length))
    expect(sizes.sort()).toEqual([1, 100, 100])
  })

  it('costs one message however often it is armed', async () => {
    const world = openQstash()
    const wake = { subjectId: 'ann', dueAtMs: world.now() + 30 * DAY_MS }
    await world.timers.arm([wake, wake])
    await world.timers.arm([wake])
    expect(world.double.pending()).toHaveLength(1)
  })

  it('is not taken for that of another subject with a similar name', async () => {
    const world = openQstash()
    const dueAtMs = world.now() + MINUTE_MS
    const names = ['a:b', 'a_b', 'a-b', 'a.b', 'a_3a_b', '群']
    await world.timers.arm(names.map((subjectId) => ({ subjectId, dueAtMs })))
    await world.advance(2 * MINUTE_MS)
    expect(world.woken.map(({ subjectId }) => subjectId).sort()).toEqual(names.sort())
  })

  it('arrives after hops even if QStash remembers ids for ninety days', async () => {
    const world = openQstash({ double: { deduplicationWindowMs: 90 * DAY_MS } })
    await world.timers.arm([{ subjectId: 'ann', dueAtMs: world.now() + 30 * DAY_MS }])
    await world.advance(31 * DAY_MS)
    expect(world.woken).toHaveLength(1)
    expect(world.double.attempts()).toHaveLength(5)
    expect(world.failures).toEqual([])
  })

  it('wakes again something overdue that was woken already', async () => {
    const world = openQstash()
    const wake = { subjectId: 'ann', dueAtMs: world.now() + MINUTE_MS }
    await world.timers.arm([wake])
    await world.advance(2 * MINUTE_MS)
    await world.timers.arm([wake])
    await world.advance(MINUTE_MS)
    expect(world.woken).toHaveLength(2)
  })
})

describe('what QStash does not take is reported and does not throw', () => {
  it('one refused message does not keep the others from being armed', async () => {
    const world = openQstash({ double: { delayMaxMs: DAY_MS } })
    const good = { subjectId: 'good', dueAtMs: world.now() + MINUTE_MS }
    const bad = { subjectId: 'bad', dueAtMs: world.now() + 3 * DAY_MS }
    await world.timers.arm([bad, good])
    expect(world.failures).toEqual([{ why: expect.stringContaining('delay'), wakes: [bad] }])
    expect(world.double.pending()).toHaveLength(1)
  })

  it.each([
    ['the service is down', 503],
    ['the limit is reached', 429],
  ])('%s', async (_case, apiStatus) => {
    const world = openQstash()
    world.double.faults.apiStatus = apiStatus
    const wake = { subjectId: 'ann', dueAtMs: world.now() }
    await world.timers.arm([wake])
    expect(world.failures).toMatchObject([{ wakes: [wake] }])
  })

  it('the token is refused', async () => {
    const world = openQstash({ timers: { token: 'other' } })
    await world.timers.arm([{ subjectId: 'ann', dueAtMs: world.now() }])
    expect(world.failures).toMatchObject([{ why: '{"error":"unauthorized"}' }])
  })

  it('the network fails, also after the SDK tried again', async () => {
    const world = openQstash()
    const fetched = vi.fn(() => Promise.reject(new Error('connection lost')))
    vi.stubGlobal('fetch', fetched)
    await world.timers.arm([{ subjectId: 'ann', dueAtMs: world.now() }])
    expect(fetched).toHaveBeenCalledTimes(3)
    expect(world.failures).toMatchObject([{ why: 'connection lost' }])
  })

  it('a given fetch that fails', async () => {
    const world = openQstash({ timers: { fetch: async () => new Response('no', { status: 500 }) } })
    await world.timers.arm([{ subjectId: 'ann', dueAtMs: world.now() }])
    expect(world.failures).toMatchObject([{ why: 'QStash answered 500: no' }])
  })
})

describe('faults of delivery', () => {
  it('a forged wake-up wakes nobody', async () => {
    const world = openQstash()
    world.double.faults.forge = true
    await world.timers.arm([{ subjectId: 'ann', dueAtMs: world.now() }])
    await world.advance(DAY_MS)
    expect(world.double.attempts().map(({ status }) => status)).toEqual([401, 401, 401, 401])
    expect(world.woken).toEqual([])
  })

  it('a wake-up signed with the next key is genuine', async () => {
    const world = openQstash()
    world.double.signWith('next')
    await world.timers.arm([{ subjectId: 'ann', dueAtMs: world.now() }])
    await world.advance(MINUTE_MS)
    expect(world.woken).toHaveLength(1)
  })

  it('one that comes early is armed again by the receiver', async () => {
    const world = openQstash({ double: { deduplicationWindowMs: 0 } })
    await world.timers.arm([{ subjectId: 'ann', dueAtMs: world.now() + 10 * MINUTE_MS }])
    world.double.faults.lateMs = -MINUTE_MS
    await world.advance(9 * MINUTE_MS - 1000)
    world.double.faults.lateMs = 0
    await world.advance(2 * MINUTE_MS)
    expect(world.woken).toHaveLength(1)
  })
})

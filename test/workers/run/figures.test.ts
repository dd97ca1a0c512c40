import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { type Definition, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

const DAY_MS = 86_400_000
const ZONES = ['Pacific/Auckland', 'Pacific/Chatham', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC', 'America/New_York', 'America/St_Johns', 'Pacific/Honolulu'] // biome-ignore format: one list
const TYPES = ['member.joined', 'member.left', 'message.received', 'message.received', 'reaction.added', 'checkin.made', 'order.paid', 'custom.lesson'] // biome-ignore format: one list
const OWN = ['message.received', 'reaction.added', 'checkin.made']
const FROM = '2030-09-20'
const TO = '2030-11-08'

type Happened = { id: string; user: string; type: string; at: number; amount: number }

let happened: Happened[] = []

beforeAll(async () => {
  await migrate()
  await sandbox('rc')
  await get('/dev/clock', { body: { set: '2030-11-20T10:07:00Z' } })
  happened = history(1_000)
  await tell(happened)
  await tell(happened.slice(0, 40)) // Redelivered: counts once.
  await idle()
}, 90_000)

/** A believable disorder: sequences of members, told in no order, the same each time. */
function history(count: number): Happened[] {
  const random = sequence(7)
  const start = Date.parse('2030-09-18T00:00:00Z')
  return Array.from({ length: count }, (_, i) => ({
    id: `h${i}`,
    user: `u${Math.floor(random() * 40)}`,
    type: TYPES[Math.floor(random() * TYPES.length)] ?? '',
    at: start + Math.floor(random() * 55 * DAY_MS),
    amount: Math.floor(random() * 100),
  }))
}

function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

async function tell(all: readonly Happened[]): Promise<void> {
  for (let i = 0; i < all.length; i += 100)
    await get('/events?channel=rc', {
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: all.slice(i, i + 100).map(({ id, user, type, at, amount }) => ({
        specversion: '1.0',
        ...{ id, type, source: 'test', subject: user, time: new Date(at).toISOString() },
        data: type === 'order.paid' ? { amount } : type === 'message.received' ? { text: 'hello' } : {},
      })),
    })
}

const formats = new Map<string, Intl.DateTimeFormat>()

function dayIn(zone: string, at: number): string {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })
  formats.set(zone, format)
  return format.format(at)
}

function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Members with something of these types on these days, each once. */
function members(zone: string, from: string, to: string, types?: readonly string[]): Set<string> {
  const inside = happened.filter(({ at, type }) => {
    const day = dayIn(zone, at)
    return day >= from && day <= to && (types ? types.includes(type) : type !== 'member.left')
  })
  return new Set(inside.map(({ user }) => user))
}

function events(zone: string, from: string, to: string, types: readonly string[]): Happened[] {
  return happened.filter(({ at, type }) => {
    const day = dayIn(zone, at)
    return types.includes(type) && day >= from && day <= to
  })
}

function recounted(zone: string, day: string) {
  const orders = events(zone, day, day, ['order.paid'])
  return {
    day,
    new: members(zone, day, day, ['member.joined']).size,
    left: members(zone, day, day, ['member.left']).size,
    active: members(zone, day, day).size,
    interactions: events(zone, day, day, OWN).length,
    orders: orders.length,
    value: orders.reduce((sum, { amount }) => sum + amount, 0),
  }
}

it.each(ZONES)('tells what a recount from the raw events tells, whatever the clocks do: %s', async (zone) => {
  for (const _ of ['found', 'as it was kept']) {
    const answer = await get(`/api/v1/metrics/overview?from=${FROM}&to=${TO}&timezone=${zone}`)
    const days = Array.from({ length: 50 }, (_, i) => later(FROM, i))
    expect(answer.days).toMatchObject(days.map((day) => recounted(zone, day)))
    expect(answer.figures).toMatchObject({
      members: {
        new: members(zone, FROM, TO, ['member.joined']).size,
        left: members(zone, FROM, TO, ['member.left']).size,
      },
      active: {
        last_day: members(zone, TO, TO).size,
        last_7_days: members(zone, later(TO, -6), TO).size,
        last_30_days: members(zone, later(TO, -29), TO).size,
      },
      interactions: { events: events(zone, FROM, TO, OWN).length, members: members(zone, FROM, TO, OWN).size },
      orders: { members: members(zone, FROM, TO, ['order.paid']).size },
    })
  }
})

it.each(ZONES)('tells how many came back as the raw events do: %s', async (zone) => {
  const { cohorts } = await get(`/api/v1/metrics/retention?from=${FROM}&to=2030-10-05&timezone=${zone}`)
  expect(cohorts).toHaveLength(16)
  for (const { day, joined, d1, d7, d30, d90 } of cohorts) {
    const cohort = members(zone, day, day, ['member.joined'])
    expect(joined).toBe(cohort.size)
    const back = (n: number) =>
      [...members(zone, later(day, n), later(day, n))].filter((user) => cohort.has(user)).length
    if (cohort.size > 0) expect([d1?.members, d7?.members, d30?.members]).toEqual([back(1), back(7), back(30)])
    expect(d90).toBeNull()
  }
})

it.each(ZONES)('follows members down a funnel as the raw events do: %s', async (zone) => {
  const steps = ['member.joined', 'checkin.made', 'order.paid', 'custom.lesson']
  const { steps: told } = await get(
    `/api/v1/metrics/funnel?from=2030-10-10&to=2030-10-25&timezone=${zone}&steps=${steps.join(',')}`,
  )
  const inside = events(zone, '2030-10-10', '2030-10-25', TYPES)
  const slots = (user: string, type: string) =>
    inside.filter((one) => one.user === user && one.type === type).map(({ at }) => Math.floor(at / 900_000))
  const expected = steps.map(() => 0)
  for (const user of new Set(inside.map((one) => one.user))) {
    let place = Number.NEGATIVE_INFINITY
    for (const [i, type] of steps.entries()) {
      place = Math.min(...slots(user, type).filter((slot) => slot >= place))
      if (place === Number.POSITIVE_INFINITY) break
      expected[i] = (expected[i] ?? 0) + 1
    }
  }
  expect(told.map(({ members: count }: { members: number }) => count)).toEqual(expected)
  expect(expected[1]).toBeGreaterThan(0)
})

it('counts again what was known of a window when something comes late', async () => {
  const path = `/api/v1/metrics/overview?from=${FROM}&to=${TO}&timezone=UTC`
  const before = await get(path)
  const late = { id: 'late', user: 'late', type: 'member.joined', at: Date.parse('2030-10-01T12:00:00Z'), amount: 0 }
  happened.push(late)
  await tell([late])
  await idle()
  const after = await get(path)
  expect(after.figures.members.new).toBe(before.figures.members.new + 1)
  expect(after.days[11]).toMatchObject(recounted('UTC', '2030-10-01'))
})

it('leaves the figures as they were when a contact is erased', async () => {
  const path = `/api/v1/metrics/overview?from=${FROM}&to=${TO}&timezone=Asia/Shanghai`
  const before = await get(path)
  const { items } = await get('/api/v1/contacts?channel=rc&external_id=u1')
  await get(`/api/v1/contacts/${items[0].id}`, { method: 'DELETE' })
  await (env as unknown as { DB: D1Database }).DB.exec('DELETE FROM tallies')
  expect(await get(path)).toEqual(before)
})

const waits: Definition = {
  id: 'waits',
  triggers: [{ on: 'custom.go' }],
  goal: { on: 'order.paid', within: '5d', value: 'event.data.amount' },
  exit: [{ on: 'member.left' }],
  settings: { category: 'transactional' },
  actions: [
    { id: 'hello', do: 'message.send', with: { text: 'hello' } },
    { id: 'first', wait: '1d' },
    { id: 'second', wait: '1d' },
    { id: 'bye', do: 'message.send', with: { text: 'bye' } },
  ],
}

it('says where the runs of a workflow stand: entered is active and ended', async () => {
  await install(waits)
  for (const user of ['a', 'b', 'c', 'd']) await happens('rc', user, 'custom.go')
  await idle()
  await happens('rc', 'a', 'order.paid', { amount: 30 })
  await happens('rc', 'b', 'member.left')
  await get('/dev/clock', { body: { advance: '25h' } })
  await happens('rc', 'e', 'custom.go')
  await idle()
  const figures = () => get('/api/v1/metrics/workflows/waits?from=2030-11-01&to=2030-11-30')
  expect(await figures()).toMatchObject({
    entered: 5,
    ended: 2,
    converted: 1,
    value: 30,
    conversion_rate: 0.2,
    messages: { sent: 5, failed: 0 },
    ever: { entered: 5, active: 3, ended: 2 },
    waiting: [
      { step: 'second', runs: 2 },
      { step: 'first', runs: 1 },
    ],
    lateness: { woken: 2, mean_ms: 0 },
  })
  const [erased] = (await get('/api/v1/contacts?channel=rc&external_id=c')).items
  await get(`/api/v1/contacts/${erased.id}`, { method: 'DELETE' })
  await get('/dev/clock', { body: { advance: '3d' } })
  expect(await figures()).toMatchObject({
    ever: { entered: 5, active: 0, ended: 5 },
    waiting: [],
    messages: { sent: 7 },
    ended_by_reason: expect.arrayContaining([
      { status: 'completed', reason: 'goal', runs: 1 },
      { status: 'exited', reason: 'exit: member.left', runs: 1 },
      { status: 'cancelled', reason: 'contact erased', runs: 1 },
      { status: 'completed', reason: null, runs: 2 },
    ]),
  })
})

it('counts who was active up to now without looking at members', async () => {
  const { days, figures } = await get('/api/v1/metrics/overview?timezone=Asia/Kathmandu')
  const today = days.at(-1)
  await happens('rc', 'now-1', 'message.received', { text: 'hi' })
  await happens('rc', 'now-1', 'message.received', { text: 'hi' })
  await happens('rc', 'now-2', 'message.received', { text: 'hi' })
  await idle()
  const after = await get('/api/v1/metrics/overview?timezone=Asia/Kathmandu')
  expect(after.days.at(-1)).toMatchObject({ active: today.active + 2, interactions: today.interactions + 3 })
  expect(after.figures.active.last_30_days).toBe(figures.active.last_30_days + 2)
})

it('refuses days that are none', async () => {
  await expect(get('/api/v1/metrics/overview?from=2030-02-31')).rejects.toThrow('400')
  await expect(get('/api/v1/metrics/overview?from=2030-02-03&to=2030-02-02')).rejects.toThrow('400')
  await expect(get('/api/v1/metrics/overview?from=2028-01-01&to=2030-02-02')).rejects.toThrow('400')
  await expect(get('/api/v1/metrics/overview?timezone=Mars/Olympus')).rejects.toThrow('400')
  await expect(get('/api/v1/metrics/funnel?steps=one')).rejects.toThrow('400')
})

import { beforeAll, expect, it } from 'vitest'
import { ask, get, idle, install, migrate, sandbox } from '../../world.ts'

/** The product is asked for its figures and for its raw rows, and nothing but those rows is counted here. */
const ZONES = ['Pacific/Auckland', 'Pacific/Chatham', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Asia/Kathmandu', 'Europe/Berlin', 'America/St_Johns', 'America/New_York', 'Pacific/Honolulu'] // biome-ignore format: one list
const TYPES = ['member.joined', 'member.left', 'message.received', 'checkin.made', 'order.paid', 'order.refunded', 'custom.x'] // biome-ignore format: one list
const OWN = new Set(['message.received', 'reaction.added', 'button.clicked', 'form.submitted', 'checkin.made', 'link.clicked', 'survey.answered']) // biome-ignore format: one list
const STEPS = 36
const MINUTE = 60_000

// biome-ignore lint/suspicious/noExplicitAny: rows as they are exported
type Row = any
type Happened = { type: string; at: number; who: string; data: Row }

const rows: Record<string, Row[]> = {}
const random = sequence(23)

beforeAll(async () => {
  await migrate()
  await sandbox('live')
  await get('/dev/clock', { body: { set: '2030-03-24T09:41:00Z' } })
  const award = { do: 'points.award', with: { points: 7, reason: 'here', expires_in: '3d' } }
  const pay = { do: 'points.redeem', with: { points: 5, reason: 'paid' }, on_error: 'continue' }
  const hello = (text: string) => ({ do: 'message.send', with: { text, category: 'transactional' } })
  await install({
    ...{ id: 'comes', triggers: [{ on: 'member.joined' }], goal: { on: 'order.paid', value: 'event.data.amount' } },
    ...{ exit: [{ on: 'member.left' }], actions: [hello('one'), { wait: '26h' }, hello('two'), { wait: '5d' }] },
  })
  await install({
    ...{ id: 'earns', triggers: [{ on: 'checkin.made' }], entry: { mode: 'parallel', max: 50 } },
    actions: [award, { wait: '30m' }],
  })
  await install({ id: 'pays', triggers: [{ on: 'order.paid' }], actions: [pay] })
  for (let step = 0; step < STEPS; step++) await live(step)
  for (const line of (await (await ask('/api/v1/export')).text()).split('\n').filter((one) => one !== '')) {
    const { table, row } = JSON.parse(line) as { table?: string; row: Row }
    if (table) rows[table] = [...(rows[table] ?? []), row]
  }
}, 120_000)

/** Some hours of a community, through the nights in which the clocks of Europe, Lord Howe and Auckland change. */
async function live(step: number): Promise<void> {
  const now = Date.parse((await get('/dev/clock')).now)
  const body = Array.from({ length: 6 }, (_, i) => {
    const type = TYPES[Math.floor(random() * TYPES.length)] ?? ''
    const time = new Date(now - Math.floor(random() * 50 * MINUTE)).toISOString()
    const data = type.startsWith('order') ? { amount: 1 + Math.floor(random() * 9) } : {}
    return {
      specversion: '1.0',
      source: 't',
      id: `${step}-${i}`,
      subject: `m${Math.floor(random() * 12)}`,
      type,
      time,
      data,
    }
  })
  const headers = { 'content-type': 'application/cloudevents-batch+json' }
  await get('/events?channel=live', { headers, body })
  await idle()
  await get('/dev/clock', { body: { advance: `${5 + Math.floor(random() * 8)}h${Math.floor(random() * 60)}m` } })
}

function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

function dayIn(zone: string, at: number): string {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })
  formats.set(zone, format)
  return format.format(at)
}

function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** What came from outside. */
function happened(): Happened[] {
  return (rows.events ?? [])
    .filter(({ channel }) => channel === 'live')
    .map(({ type, at, subject_id, data }) => ({ type, at, who: subject_id, data: JSON.parse(data) }))
}

function recount(zone: string, from: string, to: string) {
  const within = (at: number) => dayIn(zone, at) >= from && dayIn(zone, at) <= to
  const all = happened().filter(({ at }) => within(at))
  const of = (...types: string[]) => all.filter(({ type }) => types.includes(type))
  const people = (some: readonly Happened[]) => new Set(some.map(({ who }) => who)).size
  const sum = (some: readonly Happened[]) => some.reduce((total, { data }) => total + data.amount, 0)
  const runs = (rows.runs ?? []).filter(({ started_at }) => within(started_at))
  const points = (kind: string) =>
    (rows.ledger ?? [])
      .filter((entry) => entry.kind === kind && within(entry.at))
      .reduce((total, { delta }) => total + Math.abs(delta), 0)
  const own = all.filter(({ type }) => OWN.has(type))
  return {
    members: { new: people(of('member.joined')), left: people(of('member.left')) },
    interactions: { events: own.length, members: people(own) },
    messages: {
      sent: (rows.deliveries ?? []).filter(({ status, sent_at }) => status === 'sent' && within(sent_at)).length,
    },
    workflows: { entered: runs.length },
    orders: {
      ...{ paid: of('order.paid').length, members: people(of('order.paid')), value: sum(of('order.paid')) },
      ...{ refunded: of('order.refunded').length, refunded_value: sum(of('order.refunded')) },
    },
    points: { issued: points('award'), redeemed: points('redeem'), expired: points('expire') },
  }
}

const active = (zone: string, from: string, to: string) =>
  new Set(
    happened()
      .filter(({ type, at }) => type !== 'member.left' && dayIn(zone, at) >= from && dayIn(zone, at) <= to)
      .map(({ who }) => who),
  ).size

it.each(ZONES)('equals a recount of the exported rows over any range: %s', async (zone) => {
  const first = '2030-03-24'
  for (let i = 0; i < 6; i++) {
    const from = later(first, Math.floor(random() * 10))
    const to = later(from, Math.floor(random() * 8))
    const told = await get(`/api/v1/metrics/overview?from=${from}&to=${to}&timezone=${zone}`)
    expect(told.figures).toMatchObject({
      ...recount(zone, from, to),
      active: {
        last_day: active(zone, to, to),
        last_7_days: active(zone, later(to, -6), to),
        last_30_days: active(zone, later(to, -29), to),
      },
    })
    for (const { day, new: joined, active: seen, interactions, orders, value, points_issued, sent } of told.days) {
      const counted = recount(zone, day, day)
      expect([day, joined, seen, interactions, orders, value, points_issued, sent]).toEqual([
        ...[day, counted.members.new, active(zone, day, day), counted.interactions.events, counted.orders.paid],
        ...[counted.orders.value, counted.points.issued, counted.messages.sent],
      ])
    }
  }
})

it('per workflow what entered is active or ended, as the exported runs say', async () => {
  expect(rows.runs?.length).toBeGreaterThan(40)
  for (const id of ['comes', 'earns', 'pays']) {
    const runs = (rows.runs ?? []).filter(({ workflow_id }) => workflow_id === id)
    const open = runs.filter(({ ended_at }) => ended_at === null)
    const told = await get(`/api/v1/metrics/workflows/${id}?from=2030-03-20&to=2030-04-30`)
    expect(told).toMatchObject({
      ...{ entered: runs.length, ended: runs.length - open.length },
      ever: { entered: runs.length, active: open.length, ended: runs.length - open.length },
      converted: runs.filter(({ memory }) => JSON.parse(memory).goal !== null).length,
    })
    const waiting = told.waiting.map(({ step, runs: some }: { step: string; runs: number }) => [step, some]).sort()
    const counted = new Map<string, number>()
    for (const { step } of open) counted.set(step, (counted.get(step) ?? 0) + 1)
    expect(waiting).toEqual([...counted].sort())
  }
})

import { beforeAll, expect, it } from 'vitest'
import { ask, contact, type Definition, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

const definition: Definition = {
  id: 'offer',
  triggers: [{ on: 'custom.offer' }],
  goal: { on: 'order.paid', within: '2d', value: 'event.data.amount' },
  entry: { mode: 'parallel', max: 5 },
  settings: { category: 'transactional' },
  actions: [
    { id: 'test', split: [{ name: 'plain', weight: 1, then: [{ id: 'p', do: 'tag.add', with: { tag: 'plain' } }] }, { name: 'bold', weight: 1, then: [{ id: 'b', do: 'tag.add', with: { tag: 'bold' } }] }] },
    { id: 'rest', wait: '3d' },
  ],
} // biome-ignore format: one shape

beforeAll(async () => {
  await migrate()
  await sandbox('ex')
  await get('/dev/clock', { body: { set: '2031-03-05T10:00:00Z' } })
  await install(definition)
})

const read = () => get('/api/v1/metrics/experiments/offer:test')

async function tell(type: string, users: readonly string[], data: object = {}) {
  const all = users.map((user, i) => ({
    specversion: '1.0',
    id: `${type}-${user}-${i}-${Math.random()}`,
    type,
    source: 'test',
    subject: user,
    data,
  }))
  for (let i = 0; i < all.length; i += 100)
    await get('/events?channel=ex', {
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: all.slice(i, i + 100),
    })
  await idle()
}

const users = Array.from({ length: 200 }, (_, i) => `e${i}`)

it('counts whom it has put where, once each, and who reached the goal within its window', async () => {
  await tell('custom.offer', users)
  await tell('custom.offer', users.slice(0, 50)) // Again: the same branches, nobody is exposed twice.
  const bold = (await get('/api/v1/contacts?limit=200')).items.filter((one: { tags: string[] }) =>
    one.tags.includes('bold'),
  )
  await tell('order.paid', users.slice(0, 60), { amount: 5 })
  const found = await read()
  expect(found.branches.map((one: { exposed: number }) => one.exposed).reduce((a: number, b: number) => a + b)).toBe(
    200,
  )
  expect(found.branches).toMatchObject([
    { name: 'plain', expected: 100 },
    { name: 'bold', expected: 100, exposed: bold.length },
  ])
  expect(found.branches[0].converted + found.branches[1].converted).toBe(60)
  expect(found.branches[0].value + found.branches[1].value).toBe(300)
  const inBold = await Promise.all(users.slice(0, 60).map((user) => contact('ex', user)))
  expect(found.branches[1].converted).toBe(inBold.filter(({ tags }) => tags.includes('bold')).length)
  expect(found).toMatchObject({ running: true, exposed: 200, control: 'plain', ratio: { off: false } })
  await tell('order.paid', users.slice(0, 60), { amount: 5 })
  expect(await read()).toEqual(found)
  expect(await get('/api/v1/metrics/experiments')).toMatchObject({ items: [{ id: 'offer:test', exposed: 200 }] })
})

it('raises one alert when members do not stand as the weights say', async () => {
  const { DB } = (await import('cloudflare:workers')).env as unknown as { DB: D1Database }
  await DB.prepare(
    "INSERT INTO figures (area, slot, metric, value) VALUES ('x:offer.test', 2000000, 'exposed:plain', 300)",
  ).run()
  await DB.prepare(
    "INSERT INTO figures (area, slot, metric, value) VALUES ('x:offer.test', 2000000, 'expected:plain', 150)",
  ).run()
  await DB.prepare(
    "INSERT INTO figures (area, slot, metric, value) VALUES ('x:offer.test', 2000000, 'expected:bold', 150)",
  ).run()
  await DB.exec('DELETE FROM tallies')
  for (const _ of [1, 2, 3]) await get('/dev/clock', { body: { advance: '1d' } })
  expect(await read()).toMatchObject({ ratio: { off: true }, verdict: { kind: 'ratio off' } })
  const { items } = await get('/api/v1/alerts')
  expect(items).toMatchObject([{ name: 'experiment-ratio' }])
})

it('puts the steps of the winner in the place of the split', async () => {
  expect((await ask('/api/v1/experiments/offer:test/promote', { body: { branch: 'nobody' } })).status).toBe(404)
  expect((await ask('/api/v1/experiments/offer:none/promote', { body: { branch: 'bold' } })).status).toBe(404)
  const draft = await get('/api/v1/experiments/offer:test/promote', { body: { branch: 'bold' } })
  expect(draft).toMatchObject({ version: 1, draft: { actions: [{ id: 'b' }, { id: 'rest' }] } })
  await get('/api/v1/workflows/offer', { method: 'PUT', body: { name: 'offer', ...definition } })
  const published = await get('/api/v1/experiments/offer:test/promote', { body: { branch: 'bold', publish: true } })
  expect(published).toMatchObject({ version: 2, definition: { actions: [{ id: 'b' }, { id: 'rest' }] } })
  expect(await read()).toMatchObject({ running: false })
})

/** What the report tells, out of the figures that everybody can ask for. */
// biome-ignore lint/suspicious/noExplicitAny: figures as the API shows them
function numbersOf(figures: any, retention: number | null) {
  const { members, active, interactions, workflows, orders, referrals, points, nps, alerts, messages } = figures
  return {
    ...{ new: members.new, left: members.left, active: active.last_7_days, daily: active.daily_mean },
    ...{ stickiness: active.stickiness, retention, interactions: interactions.events },
    ...{ interaction_rate: interactions.rate, entered: workflows.entered, converted: workflows.converted },
    ...{
      conversion_rate: workflows.rate,
      orders: orders.paid,
      order_value: orders.value,
      referrals: referrals.qualified,
    },
    ...{ points_issued: points.issued, points_redeemed: points.redeemed, points_expired: points.expired },
    ...{
      nps: nps.score,
      alerts: alerts.raised,
      sent: messages.sent,
      skipped: messages.skipped,
      failed: messages.failed,
    },
  }
}

it('sends a report each Monday at nine, once, in both languages', async () => {
  await get('/dev/clock', { body: { set: '2031-03-14T10:00:00Z' } })
  const boss = await contact('ex', 'e0')
  const report = { channel: 'ex', room: 'board', contacts: [boss.id], locales: ['en', 'zh-CN'] }
  await get('/api/v1/settings', { method: 'PUT', body: { timezone: 'Asia/Shanghai', report } })
  await happens('ex', 'newcomer', 'member.joined')
  await idle()
  const sent = async () =>
    (await get('/api/v1/messages?channel=ex&limit=200')).items.filter((one: { id: string }) =>
      one.id.includes('-report-'),
    )
  await get('/dev/clock', { body: { set: '2031-03-17T00:59:00Z' } })
  expect(await sent()).toEqual([])
  await get('/dev/clock', { body: { set: '2031-03-17T01:01:00Z' } })
  const messages = await sent()
  expect(messages).toHaveLength(4)
  expect(messages.map(({ status }: { status: string }) => status)).toEqual(['sent', 'sent', 'sent', 'sent'])
  const preview = await get('/api/v1/reports/weekly?week=2031-W11&locale=zh-CN')
  expect(preview).toMatchObject({ week: { name: '2031-W11', from: '2031-03-10', to: '2031-03-16' }, now: { new: 1 } })
  expect(messages.map(({ text }: { text: string }) => text)).toContain(preview.text)
  const range = 'from=2031-03-10&to=2031-03-16&timezone=Asia/Shanghai'
  const { figures, before } = await get(`/api/v1/metrics/overview?${range}`)
  expect(preview.now).toEqual(numbersOf(figures, preview.now.retention))
  expect(preview.before).toEqual(numbersOf(before.figures, preview.before.retention))
  await get('/dev/clock', { body: { advance: '6d' } })
  expect(await sent()).toHaveLength(4)
  await get(`/api/v1/contacts/${boss.id}`, { method: 'PATCH', body: { consents: { all: false } } })
  await get('/dev/clock', { body: { advance: '1d' } })
  const second = (await sent()).slice(0, 4)
  expect(await sent()).toHaveLength(8)
  expect(
    second
      .map((one: { recipient: string; status: string; reason?: string }) => [one.recipient, one.status, one.reason])
      .sort(),
  ).toEqual([
    ['contact', 'skipped', 'consent: all'],
    ['contact', 'skipped', 'consent: all'],
    ['room', 'sent', undefined],
    ['room', 'sent', undefined],
  ])
  expect((await ask('/api/v1/reports/weekly?week=2031-W54')).status).toBe(400)
})

import { beforeAll, expect, it } from 'vitest'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from './world.ts'

/** One event through the whole house: what ARCHITECTURE.md walks, and what the numbers promise. */

beforeAll(async () => {
  await migrate()
  await sandbox('walk')
})

const flow = {
  id: 'walk',
  triggers: [{ on: 'member.joined' }],
  actions: [
    { id: 'tag', do: 'tag.add', with: { tag: 'new' } },
    { id: 'points', do: 'points.award', with: { points: 10, reason: 'welcome' } },
    { id: 'hello', do: 'message.send', with: { text: 'Hello {{contact.id}}' } },
    { id: 'pause', wait: '1d' },
    { id: 'later', do: 'message.send', with: { text: 'A day later' } },
  ],
}

it('answers when kept, and shows the run, its journal, the message, the points and the next step', async () => {
  await install(flow)
  const answer = await happens('walk', 'ann', 'member.joined')
  expect(answer.status).toBe(202)
  expect(await answer.json()).toEqual({ accepted: 1, duplicates: 0 })
  await idle()
  const ann = await contact('walk', 'ann')
  expect(ann).toMatchObject({ tags: ['new'], points: 10, identities: [{ channel: 'walk', external_id: 'ann' }] })
  const { items: runs } = await get(`/api/v1/runs?contact_id=${ann.id}`)
  expect(runs).toMatchObject([{ workflow_id: 'walk', version: 1, status: 'waiting', position: 'pause' }])
  const run = await get(`/api/v1/runs/${runs[0].id}`)
  expect(run.journal.map((entry: { step: string; status: string }) => [entry.step, entry.status])).toEqual([
    [null, 'started'],
    ['tag', 'completed'],
    ['points', 'completed'],
    ['hello', 'completed'],
    ['pause', 'waiting'],
  ])
  const { items: messages } = await get(`/api/v1/messages?contact_id=${ann.id}`)
  expect(messages).toMatchObject([{ id: `${run.id}:hello:0`, text: `Hello ${ann.id}`, status: 'sent', to: 'ann' }])
  const { items: ledger } = await get(`/api/v1/points?contact_id=${ann.id}`)
  expect(ledger).toMatchObject([{ delta: 10, balance: 10, reason: 'welcome' }])
  await advance('1d')
  const { items: after } = await get(`/api/v1/messages?contact_id=${ann.id}`)
  expect(after.map((message: { text: string }) => message.text)).toContain('A day later')
  expect(await get(`/api/v1/runs/${run.id}`)).toMatchObject({ status: 'completed', wake_at: null })
})

it('takes two round trips and at most 16 rows an event, whatever it starts', async () => {
  await happens('walk', 'warm', 'member.joined')
  await idle()
  await get('/dev/stats/reset', { method: 'POST' })
  await happens('walk', 'bob', 'member.joined')
  await idle()
  const { d1 } = await get('/dev/stats')
  expect(d1.batches).toBeLessThanOrEqual(2)
  expect(d1.rows_written).toBeLessThanOrEqual(16)
})

it('takes the same round trips for a batch of a hundred', async () => {
  const events = Array.from({ length: 100 }, (_, i) => ({
    specversion: '1.0', id: `b${i}`, source: '/test', type: 'member.joined', subject: `batch-${i}`, data: {},
  })) // biome-ignore format: one shape
  await get('/dev/stats/reset', { method: 'POST' })
  const headers = { 'content-type': 'application/cloudevents-batch+json' }
  const answer = await get('/events?channel=walk', { body: events, headers })
  expect(answer).toEqual({ accepted: 100, duplicates: 0 })
  await idle()
  const { d1, runs } = await get('/dev/stats')
  expect(d1.batches).toBeLessThanOrEqual(4)
  expect(runs).toBe(100)
  expect(await get('/events?channel=walk', { body: events, headers })).toEqual({ accepted: 0, duplicates: 100 })
})

it('starts once when the webhook is delivered fifty times at once', async () => {
  const body = { id: 'same', type: 'member.joined', user: { id: 'carl' }, data: {} }
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask('/hooks/walk', { body, key: null })))
  expect(answers.every((answer) => answer.status === 202)).toBe(true)
  await idle()
  const carl = await contact('walk', 'carl')
  expect(carl.points).toBe(10)
  expect((await get(`/api/v1/runs?contact_id=${carl.id}`)).items).toHaveLength(1)
  expect((await get(`/api/v1/messages?contact_id=${carl.id}`)).items).toHaveLength(1)
})

it('keeps points right when fifty events come for one contact at once, and never lets a balance below zero', async () => {
  await install({
    id: 'redeem',
    triggers: [{ on: 'custom.redeem' }],
    entry: { mode: 'parallel', max: 100 },
    actions: [{ do: 'points.redeem', with: { points: 10, reason: 'gift' } }],
  })
  await happens('walk', 'dora', 'custom.hello')
  await idle()
  const { id } = await contact('walk', 'dora')
  await get('/api/v1/points', { body: { contact_id: id, delta: 100, reason: 'start' } })
  await Promise.all(Array.from({ length: 50 }, () => happens('walk', 'dora', 'custom.redeem')))
  await idle()
  expect((await contact('walk', 'dora')).points).toBe(0)
  const { items: runs } = await get(`/api/v1/runs?workflow=redeem&limit=200`)
  expect(runs.filter((run: { status: string }) => run.status === 'completed')).toHaveLength(10)
  expect(runs.filter((run: { reason: string }) => run.reason === 'insufficient_points')).toHaveLength(40)
  const { items: ledger } = await get(`/api/v1/points?contact_id=${id}&limit=200`)
  expect(ledger.reduce((sum: number, entry: { delta: number }) => sum + entry.delta, 0)).toBe(0)
})

it('keeps one contact when fifty events of somebody unknown come at once', async () => {
  await Promise.all(Array.from({ length: 50 }, () => happens('walk', 'emil', 'custom.hello')))
  await idle()
  const { items } = await get('/api/v1/contacts?channel=walk&external_id=emil')
  expect(items).toHaveLength(1)
  const { items: events } = await get('/api/v1/events?type=custom.hello&limit=200')
  expect(events.filter((event: { contact_id: string }) => event.contact_id === items[0].id)).toHaveLength(50)
})

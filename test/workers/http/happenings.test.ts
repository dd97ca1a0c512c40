import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer, greeting, paged } from './api-world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('box')
  await install(greeting)
  await install({
    id: 'pays',
    triggers: [{ on: 'custom.pay' }],
    actions: [{ id: 'spend', do: 'points.redeem', with: { points: 10, reason: 'fee' } }],
  })
  await install({ id: 'rests', triggers: [{ on: 'custom.rest' }], actions: [{ id: 'rest', wait: '1d' }] })
})

async function joins(user: string): Promise<string> {
  await happens('box', user, 'member.joined')
  await idle()
  return (await contact('box', user)).id
}

test('tells of an event what it started, or why nothing, and of those that it raised', async () => {
  const id = await joins('eve')
  const { items } = await get(`/api/v1/events?contact_id=${id}`)
  expect(items.map((item: { type: string }) => item.type)).toEqual([
    'member.joined',
    'contact.created',
    'workflow.completed',
  ])
  expect(items[0]).toMatchObject({ channel: 'box', contact_id: id, status: 'handled', started: [expect.any(String)] })
  expect(items[1]).toMatchObject({ started: [], reason: 'no match' })
  for (const item of items) expect((await answer(`/events/${item.id}`)).body).toEqual(item)
  expect((await answer('/events/nothing')).status).toBe(404)
})

test('finds events by type and by the beginning of a type, in pages', async () => {
  const id = await joins('ty')
  const types = async (query: string) =>
    (await get(`/api/v1/events?contact_id=${id}&${query}`)).items.map((item: { type: string }) => item.type)
  expect(await types('type=contact.created')).toEqual(['contact.created'])
  expect(await types('type=member.*')).toEqual(['member.joined'])
  expect(await types('type=workflow.*&status=handled')).toEqual(['workflow.completed'])
  expect(await types('status=pending')).toEqual([])
  expect((await answer('/events?status=lost')).body.errors).toMatchObject([{ path: 'status' }])
  const all = (await get('/api/v1/events?limit=200')).items
  expect(await paged('/events')).toEqual(all)
})

test('lets an event happen again', async () => {
  const id = await joins('rep')
  const [event] = (await get(`/api/v1/events?contact_id=${id}`)).items
  const again = await answer(`/events/${event.id}/replay`, { method: 'POST' })
  expect(again).toMatchObject({ status: 202, body: { type: 'member.joined', status: 'handled' } })
  await idle()
  expect((await answer(`/events/${again.body.id}`)).body).toMatchObject({
    status: 'handled',
    started: [expect.any(String)],
  })
  expect((await get(`/api/v1/runs?contact_id=${id}&workflow=greeting`)).items).toHaveLength(2)
})

test('tells of a run each step, and what became of what it sent', async () => {
  const id = await joins('ron')
  const [listed] = (await get(`/api/v1/runs?contact_id=${id}&status=completed`)).items
  expect(listed).toMatchObject({ workflow_id: 'greeting', version: 1, contact_id: id, wake_at: null })
  const { body } = await answer(`/runs/${listed.id}`)
  expect(
    body.journal.map((entry: { seq: number; verb: string; status: string }) => [entry.seq, entry.verb, entry.status]),
  ).toEqual([
    [1, 'run', 'started'],
    [2, 'message.send', 'completed'],
    [3, 'run', 'ended'],
  ])
  expect(body.journal[1]).toMatchObject({ step: 'hello', delivery: { status: 'sent', attempts: 1 } })
  expect((await answer('/runs?status=lost')).status).toBe(400)
})

test('cancels a run, once', async () => {
  await happens('box', 'cara', 'custom.rest')
  await idle()
  const { id } = await contact('box', 'cara')
  const [run] = (await get(`/api/v1/runs?contact_id=${id}`)).items
  expect(run).toMatchObject({
    status: 'waiting',
    position: 'rest',
    waiting_for: { for: 'time' },
    wake_at: expect.any(String),
  })
  expect((await answer(`/runs/${run.id}/cancel`, { method: 'POST' })).body).toMatchObject({ status: 'cancelled' })
  expect((await answer(`/runs/${run.id}/cancel`, { method: 'POST' })).status).toBe(409)
  expect((await answer('/runs/nothing/cancel', { method: 'POST' })).status).toBe(404)
})

test('lets a failed run go on from its failed step', async () => {
  await happens('box', 'paul', 'custom.pay')
  await idle()
  const { id } = await contact('box', 'paul')
  const [run] = (await get(`/api/v1/runs?contact_id=${id}`)).items
  expect(run).toMatchObject({ status: 'failed', reason: 'insufficient_points' })
  await answer('/points', { body: { contact_id: id, delta: 30, reason: 'gift' } })
  expect((await answer(`/runs/${run.id}/retry`, { method: 'POST' })).body).toMatchObject({ status: 'completed' })
  expect((await answer(`/runs/${run.id}/retry`, { method: 'POST' })).status).toBe(409)
  expect((await answer(`/contacts/${id}`)).body.points).toBe(20)
})

test('lists messages, sends one after all, and takes one back', async () => {
  const id = await joins('mia')
  const [message] = (await get(`/api/v1/messages?contact_id=${id}&status=sent&channel=box`)).items
  expect(message).toMatchObject({
    contact_id: id,
    channel: 'box',
    to: 'mia',
    text: 'Hello',
    status: 'sent',
    attempts: 1,
  })
  expect((await get(`/api/v1/messages?run_id=${message.run_id}`)).items).toHaveLength(1)
  expect((await answer(`/messages/${message.id}/retry`, { method: 'POST' })).status).toBe(409)
  expect((await answer(`/messages/${message.id}/cancel`, { method: 'POST' })).status).toBe(409)
  const { DB } = env as unknown as { DB: D1Database }
  await DB.prepare("UPDATE deliveries SET status = 'unknown' WHERE id = ?").bind(message.id).run()
  expect((await answer(`/messages/${message.id}/cancel`, { method: 'POST' })).body).toMatchObject({
    status: 'cancelled',
  })
  expect((await answer(`/messages/${message.id}/retry`, { method: 'POST' })).status).toBe(202)
  await idle()
  expect((await answer(`/messages/${message.id}`)).body).toMatchObject({ status: 'sent' })
})

test('decides many unknown messages at once, page by page, and says which it could not', async () => {
  const { DB } = env as unknown as { DB: D1Database }
  const ids = []
  for (const name of ['uma', 'ugo', 'ursula']) ids.push(await joins(name))
  await DB.prepare("UPDATE deliveries SET status = 'unknown' WHERE subject_id IN (SELECT value FROM json_each(?))")
    .bind(JSON.stringify(ids))
    .run()
  await DB.prepare("UPDATE deliveries SET kind = 'message', subject_id = NULL WHERE subject_id = ?").bind(ids[0]).run()
  const decide = (verdict: string, cursor: string | null) =>
    answer(`/messages/verdict?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`, {
      body: { status: 'unknown', verdict },
    })
  const first = (await decide('retry', null)).body
  expect(first).toMatchObject({ decided: 2, refused: [], next_cursor: expect.any(String) })
  const second = (await decide('retry', first.next_cursor)).body
  expect(second).toMatchObject({ decided: 0, refused: [{ why: 'it belongs to nobody' }], next_cursor: null })
  await idle()
  expect((await get(`/api/v1/messages?contact_id=${ids[1]}`)).items).toMatchObject([{ status: 'sent' }])
  expect((await decide('cancel', null)).body).toMatchObject({ decided: 1, refused: [], next_cursor: null })
  expect((await get('/api/v1/messages?status=unknown')).items).toEqual([])
  const wrong = await answer('/messages/verdict', { body: { status: 'failed', verdict: 'cancel' } })
  expect(wrong.status).toBe(400)
})

test('a run that waits for a message goes on when the message is taken back', async () => {
  await sandbox('far', { api_base: 'http://127.0.0.1:9' })
  const send = {
    id: 'ask',
    do: 'message.send',
    with: { text: 'Hi', channel: 'far', await: true },
    on_error: 'continue',
  }
  await install({ id: 'awaits', triggers: [{ on: 'custom.await' }], actions: [send] })
  await happens('far', 'wanda', 'custom.await')
  const { id } = await eventually(() => contact('far', 'wanda'))
  const message = await eventually(async () => (await get(`/api/v1/messages?contact_id=${id}`)).items[0])
  const { DB } = env as unknown as { DB: D1Database }
  await DB.prepare("UPDATE deliveries SET status = 'unknown', lease = NULL WHERE id = ?").bind(message.id).run()
  expect((await answer(`/messages/${message.id}/cancel`, { body: { reason: 'not needed' } })).body.status).toBe(
    'cancelled',
  )
  const { body } = await answer(`/runs/${message.run_id}`)
  expect(body).toMatchObject({
    status: 'completed',
    steps: { ask: { error: { code: 'cancelled', message: 'not needed' } } },
  })
})

async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await ask()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('it never came')
}

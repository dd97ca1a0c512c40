import { beforeAll, expect, test } from 'vitest'
import { contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer } from './api-world.ts'

const draft = {
  id: 'thanks',
  name: 'Thanks',
  triggers: [{ on: 'order.paid', if: 'event.data.amount >= 100' }],
  entry: { reentry: '1d' },
  actions: [
    {
      id: 'thank',
      do: 'message.send',
      with: { text: 'Thank you for {{event.data.amount}}', category: 'transactional' },
    },
    { id: 'give', do: 'points.award', with: { points: 10, reason: 'order' } },
    { wait: '2h' },
    { id: 'ask', wait_for: { on: 'message.received', timeout: '1d' }, then: [], else: [] },
  ],
}

const clock = (set: string) => get('/dev/clock', { body: { set } })
const test_ = (body: object, id = 'thanks') => answer(`/workflows/${id}/backtest`, { body })

beforeAll(async () => {
  await migrate()
  await sandbox('box')
  await install({ id: 'other', triggers: [{ on: 'order.paid' }], actions: [{ do: 'tag.add', with: { tag: 'buyer' } }] })
  const paid = [
    ['ann', 50],
    ['ann', 120],
    ['bob', 300],
    ['ann', 130],
  ] as const
  for (const [i, [who, amount]] of paid.entries()) {
    await clock(`2026-03-0${i + 2}T10:00:00Z`.replace('05T10', '04T20'))
    await happens('box', who, 'order.paid', { amount })
    await idle()
  }
  await happens('box', 'cat', 'message.received', { text: 'hi' })
  await idle()
  await clock('2026-03-20T00:00:00Z')
  await get('/api/v1/workflows/thanks', { method: 'PUT', body: draft })
})

const march = { from: '2026-03-01T00:00:00Z', until: '2026-03-20T00:00:00Z' }

test('says what the draft would have done, and why not', async () => {
  const before = (await get('/api/v1/runs?limit=200')).items.length
  const { status, body } = await test_(march)
  expect(status).toBe(200)
  expect(body).toMatchObject({ workflow_id: 'thanks', complete: true, contacts: 3, would_have_started: 3 })
  expect(body.not_started).toContainEqual({ reason: 'condition false', count: 1 })
  expect(body.events).toBe(
    body.would_have_started + body.not_started.reduce((n: number, one: { count: number }) => n + one.count, 0),
  )
  expect(body.messages).toMatchObject([{ step: 'thank', status: 'sent', count: 3 }])
  expect(body.messages[0].texts.map(({ text }: { text: string }) => text).sort()).toEqual([
    'Thank you for 120',
    'Thank you for 130',
    'Thank you for 300',
  ])
  expect(body.coverage).toMatchObject({ thank: 3, give: 3 })
  expect(body.samples).toHaveLength(2)
  expect(body.cannot_know.length).toBeGreaterThan(2)
  expect((await get('/api/v1/runs?limit=200')).items).toHaveLength(before)
  expect((await contact('box', 'bob')).points).toBe(0)
})

test('takes another definition, a shorter time and fewer events', async () => {
  const definition = { ...draft, triggers: [{ on: 'contact.tagged' }] }
  expect((await test_({ ...march, definition })).body).toMatchObject({ would_have_started: 2 })
  expect((await test_({ ...march, until: '2026-03-03T00:00:00Z' })).body).toMatchObject({
    contacts: 1,
    would_have_started: 0,
  })
  expect((await test_({ ...march, limit: 2 })).body).toMatchObject({ complete: false, contacts: 1 })
})

test('does not play again what the workflow itself has caused', async () => {
  await install({
    id: 'echo',
    triggers: [{ on: 'custom.echo' }],
    actions: [{ do: 'event.emit', with: { type: 'custom.echoed' } }],
  })
  await happens('box', 'dan', 'custom.echo')
  await idle()
  const april = { from: '2026-03-19T00:00:00Z', until: '2026-04-20T00:00:00Z' }
  const definition = {
    id: 'echo',
    name: 'e',
    triggers: [{ on: 'custom.*' }],
    actions: [{ do: 'event.emit', with: { type: 'custom.echoed' } }],
  }
  const { body } = await test_({ ...april, definition }, 'echo')
  expect(body.would_have_started).toBe(1)
})

test.each([
  [{ ...march, until: march.from }, 400, 'until'],
  [{ ...march, limit: 10_001 }, 400, 'limit'],
  [{ ...march, definition: { ...draft, triggers: [] } }, 400, 'definition.triggers'],
])('refuses %j', async (body, status, path) => {
  expect(await test_(body)).toMatchObject({ status, body: { errors: [{ path }] } })
})

test('knows no workflow that is not there', async () => {
  expect((await test_(march, 'none')).status).toBe(404)
})

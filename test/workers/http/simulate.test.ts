import { beforeAll, expect, test } from 'vitest'
import { ask, get, idle, migrate } from '../../world.ts'
import { answer } from './api-world.ts'

beforeAll(migrate)

const definition = {
  id: 'simulated',
  name: 'Simulated',
  inputs: { gift: { type: 'integer', default: 5 } },
  triggers: [{ on: 'member.joined' }],
  settings: { category: 'transactional' },
  actions: [
    { id: 'gift', do: 'points.award', with: { points: { expr: 'inputs.gift' }, reason: 'welcome' } },
    { do: 'message.send', with: { text: 'Hello {{contact.name}}, {{steps.gift.balance}} points' } },
    { wait: { days: 1, at: '09:00' } },
    { id: 'rich', if: 'contact.points > 3', then: [{ do: 'tag.add', with: { tag: 'rich' } }] },
    {
      id: 'answer',
      wait_for: { on: 'message.received', timeout: '2d' },
      then: [{ do: 'message.send', with: { text: 'You said {{steps.answer.event.data.text}}' } }],
      else: [{ do: 'message.send', with: { text: 'Still there?' } }],
    },
    { repeat: { times: 2 }, steps: [{ wait: '1h30m' }, { do: 'message.send', with: { text: 'Turn {{loop.index}}' } }] },
  ],
}

const FROM = '2026-03-27T09:00:00Z'
const UNTIL = '2026-04-05T09:00:00Z'
const contact = { name: 'Ann', timezone: 'Europe/Berlin', identities: [{ channel: 'box', external_id: 'u1' }] }
const events = [
  { at: '2026-03-28T10:00:00Z', type: 'member.joined', data: {} },
  { at: '2026-03-30T10:00:00Z', type: 'message.received', data: { text: 'hi' } },
]
const situation = { contact, events, from: FROM, until: UNTIL }

test('tells what would happen, and keeps and sends nothing', async () => {
  const { status, body } = await answer('/workflows/simulate', {
    body: { definition, inputs: { gift: 2 }, ...situation },
  })
  expect(status).toBe(200)
  expect(body.messages[0]).toMatchObject({
    at: '2026-03-28T10:00:00.000Z',
    text: 'Hello Ann, 2 points',
    status: 'sent',
  })
  expect(body).toMatchObject({ truncated: false, contact: { points: 2, tags: [] }, coverage: { gift: 1, rich: 1 } })
  expect(await get('/api/v1/messages')).toMatchObject({ items: [] })
})

test('refuses with the place in the request: of the situation, of the definition, of the inputs', async () => {
  const text = JSON.stringify({ definition: { ...definition, actions: [{ wiat: '3d' }] }, ...situation }, null, 2)
  const wrong = await answer('/workflows/simulate', { body: text })
  const line = text.split('\n').findIndex((one) => one.includes('wiat')) + 1
  expect(wrong).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'definition.actions[0].wiat', line, hint: 'did you mean `wait`?' }] },
  })
  const inputs = await answer('/workflows/simulate', { body: { definition, inputs: { gift: 'five' }, ...situation } })
  expect(inputs.body.errors).toMatchObject([{ path: 'inputs.gift', line: 1, message: 'must be a number' }])
  const span = await answer('/workflows/simulate', {
    body: { definition, ...situation, until: '2036-01-01T00:00:00Z' },
  })
  expect(span.body.errors).toMatchObject([{ path: 'until' }])
  expect((await answer('/workflows/simulate', { body: { workflow_id: 'nobody', ...situation } })).status).toBe(404)
})

test('the durable engine sends the same messages at the same times', async () => {
  await get('/dev/clock', { body: { set: FROM } })
  await get('/api/v1/channels/box', { method: 'PUT', body: { kind: 'sandbox', name: 'Box', config: {}, secrets: {} } })
  await get('/api/v1/workflows/simulated', { method: 'PUT', body: definition })
  await get('/api/v1/workflows/simulated/publish', { body: { running: 'keep' } })
  for (const { at, type, data } of events) {
    await get('/dev/clock', { body: { set: at } })
    const event = { id: at, type, time: at, user: { id: 'u1', name: contact.name, timezone: contact.timezone }, data }
    expect((await ask('/hooks/box', { body: event, key: null })).ok).toBe(true)
    await idle()
  }
  await get('/dev/clock', { body: { set: UNTIL } })
  const { items } = await get('/api/v1/messages')
  const sent = items.map((one: { sent_at: string; text: string }) => `${one.sent_at} ${one.text}`).sort()
  const { body } = await answer('/workflows/simulate', { body: { workflow_id: 'simulated', ...situation } })
  expect(body.messages.map((one: { at: string; text: string }) => `${one.at} ${one.text}`)).toEqual(sent)
  expect(sent).toHaveLength(4)
})

test('the schema of definitions is there for editors, without a key', async () => {
  const response = await ask('/schema/workflow.v1.json', { key: null })
  expect(response.headers.get('content-type')).toContain('schema+json')
  expect(await response.json()).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Workflow',
  })
})

import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('poison')
})

const cloud = { 'content-type': 'application/cloudevents-batch+json' }
const event = (type: string, subject: string) => ({
  specversion: '1.0',
  id: subject,
  source: '/t',
  type,
  subject,
  data: {},
})

it('bounds what one commit writes, however much a workflow says', async () => {
  const big = 'x'.repeat(10_000)
  await install({
    id: 'wordy',
    triggers: [{ on: 'custom.wordy' }],
    actions: [
      { set: { big } },
      {
        repeat: { times: 100 },
        steps: [{ do: 'contact.set', with: { traits: { note: '{{vars.big}}{{loop.index}}' } } }],
      },
      { do: 'tag.add', with: { tag: 'done' } },
    ],
  })
  await install({
    id: 'plain',
    triggers: [{ on: 'custom.plain' }],
    actions: [{ do: 'tag.add', with: { tag: 'fine' } }],
  })
  const events = [
    ...Array.from({ length: 20 }, (_, i) => event('custom.plain', `good-${i}`)),
    event('custom.wordy', 'bad'),
  ]
  await get('/events?channel=poison', { body: events, headers: cloud })
  await idle()
  expect((await contact('poison', 'good-7')).tags).toEqual(['fine'])
  expect((await contact('poison', 'bad')).tags).toEqual(['done'])
})

it('lets the others go on when one cannot be committed', async () => {
  await install({
    id: 'award',
    triggers: [{ on: 'custom.award' }],
    actions: [{ do: 'points.award', with: { points: 1, reason: 'x' } }],
  })
  for (const name of ['victim', 'other-1', 'other-2']) await happens('poison', name, 'custom.hello')
  await idle()
  const { id } = await contact('poison', 'victim')
  const { DB } = env as unknown as { DB: D1Database }
  const blocked =
    "INSERT INTO ledger (subject_id, seq, delta, kind, reason, key, at, balance) VALUES (?, 1, 0, '', '', '', 0, 0)"
  await DB.prepare(blocked).bind(id).run()
  const events = ['other-1', 'victim', 'other-2'].map((name) => event('custom.award', name))
  await get('/events?channel=poison', { body: events, headers: cloud })
  await ask('/dev/idle?timeout=1')
  for (const name of ['other-1', 'other-2']) expect((await contact('poison', name)).points).toBe(1)
  expect((await contact('poison', 'victim')).points).toBe(0)
  const { items } = await get('/api/v1/events?status=pending')
  expect(items).toMatchObject([{ type: 'custom.award', contact_id: null }])
  await DB.prepare('DELETE FROM ledger WHERE subject_id = ?').bind(id).run()
})

it('lets the other events of a contact go on when one of them cannot be committed', async () => {
  const { DB } = env as unknown as { DB: D1Database }
  await install({
    id: 'note',
    triggers: [{ on: 'custom.note' }],
    entry: { mode: 'parallel' },
    actions: [{ do: 'tag.add', with: { tag: '{{event.data.tag}}' } }],
  })
  await happens('poison', 'mixed', 'custom.hello')
  await ask('/dev/idle?timeout=1')
  const { id } = await contact('poison', 'mixed')
  const blocked =
    "INSERT INTO ledger (subject_id, seq, delta, kind, reason, key, at, balance) VALUES (?, 1, 0, '', '', '', 0, 0)"
  await DB.prepare(blocked).bind(id).run()
  const types = ['custom.note', 'custom.award', 'custom.note']
  const events = types.map((type, i) => ({ ...event(type, 'mixed'), id: `mixed-${i}`, data: { tag: `t${i}` } }))
  await get('/events?channel=poison', { body: events, headers: cloud })
  await ask('/dev/idle?timeout=1')
  expect((await contact('poison', 'mixed')).tags).toEqual(['t0', 't2'])
  const { items } = await get('/api/v1/events?status=pending')
  expect(items.filter(({ data }: { data: object }) => 'tag' in data)).toMatchObject([{ type: 'custom.award' }])
  await DB.prepare('DELETE FROM ledger WHERE subject_id = ?').bind(id).run()
})

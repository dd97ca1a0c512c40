import { env } from 'cloudflare:workers'
import { beforeAll, expect, test, vi } from 'vitest'
import { broadcastWorkflow } from '../../../schema/broadcast.ts'
import type { Env } from '../../../workers/env.ts'
import { house } from '../../../workers/house.ts'
import { resumeBroadcast } from '../../../workers/run/broadcasts.ts'
import { findBroadcast } from '../../../workers/store/broadcasts.ts'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

let busy = true
const posted: string[] = []

beforeAll(async () => {
  await migrate()
  await get('/dev/clock', { body: { set: '2026-03-01T12:00:00Z' } })
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
    if (busy) return new Response('slow down', { status: 429, headers: { 'retry-after': '3600' } })
    posted.push(JSON.parse(String((init as RequestInit).body)).text)
    return Response.json({ id: 'p' })
  })
  await sandbox('out', { api_base: 'https://provider.test' })
  const caps = [{ limit: 1, per: '30d', policy: 'drop' }]
  await get('/api/v1/settings', { method: 'PUT', body: { approvals: { steps: [] }, caps } })
  await install({
    id: 'offer',
    triggers: [{ on: 'custom.offer' }],
    actions: [{ do: 'message.send', with: { text: 'offer', category: 'promotional' } }],
  })
})

// biome-ignore lint/suspicious/noExplicitAny: a broadcast as the API shows it
const broadcast = (): Promise<any> =>
  get('/api/v1/broadcasts', {
    body: { name: 'b', content: { en: { text: 'broadcast' } }, audience: { segment: 'true' } },
  })
const shown = (id: string) => get(`/api/v1/broadcasts/${id}`)

test('a broadcast that is cancelled while it stands in line reaches nobody, and takes nobody’s place among the caps', async () => {
  for (const user of ['ann', 'bo', 'cy']) await happens('out', user, 'custom.hello')
  await idle()
  const { id } = await broadcast()
  await get(`/api/v1/broadcasts/${id}/submit`, { method: 'POST' })
  await advance('1s')
  await idle()
  expect((await shown(id)).figures.messages).toEqual({ queued: 3 })
  await get(`/api/v1/broadcasts/${id}/cancel`, { body: { reason: 'wrong price' } })
  await advance('1m')
  expect(await shown(id)).toMatchObject({ status: 'cancelled', figures: { messages: { cancelled: 3 } } })
  busy = false
  await happens('out', 'ann', 'custom.offer')
  await advance('2h')
  await idle()
  expect(posted).toEqual(['offer'])
  const { id: ann } = await contact('out', 'ann')
  expect((await get(`/api/v1/messages?contact_id=${ann}`)).items).toMatchObject([
    { text: 'offer', status: 'sent' },
    { text: 'broadcast', status: 'cancelled', reason: 'wrong price' },
  ])
})

test('a broadcast that is cancelled while somebody lets it go on stays cancelled, and its workflow stands still', async () => {
  const { deps } = await house(env as unknown as Env)
  const { id } = await broadcast()
  await deps.db.rows("UPDATE broadcasts SET status = 'paused' WHERE id = ?1", id)
  const insert = `INSERT INTO workflows (id, name, draft, status, version, created_at, updated_at)
    VALUES (?1, 'b', '{}', 'paused', 0, 0, 0)`
  await deps.db.rows(insert, broadcastWorkflow(id))
  const row = await findBroadcast(deps.db, id)
  if (!row) throw new Error('there is none')
  const status = async () =>
    (await deps.db.rows('SELECT status FROM workflows WHERE id = ?1', broadcastWorkflow(id)))[0]?.status
  await resumeBroadcast(deps, row)
  expect([await status(), (await shown(id)).status]).toEqual(['active', 'sending'])
  await deps.db.rows("UPDATE workflows SET status = 'paused' WHERE id = ?1", broadcastWorkflow(id))
  await deps.db.rows("UPDATE broadcasts SET status = 'cancelled' WHERE id = ?1", id)
  await resumeBroadcast(deps, row)
  expect([await status(), (await shown(id)).status]).toEqual(['paused', 'cancelled'])
})

import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

const { DB } = env as unknown as { DB: D1Database }

beforeAll(async () => {
  await migrate()
  await sandbox('loops')
  await get('/dev/clock', { body: { set: '2026-03-01T09:00:00Z' } })
})

const ping = {
  id: 'ping',
  triggers: [{ on: 'custom.ping' }],
  actions: [{ do: 'event.emit', with: { type: 'custom.pong' } }],
}
const pong = { id: 'pong', triggers: [{ on: 'custom.pong' }], actions: [{ do: 'event.emit', with: { type: 'custom.ping' } }] } // biome-ignore format: two workflows

it('a loop opens a breaker that pauses the workflow durably, and raises an alert that starts who listens for it', async () => {
  await install(ping)
  await install(pong)
  await install({ id: 'watch', triggers: [{ on: 'alert.raised' }], actions: [{ do: 'metric.add', with: { metric: 'alerts' } }] })
  await happens('loops', 'ann', 'custom.ping')
  await idle()
  const { items } = await get('/api/v1/runs?limit=50')
  expect(items.filter(({ workflow_id: id }: { workflow_id: string }) => id !== 'watch')).toHaveLength(5)
  expect(await get('/api/v1/workflows/pong')).toMatchObject({ status: 'paused' })
  expect(await get('/api/v1/workflows/ping')).toMatchObject({ status: 'active' })
  const alerts = (await get('/api/v1/events?type=alert.raised')).items
  expect(alerts).toMatchObject([{ data: { name: 'breaker', level: 2, workflow_id: 'pong' }, status: 'handled' }])
  expect(alerts[0].started).toHaveLength(1)
  const [alert] = (await get('/api/v1/alerts')).items
  expect(alert).toMatchObject({ id: alerts[0].data.alert_id, name: 'breaker', status: 'open', workflow_id: 'pong' })
  await happens('loops', 'bob', 'custom.pong')
  await idle()
  const bob = (await contact('loops', 'bob')).id
  expect((await get(`/api/v1/events?contact_id=${bob}&type=custom.pong`)).items).toMatchObject([{ reason: 'paused' }])
}) // biome-ignore format: one guarantee

it('a step starts a workflow for another contact, and cancels it there', async () => {
  await happens('loops', 'eve', 'custom.hello')
  await idle()
  const eve = (await contact('loops', 'eve')).id
  await install({ id: 'long', triggers: [{ manual: true }], actions: [{ wait: '1d' }] })
  await install({
    id: 'boss',
    triggers: [{ on: 'custom.boss' }],
    actions: [
      { do: 'workflow.start', with: { workflow: 'long', contact_id: eve } },
      { wait: '1h' },
      { do: 'workflow.cancel', with: { workflow: 'long', contact_id: eve, reason: 'no more' } },
    ],
  })
  await happens('loops', 'dan', 'custom.boss')
  await idle()
  const runs = async () => (await get(`/api/v1/runs?workflow=long&contact_id=${eve}`)).items
  expect(await runs()).toMatchObject([{ status: 'waiting' }])
  await advance('2h')
  expect(await runs()).toMatchObject([{ status: 'cancelled', reason: 'no more' }])
})

it('a note stands in the contact’s history, and goes with the contact', async () => {
  await install({ id: 'noting', triggers: [{ on: 'custom.note' }], actions: [{ do: 'note.add', with: { text: 'likes tea' } }] })
  await happens('loops', 'ned', 'custom.note')
  await idle()
  const { id } = await contact('loops', 'ned')
  const { items } = await get(`/api/v1/contacts/${id}/timeline`)
  expect(items).toContainEqual(expect.objectContaining({ kind: 'note', note: expect.objectContaining({ text: 'likes tea' }) }))
  await get(`/api/v1/contacts/${id}`, { method: 'DELETE' })
  const left = await DB.prepare('SELECT count(*) AS n FROM contact_notes').first<{ n: number }>()
  expect(left?.n).toBe(0)
}) // biome-ignore format: one guarantee

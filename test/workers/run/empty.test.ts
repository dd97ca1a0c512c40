import { beforeAll, expect, it } from 'vitest'
import { get, idle, migrate } from '../../world.ts'

beforeAll(migrate)

it('knows its contacts before anything is set up', async () => {
  const event = { specversion: '1.0', source: '/test', type: 'custom.hello', subject: 'first', data: {} }
  const headers = { 'content-type': 'application/cloudevents+json' }
  for (const id of ['1', '2', '3']) {
    await get('/events', { body: { ...event, id }, headers })
    await idle()
  }
  const { items } = await get('/api/v1/events')
  expect(items.filter((one: { type: string }) => one.type === 'custom.hello')).toHaveLength(3)
  expect(new Set(items.map((one: { contact_id: string }) => one.contact_id)).size).toBe(1)
})

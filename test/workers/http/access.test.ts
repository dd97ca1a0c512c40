import { beforeAll, expect, test } from 'vitest'
import { take } from '../../../workers/http/allowance.ts'
import { advance, ask, get, happens, migrate, sandbox } from '../../world.ts'
import { answer, keyOf } from './api-world.ts'

beforeAll(migrate)

test('shows a key once, lets it in with its role, and takes it back', async () => {
  const made = await answer('/keys', { body: { name: 'ci', role: 'operator' } })
  expect(made.body.key).toMatch(/^qf_[0-9A-Za-z]{32}$/)
  expect(made.body.key.startsWith(made.body.prefix)).toBe(true)
  const listed = await get('/api/v1/keys')
  expect(JSON.stringify(listed)).not.toContain(made.body.key)
  expect(listed.items).toContainEqual(expect.objectContaining({ id: made.body.id, name: 'ci', role: 'operator' }))
  expect((await answer('/workflows', { key: made.body.key })).status).toBe(200)
  expect((await answer(`/keys/${made.body.id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await answer('/workflows', { key: made.body.key })).status).toBe(401)
})

test('keys are for admins alone', async () => {
  const operator = await keyOf('operator')
  expect((await answer('/keys', { key: operator })).status).toBe(403)
  expect((await answer('/keys', { body: { name: 'x', role: 'admin' }, key: operator })).status).toBe(403)
  expect((await answer('/keys', { body: { name: 'x', role: 'boss' } })).body.errors).toEqual([
    expect.objectContaining({ path: 'role' }),
  ])
})

test('settings are read by all and set by admins', async () => {
  expect((await answer('/settings')).body).toMatchObject({ locale: 'en', timezone: 'UTC' })
  const body = { locale: 'zh-CN', timezone: 'Asia/Shanghai' }
  expect((await answer('/settings', { method: 'PUT', body, key: await keyOf('operator') })).status).toBe(403)
  expect((await answer('/settings', { method: 'PUT', body })).body).toMatchObject(body)
  expect((await answer('/settings')).body).toMatchObject(body)
  const wrong = await answer('/settings', { method: 'PUT', body: { locale: 'x', timezone: 'Mars/Base' } })
  expect(wrong.body.errors.map((error: { path: string }) => error.path)).toEqual(['locale', 'timezone'])
})

test('a key that expires opens nothing from then on, and says when it was last used', async () => {
  const made = await answer('/keys', { body: { name: 'guest', role: 'viewer', expires_in: '2d' } })
  expect(Date.parse(made.body.expires_at) - Date.parse(made.body.created_at)).toBe(2 * 86_400_000)
  expect(made.body.last_used_at).toBeNull()
  const { key, id } = made.body
  expect((await answer('/workflows', { key })).status).toBe(200)
  const used = (await answer(`/keys/${id}`)).body.last_used_at
  expect(used).not.toBeNull()
  await advance('30m')
  expect((await answer('/workflows', { key })).status).toBe(200)
  expect((await answer(`/keys/${id}`)).body.last_used_at).toBe(used)
  await advance('1d')
  expect((await answer('/workflows', { key })).status).toBe(200)
  expect((await answer(`/keys/${id}`)).body.last_used_at > used).toBe(true)
  await advance('1d')
  expect((await answer('/workflows', { key })).status).toBe(401)
  expect((await ask('/events', { body: {}, key })).status).toBe(401)
  const past = { name: 'x', role: 'viewer', expires_at: '2001-01-01T00:00:00Z' }
  expect((await answer('/keys', { body: past })).body.errors).toMatchObject([{ path: 'expires_at' }])
})

test('a key that asks more often than it may is told to wait, and others are not', async () => {
  const { key } = (await answer('/keys', { body: { name: 'slow', role: 'operator', requests_per_minute: 3 } })).body
  const another = (await answer('/keys', { body: { name: 'as slow', role: 'operator', requests_per_minute: 3 } })).body
    .key
  const statuses = []
  for (let i = 0; i < 4; i++) statuses.push((await ask('/api/v1/settings', { key })).status)
  expect(statuses).toEqual([200, 200, 200, 429])
  expect((await ask('/api/v1/settings', { key: another })).status).toBe(200)
  const refused = await ask('/events', { body: {}, key })
  expect(refused.status).toBe(429)
  const seconds = Number(refused.headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(10)
  expect(seconds).toBeLessThanOrEqual(20)
  expect(refused.headers.get('content-type')).toBe('application/problem+json')
  expect((await answer('/settings')).status).toBe(200)
})

test('what a key did not ask for in quiet hours is not saved up for a burst', () => {
  const taken = (at: number) => Array.from({ length: 5 }, () => take('a quiet one', 3, at)).filter((wait) => wait === 0)
  expect(taken(0)).toHaveLength(3)
  expect(taken(3_600_000)).toHaveLength(3)
})

test('a key that may only read brings no event in', async () => {
  const event = { specversion: '1.0', id: 'e1', source: '/test', type: 'custom.x', data: {} }
  const headers = { 'content-type': 'application/cloudevents+json' }
  expect((await ask('/events', { body: event, headers, key: await keyOf('viewer') })).status).toBe(403)
  expect((await ask('/events', { body: event, headers, key: await keyOf('operator') })).status).toBe(202)
})

test('a channel through which too much comes is told to wait; forged webhooks do not count', async () => {
  await get('/api/v1/settings', { method: 'PUT', body: { limits: { channel_per_minute: 2 } } })
  await sandbox('flood', { secrets: { secret: 'shh' } })
  await sandbox('calm')
  for (let i = 0; i < 5; i++) expect((await happens('flood', 'ann', 'custom.x')).status).toBe(401)
  const statuses = []
  for (let i = 0; i < 3; i++) statuses.push((await happens('calm', 'ann', 'custom.x')).status)
  expect(statuses).toEqual([202, 202, 429])
  await get('/api/v1/settings', { method: 'PUT', body: { limits: {} } })
})

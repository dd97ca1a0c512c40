import { beforeAll, expect, test } from 'vitest'
import { get, migrate } from '../../world.ts'
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

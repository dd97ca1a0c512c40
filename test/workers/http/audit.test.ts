import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import * as v from 'valibot'
import { beforeAll, expect, test } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { house } from '../../../workers/house.ts'
import { mount } from '../../../workers/http/api/door.ts'
import type { Operation } from '../../../workers/http/api/operation.ts'
import { operations } from '../../../workers/http/api/operations.ts'
import type { App } from '../../../workers/http/context.ts'
import { ask, contact, get, happens, idle, migrate, sandbox } from '../../world.ts'
import { answer, keyOf } from './api-world.ts'
import { everyWrite } from './every-write.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('box')
})

const lines = async (query: string) => (await get(`/api/v1/audit?${query}`)).items
test('each of many real writes leaves exactly one line, which says who, what and when', async () => {
  const key = await keyOf('admin')
  const wrong: unknown[] = []
  for (const { operation, path, body, headers = {} } of await everyWrite()) {
    const [method = ''] = operation.split(' ')
    const response = await ask(`/api/v1${path}`, { method, body, key, headers })
    const id = response.headers.get('x-request-id')
    const found = await lines(`request_id=${id}`)
    const [line] = found
    const said = await response.text()
    if (response.status >= 400 || found.length !== 1 || line.operation !== operation || line.key_name !== 'a admin')
      wrong.push({ operation, status: response.status, said: response.status >= 400 ? said : undefined, found })
  }
  expect(wrong).toEqual([])
  const all = JSON.stringify((await get('/api/v1/audit?limit=200')).items)
  expect(all).not.toContain('to look for')
})

test('every operation that writes leaves a line in the batch of its change, whoever adds one', async () => {
  const built = await house(env as unknown as Env)
  const note = { sql: "INSERT OR REPLACE INTO notes (name, value) VALUES ('walked', '1')", params: [] }
  const writes = operations.filter(({ method, reads }) => method !== 'GET' && !reads)
  const stub = writes.map((one): Operation => {
    const body = v.object({})
    return { ...one, body, handle: async ({ c, deps }) => c.body((await deps.db.batch([note])) && null, 204) }
  })
  const app = new Hono<App>()
  app.use(async (c, next) => {
    c.set('house', built)
    c.set('caller', { id: 'walker', name: 'walker', role: 'admin' })
    c.set('requestId', `walk-${c.req.method}${c.req.path}`)
    return next()
  })
  mount(app, stub)
  for (const { method, path } of writes) {
    const at = path.replace(/:\w+/g, 'some')
    await app.fetch(new Request(`https://qunflow.test${at}`, { method, body: '{}' }))
    const told = await lines(`request_id=${encodeURIComponent(`walk-${method}${at}`)}`)
    const operation = `${method} ${path.replace(/:(\w+)/g, '{$1}')}`
    expect(told).toMatchObject([{ operation, key_id: 'walker', status: 204 }])
  }
})

test('what only asks a question is named here, and writes nothing', () => {
  const asks = operations.filter(({ method, reads }) => method !== 'GET' && reads).map(({ path }) => path)
  expect(asks.sort()).toEqual([
    '/broadcasts/:id/preview',
    '/channels/:id/propose-map',
    '/faqs/ask',
    '/segments/preview',
    '/words/check',
    '/workflows/:id/backtest',
    '/workflows/simulate',
    '/workflows/validate',
  ])
})

test('tells of the fields that differ before and after, and of secrets only that they were given', async () => {
  const { id: keyId } = (await answer('/keys', { body: { name: 'x', role: 'operator' } })).body
  expect(await lines(`resource=keys&resource_id=${keyId}`)).toMatchObject([
    { operation: 'POST /keys', status: 201, request: { given: ['name', 'role'] }, before: null, after: { name: 'x' } },
  ])
  const quiet = (secret: string) => ({ kind: 'sandbox', name: 'q', config: {}, secrets: { secret } })
  await get('/api/v1/channels/q', { method: 'PUT', body: quiet('hush one') })
  await get('/api/v1/channels/q', { method: 'PUT', body: { ...quiet('hush two'), name: 'quiet' } })
  const [second, first] = await lines('resource=channels&resource_id=q')
  expect(first).toMatchObject({ before: null, after: { kind: 'sandbox', name: 'q' }, status: 201 })
  expect(second).toMatchObject({ before: { name: 'q' }, after: { name: 'quiet' }, status: 200 })
  expect(second.request.given).toContain('secrets.secret')
  await answer('/channels/q', { method: 'DELETE' })
  const [gone] = await lines('resource=channels&resource_id=q')
  expect(gone).toMatchObject({ operation: 'DELETE /channels/{id}', before: { name: 'quiet' }, after: null })
  expect(JSON.stringify([first, second, gone])).not.toContain('hush')
})

test('what is refused leaves no line, and a repeat under the same key leaves no second one', async () => {
  const refused = [
    await ask('/api/v1/channels/none', { method: 'DELETE' }),
    await ask('/api/v1/segments', { body: { id: 'bad', name: 'bad', if: '1 +' } }),
    await ask('/api/v1/keys', { body: { name: 'x', role: 'admin' }, key: await keyOf('operator') }),
  ]
  for (const { status, headers } of refused)
    expect({ status, lines: await lines(`request_id=${headers.get('x-request-id')}`) }).toMatchObject({ lines: [] })
  const once = { body: { id: 'twice', name: 'Twice', points: 5 }, headers: { 'idempotency-key': 'audit-once' } }
  expect([(await ask('/api/v1/items', once)).status, (await ask('/api/v1/items', once)).status]).toEqual([201, 201])
  expect(await lines('resource=items&resource_id=twice')).toHaveLength(1)
})

test('erasing a contact empties what the audit says of them, and keeps that something was changed', async () => {
  await happens('box', 'rosa', 'custom.hello')
  await idle()
  const { id } = await contact('box', 'rosa')
  await get(`/api/v1/contacts/${id}`, { method: 'PATCH', body: { name: 'Rosa Lind', email: 'rosa@lind.example' } })
  await get('/api/v1/points', { body: { contact_id: id, delta: 5, reason: 'for Rosa Lind' } })
  expect(await lines(`contact_id=${id}`)).toMatchObject([
    { operation: 'POST /points', request: { delta: 5, reason: 'for Rosa Lind' } },
    { operation: 'PATCH /contacts/{id}', before: { name: null }, after: { name: 'Rosa Lind' } },
  ])
  await answer(`/contacts/${id}`, { method: 'DELETE' })
  const after = await lines(`contact_id=${id}`)
  expect(after.map((line: { operation: string }) => line.operation)).toEqual([
    'DELETE /contacts/{id}',
    'POST /points',
    'PATCH /contacts/{id}',
  ])
  expect(after).toEqual(after.map((line: object) => ({ ...line, request: null, before: null, after: null })))
})

test('a commit that fails leaves neither the change nor its line', async () => {
  const { DB } = env as unknown as { DB: D1Database }
  await DB.exec("CREATE TRIGGER refuse BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no line'); END")
  const response = await ask('/api/v1/badges', { body: { id: 'never', name: 'Never' } })
  await DB.exec('DROP TRIGGER refuse')
  expect(response.status).toBe(500)
  expect((await ask('/api/v1/badges/never')).status).toBe(404)
})

test('is read by admins, in pages, by time and by key', async () => {
  expect((await answer('/audit', { key: await keyOf('operator') })).status).toBe(403)
  const all = (await get('/api/v1/audit?limit=200&key_id=admin-key')).items
  const [newest] = all
  expect((await answer(`/audit/${newest.id}`)).body).toEqual(newest)
  const first = await get('/api/v1/audit?limit=2&key_id=admin-key')
  const second = await get(`/api/v1/audit?limit=2&key_id=admin-key&cursor=${first.next_cursor}`)
  expect([...first.items, ...second.items]).toEqual(all.slice(0, 4))
  expect(await lines(`from=${newest.at}&to=${newest.at}`)).toEqual([])
  expect((await lines(`from=${newest.at}`)).map(({ id }: { id: string }) => id)).toContain(newest.id)
  expect((await answer('/audit?from=yesterday')).status).toBe(400)
})

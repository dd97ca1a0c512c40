import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { ask, get, migrate } from '../../world.ts'
import { answer, greeting, keyOf, paged } from './api-world.ts'

beforeAll(migrate)

const put = { method: 'PUT', body: { kind: 'sandbox', name: 'One' } }

test('repeats the first answer under the same Idempotency-Key, and refuses the key for another request', async () => {
  const headers = { 'idempotency-key': 'once-1' }
  const first = await answer('/keys', { body: { name: 'ci', role: 'viewer' }, headers })
  const second = await answer('/keys', { body: { name: 'ci', role: 'viewer' }, headers })
  expect(second).toMatchObject({ status: 201, body: first.body })
  expect(second.headers.get('idempotency-replayed')).toBe('true')
  expect((await answer('/keys', { body: { name: 'other', role: 'viewer' }, headers })).status).toBe(422)
  expect((await get('/api/v1/keys')).items.filter((key: { name: string }) => key.name === 'ci')).toHaveLength(1)
})

test('the same body sent elsewhere under the same key is another request', async () => {
  const call = { ...put, headers: { 'idempotency-key': 'elsewhere' } }
  expect((await answer('/channels/here', call)).body.id).toBe('here')
  expect((await answer('/channels/there', call)).status).toBe(422)
})

test('carries out one of two requests that come at once', async () => {
  const call = { body: { name: 'twin', role: 'viewer' }, headers: { 'idempotency-key': 'twins' } }
  const answers = await Promise.all([answer('/keys', call), answer('/keys', call), answer('/keys', call)])
  for (const { status, headers } of answers) if (status === 409) expect(headers.get('retry-after')).toBe('1')
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0)
  expect((await get('/api/v1/keys')).items.filter((key: { name: string }) => key.name === 'twin')).toHaveLength(1)
})

test('asks a repeat to wait while the first is being carried out, and lets it try when nobody is at it any more', async () => {
  const { DB } = env as unknown as { DB: D1Database }
  const call = { body: { name: 'slow', role: 'viewer' }, headers: { 'idempotency-key': 'slow' } }
  expect((await answer('/keys', call)).status).toBe(201)
  await DB.prepare("UPDATE answers SET status = 0, body = '' WHERE key = 'slow'").run()
  const busy = await answer('/keys', call)
  expect([busy.status, busy.headers.get('retry-after')]).toEqual([409, '1'])
  await DB.prepare("UPDATE answers SET at = at - 3600000 WHERE key = 'slow'").run()
  expect((await answer('/keys', call)).status).toBe(201)
})

test('keeps no key in the open, also not in the answer that a repeat gets', async () => {
  const { DB } = env as unknown as { DB: D1Database }
  const { body } = await answer('/keys', {
    body: { name: 'x', role: 'viewer' },
    headers: { 'idempotency-key': 'hush' },
  })
  const kept = [await DB.prepare('SELECT * FROM answers').all(), await DB.prepare('SELECT * FROM keys').all()]
  expect(JSON.stringify(kept)).not.toContain(body.key)
})

test('keeps the keys of two callers apart', async () => {
  const headers = { 'idempotency-key': 'shared' }
  expect((await answer('/channels/one', { ...put, headers })).status).toBe(201)
  expect((await answer('/channels/one', { ...put, headers, key: await keyOf('operator') })).status).toBe(200)
})

test.each([
  ['limit=0', 'limit'],
  ['limit=201', 'limit'],
  ['limit=many', 'limit'],
  ['cursor=%21%21', 'cursor'],
  ['limits=3', 'limits'],
])('refuses the query %s, and says where', async (query, path) => {
  const { status, body } = await answer(`/channels?${query}`)
  expect(status).toBe(400)
  expect(body.errors).toEqual([expect.objectContaining({ path })])
})

test('refuses bodies that could hurt', async () => {
  const send = (body: string) => ask('/api/v1/workflows/validate', { body })
  expect((await send('{')).status).toBe(400)
  expect((await send(`{"a":${'['.repeat(70)}${']'.repeat(70)}}`)).status).toBe(400)
  expect((await send('{"__proto__":{"a":1}}')).status).toBe(400)
  const large = await ask('/api/v1/workflows/validate', {
    body: JSON.stringify({ ...greeting, description: 'x'.repeat(1_100_000) }),
  })
  expect(large.status).toBe(413)
  expect(large.headers.get('content-type')).toBe('application/problem+json')
})

test('pages through a list without a gap or a double', async () => {
  for (const id of ['p1', 'p2', 'p3', 'p4', 'p5']) await get(`/api/v1/channels/${id}`, put)
  const { items } = await get('/api/v1/channels')
  expect(await paged('/channels')).toEqual(items)
  expect(items.map((item: { id: string }) => item.id)).toEqual(expect.arrayContaining(['p1', 'p2', 'p3', 'p4', 'p5']))
})

test('says of what is no JSON what it is', async () => {
  const { paths } = await get('/openapi.json', { key: null })
  const typesOf = (path: string) => Object.keys(paths[`/api/v1${path}`].get.responses['200'].content)
  expect(typesOf('/workflows/{id}/picture')).toEqual(['image/svg+xml'])
  expect(typesOf('/contacts/export')).toEqual(['text/csv'])
  expect(typesOf('/export')).toEqual(['application/x-ndjson'])
  expect(Object.keys(paths['/api/v1/import'].post.requestBody.content)).toEqual(['application/x-ndjson'])
})

test('describes itself, without a key', async () => {
  const { openapi, paths } = await get('/openapi.json', { key: null })
  expect(openapi).toBe('3.1.0')
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/hooks/{channel}', '/events', '/health', '/api/v1/runs/{id}/retry']),
  )
  expect(paths['/api/v1/channels/{id}'].put.requestBody.content['application/json'].schema.properties).toHaveProperty(
    'kind',
  )
  const page = await ask('/docs', { key: null })
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await page.text()).toMatch(/^<!DOCTYPE html><html lang="en">.*\/api\/v1\/workflows\/\{id\}\/publish/s)
  expect((await ask('/docs.css', { key: null })).headers.get('content-type')).toContain('text/css')
})

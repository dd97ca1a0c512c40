import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer, keyOf } from '../http/api-world.ts'

const { DB } = env as unknown as { DB: D1Database }
const SECRET = 'hush "quoted" / value'

beforeAll(async () => {
  await migrate()
  await sandbox('vault')
})

afterEach(() => vi.unstubAllGlobals())

const calls = (id: string, given: object) => ({
  id,
  triggers: [{ on: `custom.${id}` }],
  actions: [
    { id: 'call', do: 'http.request', with: { method: 'POST', url: 'https://8.8.8.8/in', ...given }, on_error: 'continue' },
    { do: 'tag.add', with: { tag: '{{steps.call.body.echo.key}}{{steps.call.error.code}}' } },
  ],
}) // biome-ignore format: one workflow

/** A service that repeats everything it was told. */
function echo(status = 200): { url: string; headers: Headers; body: string }[] {
  const heard: { url: string; headers: Headers; body: string }[] = []
  vi.stubGlobal('fetch', async (url: string, init: { headers: Record<string, string>; body?: string }) => {
    heard.push({ url, headers: new Headers(init.headers), body: init.body ?? '' })
    const body = { echo: JSON.parse(init.body ?? 'null'), auth: init.headers.authorization }
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', 'x-was': String(init.headers.authorization) } })
  })
  return heard
} // biome-ignore format: one double

/** Everything that the database holds, as text. */
async function everything(): Promise<string> {
  const { results } = await DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all<{ name: string }>()
  const tables = results.filter(({ name }) => !name.startsWith('_') && !name.startsWith('sqlite'))
  const rows = await Promise.all(tables.map(({ name }) => DB.prepare(`SELECT * FROM ${name}`).all()))
  return JSON.stringify(rows.map((one) => one.results))
}

it('a secret is write-only, for admins, and sealed at rest', async () => {
  expect((await answer('/secrets/API_KEY', { method: 'PUT', body: { value: 'first' } })).status).toBe(201)
  const set = await answer('/secrets/API_KEY', { method: 'PUT', body: { value: SECRET } })
  expect(set).toMatchObject({ status: 200, body: { name: 'API_KEY' } })
  expect(JSON.stringify(set.body)).not.toContain('hush')
  expect((await answer('/secrets')).body.items).toMatchObject([{ name: 'API_KEY' }])
  const key = await keyOf('operator')
  expect((await answer('/secrets', { key })).status).toBe(403)
  expect((await answer('/secrets/X', { method: 'PUT', key, body: { value: 'x' } })).status).toBe(403)
  expect((await answer('/secrets/not-a-name', { method: 'PUT', body: { value: 'x' } })).status).toBe(400)
  for (const body of [{ value: 12345678 }, '"12345678"', { value: ['12345678'] }]) {
    const wrong = await answer('/secrets/X', { method: 'PUT', body })
    expect(wrong.status).toBe(400)
    expect(JSON.stringify(wrong.body)).not.toContain('12345678')
  }
  expect(await everything()).not.toContain('hush')
})

it('goes out with the call and nowhere else, masked also where the service repeats it', async () => {
  const heard = echo()
  await install(calls('told', { headers: { Authorization: 'Bearer {{secrets.API_KEY}}', authorization: 'Bearer {{secrets.API_KEY}}' }, json: { key: '{{secrets.API_KEY}}' } }))
  await happens('vault', 'ann', 'custom.told')
  await idle()
  expect(heard).toHaveLength(1)
  expect(JSON.parse(heard[0]?.body ?? '')).toEqual({ key: SECRET })
  const [run] = (await get('/api/v1/runs?workflow=told')).items
  const shown = await get(`/api/v1/runs/${run.id}`)
  expect(shown.steps.call).toMatchObject({ status: 200, body: { echo: { key: '***' }, auth: 'Bearer ***' } })
  expect(JSON.stringify(shown)).not.toContain('hush')
  expect(await everything()).not.toContain('hush')
}) // biome-ignore format: one guarantee

it('is in no error either', async () => {
  echo(422)
  await install(calls('refused', { url: 'https://8.8.8.8/{{secrets.API_KEY}}', json: {} }))
  await happens('vault', 'bob', 'custom.refused')
  await idle()
  expect(JSON.stringify((await get('/api/v1/runs?workflow=refused')).items)).toContain('http_422')
  expect(await everything()).not.toContain('hush')
})

it('a secret that is gone fails the step, and one that was never set stops the publication', async () => {
  const heard = echo()
  await get('/api/v1/secrets/SOON', { method: 'PUT', body: { value: 'gone' } })
  await install(calls('gone', { headers: { 'x-key': '{{secrets.SOON}}' } }))
  await get('/api/v1/secrets/SOON', { method: 'DELETE' })
  await happens('vault', 'eve', 'custom.gone')
  await idle()
  expect(heard).toEqual([])
  expect((await get('/api/v1/runs?workflow=gone')).items[0].steps.call.error.code).toBe('unknown_secret')
  const draft = { name: 'typo', ...calls('typo', { headers: { 'x-key': '{{secrets.API_KEi}}' } }) }
  expect((await answer('/workflows/typo', { method: 'PUT', body: draft })).status).toBe(201)
  const refused = await answer('/workflows/typo/publish', { body: {} })
  expect(refused.body.errors).toMatchObject([
    { path: 'actions[0].with.headers.x-key', hint: 'did you mean `secrets.API_KEY`?' },
  ])
})

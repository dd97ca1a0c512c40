import { beforeAll, expect, test } from 'vitest'
import { ask, get, idle, migrate } from '../../world.ts'
import { DOORS, type Door, NOW } from '../channels/doors.ts'

beforeAll(async () => {
  await migrate()
  await get('/dev/clock', { body: { set: new Date(NOW).toISOString() } })
})

const idOf = (index: number) => `door-${index}`

type Sent = { body?: Uint8Array; headers?: Headers }

async function knock(door: Door, index: number, change: Sent = {}): Promise<number> {
  const request = await door.make(door.secrets, NOW)
  const { body = request.body, headers = request.headers } = change
  const text = new TextDecoder().decode(body)
  const answer = await ask(`/hooks/${idOf(index)}${request.url.search}`, {
    method: request.method,
    ...(request.method === 'POST' && { body: text }),
    key: null,
    headers: Object.fromEntries(headers),
  })
  return answer.status
}

test.each(DOORS.map((door, index) => [door.name, index, door] as const))(
  '%s: what is right is let in and kept once, what is wrong is refused, and nothing is a failure of ours',
  async (_name, index, door) => {
    const { kind, config = {}, secrets } = door
    await get(`/api/v1/channels/${idOf(index)}`, { method: 'PUT', body: { kind, config, secrets } })
    const kept = async () => {
      await idle()
      const { items } = await get(`/api/v1/channels/${idOf(index)}/received`)
      return items.filter(({ verdict }: { verdict: string }) => verdict === 'accepted').length
    }
    expect(await knock(door, index)).toBeLessThan(300)
    const once = await kept()
    expect(await knock(door, index)).toBeLessThan(300)
    expect(await kept()).toBe(once)

    const request = await door.make(door.secrets, NOW)
    const whole = request.body
    const bodies = ['', '{', 'null', '<xml>', '\u0000', '{"a":'.repeat(100)].map((text) =>
      new TextEncoder().encode(text),
    )
    for (const body of [...bodies, whole.slice(0, whole.length / 2)]) {
      if (request.method === 'GET') break
      // A service that signs nothing sends a test that is empty, and only wants an answer.
      const fine = ['tencent-survey', 'bearer', 'wufoo'].includes(door.name) ? [200, 202] : []
      expect([400, 401, ...fine]).toContain(await knock(door, index, { body }))
    }
    if (door.signature === undefined) return
    const headers = new Headers(request.headers)
    headers.delete(door.signature)
    expect(await knock(door, index, { headers })).toBe(401)
    const mark = request.headers.get(door.signature) ?? ''
    for (const bent of mark === '' ? [] : [mark.slice(0, -1), `${mark}A`, `${mark}=`]) {
      headers.set(door.signature, bent)
      expect(await knock(door, index, { headers }), bent).toBe(401)
    }
    expect(await kept()).toBeLessThanOrEqual(once + (door.name === 'bearer' ? 4 : 0))
  },
)

test.each([
  '/health',
  '/openapi.json',
  '/docs',
  '/page.css',
  '/api/v1/contacts',
  '/nothing/here',
  '/hooks/nobody',
  '/l/x',
  '/u/x',
  '/sign-in',
  '/members',
])('%s is what it says that it is, and nobody frames it', async (path) => {
  const { headers } = await ask(path, { key: path.startsWith('/api') ? 'dev-admin-key' : null, redirect: 'manual' })
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/)
})

test('no step and no question bears the name by which objects have a prototype', async () => {
  const definition = {
    id: 'p',
    name: 'p',
    triggers: [{ on: 'custom.p' }],
    actions: [{ id: '__proto__', set: { a: 1 } }],
  }
  const checked = await get('/api/v1/workflows/validate', { body: definition })
  expect(checked).toMatchObject({ valid: false, errors: [{ path: 'actions[0].id' }] })
  const body = { name: 's', questions: [{ id: '__proto__', type: 'text', text: 'why?' }] }
  expect((await ask('/api/v1/surveys/p', { method: 'PUT', body })).status).toBe(400)
})

test.each(['toString', 'hasOwnProperty', 'valueOf'])('nothing is named %s, which every object has', async (name) => {
  const actions = [{ id: name, do: 'points.award', with: { points: 1, reason: 'r', [name]: { expr: '1' } } }]
  const definition = { id: 'p', name: 'p', triggers: [{ on: 'custom.p' }], actions }
  const { valid, errors } = await get('/api/v1/workflows/validate', { body: definition })
  expect(valid).toBe(false)
  expect(errors).toContainEqual(expect.objectContaining({ path: 'actions[0].id' }))
  const literal = [{ do: 'points.award', with: { points: 1, reason: 'r', [name]: 'x' } }]
  const unknown = await get('/api/v1/workflows/validate', { body: { ...definition, actions: literal } })
  expect(unknown).toMatchObject({ valid: false, errors: [{ path: `actions[0].with.${name}` }] })
})

test('no id is one that every object has something under', async () => {
  const body = { id: 'constructor', name: 'n', if: 'true' }
  expect((await ask('/api/v1/segments', { body })).status).toBe(400)
  expect((await ask('/api/v1/segments', { body: { ...body, id: 'constructors' } })).status).toBe(201)
  const rota = { people: { ann: { channel: 'door', to: 'ann' } }, lines: [{ people: ['ann'] }] }
  expect((await ask('/api/v1/rotas/constructor', { method: 'PUT', body: rota })).status).toBe(400)
})

test.each([
  ['GET', '/api/v1/rotas/days/now?at=2026-02-30T00:00:00Z'],
  ['GET', '/api/v1/rotas/days/now?at=2026-02-30'],
  ['GET', '/api/v1/alerts/report?from=2026-04-31T00:00:00Z'],
  ['GET', '/api/v1/tasks/report?to=2026-13-01'],
  ['PUT', '/api/v1/rotas/days', { holidays: [{ date: '2026-02-30', people: [] }] }],
  ['PUT', '/api/v1/rotas/days', { overrides: [{ from: '2026-02-30T09:00', to: '2026-03-04T09:00', people: ['ann'] }] }],
  ['PUT', '/api/v1/rotas/days', { overrides: [{ from: '2026-03-03T24:00', to: '2026-03-04T09:00', people: ['ann'] }] }],
  ['POST', '/api/v1/workflows/simulate', { from: '2026-02-30T00:00:00Z', until: '2026-03-05T00:00:00Z' }],
] as const)('takes no day that there is not: %s %s %j', async (method, path, more?: object) => {
  const rota = { people: { ann: { channel: 'door', to: 'ann' } }, lines: [{ people: ['ann'] }] }
  expect((await ask('/api/v1/rotas/days', { method: 'PUT', body: rota })).status).toBe(200)
  const definition = { id: 'p', name: 'p', triggers: [{ on: 'custom.p' }], actions: [] }
  const body = method === 'PUT' ? { ...rota, ...more } : method === 'POST' ? { definition, ...more } : undefined
  const answer = await ask(path, { method, ...(body && { body }) })
  expect(answer.status, await answer.clone().text()).toBe(400)
})

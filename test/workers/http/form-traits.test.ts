import { beforeAll, expect, test } from 'vitest'
import { findKind } from '../../../workers/channels/kinds.ts'
import { ask, get, idle, migrate } from '../../world.ts'
import { request, set } from '../channels/signed-samples.ts'

beforeAll(async () => {
  await migrate()
  await get('/dev/clock', { body: { set: '2026-01-05T09:00:00Z' } })
})

const FORMS = ['typeform', 'tally', 'jotform', 'google-forms', 'jinshuju', 'wufoo', 'tencent-survey']

async function put(kind: string, map?: object): Promise<void> {
  const { secrets, config } = set[kind] ?? { secrets: {} }
  const body = { kind, secrets, config: { ...config, ...(map && { map }) } }
  await get(`/api/v1/channels/${kind}`, { method: 'PUT', body })
}

async function send(kind: string, body?: object): Promise<number> {
  const { inbound } = await request(kind, body ? { body } : {})
  const headers = Object.fromEntries(inbound.headers)
  const text = new TextDecoder().decode(inbound.body)
  return (await ask(`/hooks/${kind}${inbound.url.search}`, { method: 'POST', body: text, key: null, headers })).status
}

test.each(FORMS)(
  '%s: the mapping proposed from its own sample can be saved, and fills in who answered',
  async (kind) => {
    await put(kind)
    const { map, proposals } = await get(`/api/v1/channels/${kind}/propose-map`, { method: 'POST' })
    const traits = proposals.filter(({ field }: { field: string }) => field.startsWith('traits.'))
    expect(traits.length).toBeGreaterThan(0)
    await put(kind, { ...map, user_id: '"member-1"' })
    expect(await send(kind)).toBe(200)
    await idle()
    const { items } = await get(`/api/v1/contacts?channel=${kind}&external_id=member-1`)
    const { answers } = (await get('/api/v1/events?type=form.submitted')).items[0].data
    expect(Object.keys(answers).length).toBeGreaterThan(0)
    for (const { field, value } of traits) {
      const kept = items[0].traits[field.slice('traits.'.length)]
      expect(typeof kept === 'string' ? kept : JSON.stringify(kept)).toBe(value)
    }
    for (const name of ['name', 'email', 'phone'])
      if (map[name]) expect(items[0][name]).toBe(proposals.find((one: { field: string }) => one.field === name).value)
  },
)

test('traits keep what they are: numbers, lists and yes or no; what is not answered leaves them as they were', async () => {
  await put('bearer', {
    user_id: 'body.uid',
    type: '"custom.filled"',
    traits: { size: 'body.size', topics: 'body.topics', vip: 'body.size > 10', city: 'body.address.city' },
  })
  await send('bearer', { uid: 'm1', size: 12, topics: ['a', 'b'], address: { city: ' Berlin ' } })
  await idle()
  const held = async () => (await get('/api/v1/contacts?channel=bearer&external_id=m1')).items[0].traits
  expect(await held()).toEqual({ size: 12, topics: ['a', 'b'], vip: true, city: 'Berlin' })
  await send('bearer', { uid: 'm1', size: 3, address: {} })
  await idle()
  expect(await held()).toEqual({ size: 3, topics: ['a', 'b'], vip: false, city: 'Berlin' })
  const changed = (await get('/api/v1/events?type=contact.updated')).items.map((one: { data: unknown }) => one.data)
  expect(changed).toContainEqual({ changed: ['traits.size', 'traits.vip'] })
})

test.each([
  ['an expression that is none', { traits: { a: 'body.' } }, 'config.map.traits.a'],
  ['one that sees more than the body', { traits: { a: 'contact.name' } }, 'config.map.traits.a'],
  ['a name that is none', { traits: { 'a b': 'body.a' } }, 'config.map.traits.a b'],
])('refuses %s, and says where', async (_what, map, path) => {
  const response = await ask('/api/v1/channels/refused', {
    method: 'PUT',
    body: { kind: 'bearer', config: { map }, secrets: { token: 't' } },
  })
  expect(response.status).toBe(400)
  expect((await response.json()) as object).toMatchObject({ errors: [{ path }] })
})

test('every form says how its answers are found', () => {
  for (const kind of FORMS) expect(findKind(kind)?.answersIn).toBeTypeOf('function')
})

import { beforeAll, expect, test } from 'vitest'
import { ask, get, migrate } from '../../world.ts'
import { answer, keyOf } from './api-world.ts'

beforeAll(migrate)

const slack = { kind: 'slack', name: 'Our Slack', config: {}, secrets: { signing_secret: 'very-secret-value' } }

test('sets up a channel, and never says a secret', async () => {
  const made = await answer('/channels/team', { method: 'PUT', body: slack })
  expect(made).toMatchObject({
    status: 201,
    body: { id: 'team', kind: 'slack', secrets_set: ['signing_secret'], can_send: false },
  })
  expect(made.body.missing).toEqual(expect.any(String))
  for (const path of ['/channels', '/channels/team']) {
    const response = await ask(`/api/v1${path}`)
    expect(await response.text()).not.toContain('very-secret')
    expect(response.headers.get('cache-control')).toBe('no-store')
  }
})

test('keeps the present secrets when none are given, and says what is missing for sending', async () => {
  await answer('/channels/kept', { method: 'PUT', body: slack })
  const { body } = await answer('/channels/kept', {
    method: 'PUT',
    body: { kind: 'slack', name: 'Renamed', config: {} },
  })
  expect(body).toMatchObject({ name: 'Renamed', secrets_set: ['signing_secret'] })
  const sends = { ...slack, secrets: { signing_secret: 'a', bot_token: 'xoxb-1' } }
  expect((await answer('/channels/kept', { method: 'PUT', body: sends })).body).toMatchObject({
    can_send: true,
    missing: null,
  })
})

test.each([
  ['an unknown kind', { ...slack, kind: 'slak' }, 'kind'],
  ['a missing secret', { ...slack, secrets: {} }, 'secrets.signing_secret'],
  ['an unknown secret', { ...slack, secrets: { signing_secret: 'a', token: 'b' } }, 'secrets.token'],
  ['an unknown setting', { ...slack, config: { room: 1 } }, 'config.room'],
  ['an address that is none', { ...slack, api_base: 'ftp://example.com' }, 'api_base'],
  ['an address with credentials', { ...slack, api_base: 'https://a:b@example.com' }, 'api_base'],
  ['an unknown field', { ...slack, secret: 'x' }, 'secret'],
])('refuses %s, and says where', async (_what, body, path) => {
  const refused = await answer('/channels/bad', { method: 'PUT', body })
  expect(refused.status).toBe(400)
  expect(refused.body.errors).toEqual(expect.arrayContaining([expect.objectContaining({ path })]))
})

test('lets api_base be a loopback address in development, without a slash at the end', async () => {
  const body = { kind: 'sandbox', api_base: 'http://127.0.0.1:9000/' }
  expect((await answer('/channels/near', { method: 'PUT', body })).body.api_base).toBe('http://127.0.0.1:9000')
})

test('refuses an id that is no slug, and the word of the API', async () => {
  expect((await answer('/channels/Team_A', { method: 'PUT', body: slack })).status).toBe(400)
  expect((await answer('/channels/kinds', { method: 'PUT', body: slack })).status).toBe(400)
})

test('describes every kind as JSON Schema', async () => {
  const { items } = await get('/api/v1/channels/kinds')
  const kind = items.find((item: { kind: string }) => item.kind === 'slack')
  expect(kind).toMatchObject({ title: { en: 'Slack' }, secrets: { type: 'object', required: ['signing_secret'] } })
  expect(kind.secrets.properties.signing_secret.title).toEqual(expect.any(String))
})

test('removes a channel: its hook is gone at once', async () => {
  await answer('/channels/gone', { method: 'PUT', body: { kind: 'sandbox' } })
  expect((await answer('/channels/gone', { method: 'DELETE' })).status).toBe(204)
  expect((await answer('/channels/gone', { method: 'DELETE' })).status).toBe(404)
  expect((await ask('/hooks/gone', { body: { id: '1', type: 'custom.x' }, key: null })).status).toBe(404)
})

test('a stranger gets 401, a viewer reads and gets 403 for writing', async () => {
  const viewer = await keyOf('viewer')
  expect((await answer('/channels', { key: null })).status).toBe(401)
  expect((await answer('/channels', { key: 'qf_nobody' })).status).toBe(401)
  expect((await answer('/nothing', { key: null })).status).toBe(401)
  expect((await answer('/channels', { key: viewer })).status).toBe(200)
  expect((await answer('/channels/x', { method: 'PUT', body: slack, key: viewer })).status).toBe(403)
})

test('has secrets sent to another address only for who knows them, or for an admin', async () => {
  const key = await keyOf('operator')
  const sends = { ...slack, secrets: { signing_secret: 'a', bot_token: 'xoxb-kept' } }
  await answer('/channels/aimed', { method: 'PUT', body: sends })
  const aimed = { kind: 'slack', config: {}, api_base: 'https://evil.example' }
  for (const secrets of [undefined, { signing_secret: 'b' }]) {
    const body = { ...aimed, ...(secrets && { secrets, keep_secrets: true }) }
    const refused = await answer('/channels/aimed', { method: 'PUT', key, body })
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'api_base' }] } })
  }
  expect((await answer('/channels/aimed')).body.api_base).toBeNull()
  const known = { ...aimed, secrets: sends.secrets }
  expect((await answer('/channels/aimed', { method: 'PUT', key, body: known })).status).toBe(200)
  const back = { ...aimed, api_base: null }
  expect((await answer('/channels/aimed', { method: 'PUT', key, body: back })).status).toBe(200)
  expect((await answer('/channels/aimed', { method: 'PUT', body: aimed })).status).toBe(200)
})

test('shows the address of a robot, with which anybody could post, only to who may change it', async () => {
  const robot = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=robot-key'
  const body = {
    kind: 'wecom',
    config: { corp_id: 'ww1', robot_url: robot },
    secrets: { token: 't', encoding_aes_key: 'x'.repeat(43) },
  }
  expect((await answer('/channels/robot', { method: 'PUT', body })).status).toBe(201)
  const [viewer, operator] = [await keyOf('viewer'), await keyOf('operator')]
  for (const path of ['/channels', '/channels/robot'])
    expect(JSON.stringify((await answer(path, { key: viewer })).body)).not.toContain('robot-key')
  expect((await answer('/channels/robot', { key: viewer })).body.config.robot_url).toBe('https://qyapi.weixin.qq.com/…')
  expect((await answer('/channels/robot', { key: operator })).body.config.robot_url).toBe(robot)
})

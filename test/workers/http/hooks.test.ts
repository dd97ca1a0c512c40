import { beforeAll, expect, test } from 'vitest'
import { concatBytes } from '../../../workers/channels/signature.ts'
import { ask, get, idle, migrate } from '../../world.ts'
import { request, set } from '../channels/signed-samples.ts'
import { answer } from './api-world.ts'

beforeAll(migrate)
beforeAll(async () => {
  await get('/dev/clock', { body: { set: '2026-01-05T09:00:00Z' } })
  for (const [kind, { secrets, config = {} }] of Object.entries(set))
    await get(`/api/v1/channels/${kind}`, { method: 'PUT', body: { kind, config, secrets } })
})

test.each(Object.keys(set))('keeps the webhook of %s once, and answers as its sender expects', async (name) => {
  const { inbound, kind } = await request(name)
  const post = () =>
    ask(`/hooks/${name}${inbound.url.search}`, {
      key: null,
      body: new TextDecoder().decode(inbound.body),
      headers: Object.fromEntries(inbound.headers),
    })
  for (const response of [await post(), await post()]) {
    expect(response.status).toBe(kind.reply?.status ?? 202)
    await response.text()
  }
  await idle()
  const { items } = await get('/api/v1/events?limit=200')
  expect(
    items.filter(
      (event: { channel: string; type: string }) => event.channel === name && event.type !== 'contact.created',
    ),
  ).toHaveLength(1)
})

test.each(Object.keys(set))('answers a probe of %s, and says which methods it takes', async (name) => {
  expect((await ask(`/hooks/${name}`, { key: null })).status).toBe(200)
  expect((await ask(`/hooks/${name}`, { key: null, method: 'HEAD' })).status).toBe(200)
  const refused = await ask(`/hooks/${name}`, { key: null, method: 'PUT', body: '{}' })
  expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  await refused.text()
})

test.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE'])(
  'tells a stranger nothing of channels that are not there: %s',
  async (method) => {
    const response = await ask('/hooks/nobody', { key: null, method, ...(method === 'POST' && { body: '{}' }) })
    expect([response.status, response.headers.get('allow')]).toEqual([404, null])
    await response.text()
  },
)

test('tells whoever signs wrongly no more than that: why is for those who set the channel up', async () => {
  const response = await ask('/hooks/bearer', { key: null, body: '{}', headers: { authorization: 'Bearer wrong' } })
  expect(response.status).toBe(401)
  expect(await response.json()).toEqual({ type: 'about:blank', title: 'Not authenticated', status: 401 })
})

test('refuses what is too large, and what is no UTF-8', async () => {
  const huge = await ask('/hooks/bearer', {
    headers: { authorization: 'Bearer br-token' },
    body: 'x'.repeat(1024 * 1024 + 1),
  })
  expect(huge.status).toBe(413)
  await huge.text()
  const { kind, inbound } = await request('bearer')
  const channel = { id: 'a', kind: 'bearer', name: 'a', config: {}, secrets: set.bearer?.secrets ?? {} }
  const body = concatBytes(Uint8Array.of(0x22, 0xff, 0x22))
  expect(await kind.receive({ ...inbound, body }, channel, 0)).toMatchObject({ kind: 'unreadable' })
})

test('describes every kind: guide, what it can, its limits, a sample', async () => {
  const { items } = await get('/api/v1/channels/kinds')
  for (const item of items.filter((one: { kind: string }) => one.kind in set))
    expect(item).toMatchObject({
      guide: { en: expect.any(String), 'zh-CN': expect.any(String) },
      can_receive: true,
      sample: { body: expect.any(String) },
    })
  expect(items.find((one: { kind: string }) => one.kind === 'slack')).toMatchObject({
    can: { buttons: expect.any(Number) },
    limits: expect.any(Array),
  })
})

test('says where a mapping is wrong when it is saved', async () => {
  const body = { kind: 'bearer', config: { map: { user_id: 'body.a +', nmae: 'body.b' } }, secrets: { token: 't' } }
  const refused = await answer('/channels/wrong', { method: 'PUT', body })
  expect(refused.status).toBe(400)
  expect(refused.body.errors.map((error: { path: string }) => error.path).sort()).toEqual([
    'config.map.nmae',
    'config.map.user_id',
  ])
})

test.each([
  ['control characters, each seven bytes when kept', '\u0001'.repeat(1_000_000), 'text/plain', 413],
  ['quotes', `{"a":"${'\\"'.repeat(500_000)}"}`, 'application/json', 413],
  ['small things', `[${'"",'.repeat(250_000)}""]`, 'application/json', 202],
])('is not broken by a megabyte of %s', async (_what, body, type, status) => {
  const response = await ask('/hooks/bearer', { key: 'br-token', body, headers: { 'content-type': type } })
  expect(response.status).toBe(status)
  await response.text()
  const form = await ask('/hooks/jotform?token=jf-token', {
    key: null,
    body: new URLSearchParams({
      submissionID: '1',
      rawRequest: JSON.stringify({ q1_a: body.slice(0, 50_000) }),
    }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(form.status).toBe(200)
  await form.text()
})

import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { advance, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer, keyOf } from '../http/api-world.ts'

type Heard = { url: string; headers: Record<string, string>; body: string; redirect: string }

const heard: Heard[] = []
let statuses: number[] = []

beforeAll(async () => {
  await migrate()
  vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
    const request = new Request(input, init)
    const { url, redirect } = request
    heard.push({ url, redirect, headers: Object.fromEntries(request.headers), body: await request.text() })
    return new Response('{}', { status: statuses.shift() ?? 200, headers: { 'content-type': 'application/json' } })
  })
  await sandbox('club')
  await install({
    id: 'tell',
    triggers: [{ on: 'member.joined' }],
    actions: [
      {
        id: 'told',
        do: 'webhook.send',
        with: {
          url: 'https://crm.example.com/in',
          type: 'member.welcomed',
          data: { name: '{{contact.name}} 王', n: 1 },
        },
      },
      { do: 'contact.set', with: { traits: { told: { expr: 'steps.told.status' } } } },
    ],
  })
})
afterAll(() => vi.unstubAllGlobals())
beforeEach(() => heard.splice(0))

test('signs as Standard Webhooks, so that its own library takes it, and goes on with the status', async () => {
  await (await happens('club', 'ann', 'member.joined')).text()
  await idle()
  const [sent, ...more] = heard
  expect(more).toEqual([])
  const { secret, previous } = await get('/api/v1/webhook-secret')
  expect(previous).toBeNull()
  expect(sent?.url).toBe('https://crm.example.com/in')
  // Whoever answers with a redirect leads us nowhere, least of all inside.
  expect(sent?.redirect).toBe('manual')
  expect(new Webhook(secret).verify(sent?.body ?? '', sent?.headers ?? {})).toEqual({
    type: 'member.welcomed',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    data: { name: ' 王', n: 1 },
  })
  expect(() => new Webhook(secret).verify(`${sent?.body} `, sent?.headers ?? {})).toThrow()
  expect(sent?.headers['webhook-id']).toMatch(/:told:0$/)
  expect((await get('/api/v1/contacts?channel=club&external_id=ann')).items[0].traits).toEqual({ told: 200 })
})

test('repeats under one id, each attempt with its own time and signature', async () => {
  statuses = [503]
  await (await happens('club', 'bo', 'member.joined')).text()
  await idle()
  await advance('10s')
  const [first, second] = heard
  const of = (name: string) => [first?.headers[name], second?.headers[name]]
  expect(new Set(of('webhook-id')).size).toBe(1)
  expect(first?.body).toBe(second?.body)
  expect(Number(of('webhook-timestamp')[1])).toBeGreaterThan(Number(of('webhook-timestamp')[0]))
  expect(new Set(of('webhook-signature')).size).toBe(2)
})

test('signs with two secrets while one is rotated, and with one again once it is retired', async () => {
  const before = await get('/api/v1/webhook-secret')
  const rotated = await get('/api/v1/webhook-secret/rotate', { method: 'POST' })
  expect(rotated.previous).toBe(before.secret)
  await (await happens('club', 'cai', 'member.joined')).text()
  await idle()
  for (const secret of [rotated.secret, before.secret])
    expect(() => new Webhook(secret).verify(heard[0]?.body ?? '', heard[0]?.headers ?? {})).not.toThrow()
  expect(heard[0]?.headers['webhook-signature']?.split(' ')).toHaveLength(2)
  expect(await get('/api/v1/webhook-secret/retire', { method: 'POST' })).toEqual({
    secret: rotated.secret,
    previous: null,
  })
  await (await happens('club', 'dan', 'member.joined')).text()
  await idle()
  expect(() => new Webhook(before.secret).verify(heard[1]?.body ?? '', heard[1]?.headers ?? {})).toThrow()
})

test('shows the secret to nobody below an admin', async () => {
  const key = await keyOf('operator')
  expect((await answer('/webhook-secret', { key })).status).toBe(403)
  expect((await answer('/webhook-secret/rotate', { key, method: 'POST' })).status).toBe(403)
})

import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { Secrets } from '../../../workers/channels/kind.ts'
import { concatBytes, hmac, toHex } from '../../../workers/channels/signature.ts'
import { whatsapp } from '../../../workers/channels/whatsapp/kind.ts'
import { channel, inbound, NOW_MS } from './requests.ts'
import samples from './samples/whatsapp.json'

const SECRET = 'qunflow-app-secret'
const ours = channel('whatsapp', {
  config: { phone_number_id: '277321005464405' },
  secrets: { app_secret: SECRET, verify_token: ['meatyhamhock', 'next'] },
})
const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [] })

async function signature(text: string, secret = SECRET) {
  return { 'x-hub-signature-256': `sha256=${toHex(await hmac(secret, concatBytes(text)))}` }
}

async function receive(text: string) {
  return whatsapp.receive(inbound(text, await signature(text)), ours, NOW_MS)
}

describe('verification', () => {
  it('accepts what the app secret signs, and nothing else', async () => {
    const header = (await signature(body))['x-hub-signature-256']
    expect(await receive(body)).toEqual({ kind: 'events', events: [] })
    for (const [text, headers] of [
      [`${body} `, { 'x-hub-signature-256': header }],
      [body, await signature(body, 'other')],
      [body, { 'x-hub-signature-256': header.slice('sha256='.length) }],
      [body, { 'x-hub-signature-256': 'sha256=nothex' }],
      [body, { 'x-hub-signature-256': 'sha256=' }],
      [body, {}],
    ] as const)
      expect(await whatsapp.receive(inbound(text, headers), ours, NOW_MS)).toMatchObject({ kind: 'forged' })
  })

  it('knows a text that was decoded on the way: Meta signs it escaped', async () => {
    const decoded = JSON.stringify({ object: 'x', entry: [], note: 'mangé みどり 🎉' })
    const escaped = decoded.replace(/[\u0080-\uffff]/g, (u) => `\\u${u.charCodeAt(0).toString(16).padStart(4, '0')}`)
    expect(escaped).toContain('mang\\u00e9')
    const received = await whatsapp.receive(inbound(decoded, await signature(escaped)), ours, NOW_MS)
    expect(received).toMatchObject({ kind: 'events' })
  })

  it.each<Secrets>([{}, { app_secret: '' }, { app_secret: [] }])('never passes with secrets %j', async (secrets) => {
    const received = await whatsapp.receive(
      inbound(body, await signature(body)),
      channel('whatsapp', { secrets }),
      NOW_MS,
    )
    expect(received).toEqual({ kind: 'forged', why: expect.stringContaining('not configured') })
  })

  it.each(['', 'hello', '[]'])('finds %j unreadable', async (text) =>
    expect(await receive(text)).toMatchObject({ kind: 'unreadable' }),
  )
})

describe('the handshake', () => {
  const ask = (query: Record<string, string>, to = ours) => {
    const url = new URL(`https://qunflow.example/hooks/test?${new URLSearchParams(query)}`)
    return whatsapp.receive({ ...inbound(''), method: 'GET', url }, to, NOW_MS)
  }
  const right = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': 'meatyhamhock' }

  it.each(['meatyhamhock', 'next'])('echoes the challenge to %s', async (token) => {
    expect(await ask({ ...right, 'hub.verify_token': token })).toMatchObject({
      kind: 'challenge',
      reply: { status: 200, body: '1158201444' },
    })
  })

  it.each<[string, Record<string, string>]>([
    ['another token', { ...right, 'hub.verify_token': 'nope' }],
    ['another mode', { ...right, 'hub.mode': 'unsubscribe' }],
    ['no challenge', { ...right, 'hub.challenge': '' }],
    ['nothing', {}],
  ])('answers 403 to %s', async (_case, query) =>
    expect(await ask(query)).toMatchObject({ kind: 'forged', status: 403 }),
  )

  it('answers 403 when there is no token to compare with', async () => {
    const unset = channel('whatsapp', { secrets: { app_secret: 'x' } })
    expect(await ask({ ...right, 'hub.verify_token': '' }, unset)).toMatchObject({ kind: 'forged', status: 403 })
  })
})

describe('notifications', () => {
  it.each(samples.notifications)('$name', async ({ body, expected }) => {
    const received = await receive(JSON.stringify(body))
    expect(received).toMatchObject({ kind: 'events', events: expected })
  })

  it('without an id of their own are known by what they say', async () => {
    const change = (event: string) => ({ entry: [{ changes: [{ field: 'account_update', value: { event } }] }] })
    const ids = await Promise.all(
      ['A', 'A', 'B'].map(async (event) => {
        const received = await receive(JSON.stringify(change(event)))
        return received.kind === 'events' && received.events[0]?.id
      }),
    )
    expect([ids[0] === ids[1], ids[0] === ids[2]]).toEqual([true, false])
  })
})

it.each([
  [{ phone_number_id: '277321005464405', graph_version: 'v25.0' }, true],
  [{ phone_number_id: '+44 7700' }, false],
  [{ phone_number_id: '277321005464405', graph_version: '../x' }, false],
])('config %j: %s', (config, valid) => expect(v.is(whatsapp.config, config)).toBe(valid))

import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { fromBase64, toBase64 } from '../../../workers/channels/signature.ts'
import { standardWebhooks } from '../../../workers/channels/standard-webhooks/kind.ts'
import { verifyStandardWebhook } from '../../../workers/channels/standard-webhooks/verify.ts'
import { channel, inbound, NOW_MS, NOW_SECONDS, webhookSignature } from './requests.ts'
import samples from './samples/standard-webhooks.json'

const SECRET = 'whsec_cXVuZmxvdy1zdGFuZGFyZC13ZWJob29rcw=='
const key = fromBase64(SECRET.slice('whsec_'.length)) ?? new Uint8Array()

describe('verification', () => {
  it.each(samples.cases)('finds a request $name $expect', async (sample) => {
    const body = sample.repeat ? sample.repeat.char.repeat(sample.repeat.count) : sample.body
    const headers = Object.entries(sample.headers).flatMap(([name, value]) => (value ? [[name, value] as const] : []))
    const request = inbound(body, Object.fromEntries(headers))
    const verified = await verifyStandardWebhook(request, [sample.secret], sample.now * 1000)
    expect(verified.kind).toBe(sample.expect)
  })

  it('takes either of two secrets during rotation', async () => {
    const request = await signed('{}')
    const other = 'whsec_b3RoZXItc2VjcmV0'
    expect(await verifyStandardWebhook(request, [other, SECRET], NOW_MS)).toEqual({ kind: 'genuine', id: 'msg_1' })
    expect(await verifyStandardWebhook(request, [other], NOW_MS)).toMatchObject({ kind: 'forged' })
  })

  it('takes nothing that is signed with a public key, which anybody may have', async () => {
    const known = crypto.getRandomValues(new Uint8Array(32))
    const secrets = [`whpk_${toBase64(known)}`]
    const signature = await webhookSignature(`msg_1.${NOW_SECONDS}.{}`, known)
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': NOW_SECONDS, 'webhook-signature': signature }
    expect(await verifyStandardWebhook(inbound('{}', headers), [`whsec_${toBase64(known)}`], NOW_MS)).toMatchObject({
      kind: 'genuine',
    })
    expect(await verifyStandardWebhook(inbound('{}', headers), secrets, NOW_MS)).toMatchObject({ kind: 'forged' })
  })

  it.each([[[]], [['']], [['whsec_']], [['not base64!']], [['whpk_c2hvcnQ=']]])(
    'never passes with secrets %j',
    async (secrets) => {
      const verified = await verifyStandardWebhook(await signed('{}'), secrets, NOW_MS)
      expect(verified).toEqual({ kind: 'forged', why: expect.stringContaining('not configured') })
    },
  )
})

describe('events', () => {
  it('are read as the specification recommends them', async () => {
    const body = { type: 'user.created', timestamp: '2026-01-05T08:59:00Z', data: { user_id: 'u1', plan: 'pro' } }
    expect(await receive(body)).toEqual({
      kind: 'events',
      events: [
        {
          id: 'msg_1',
          type: 'user.created',
          atMs: NOW_MS - 60_000,
          user: { id: 'u1' },
          data: { user_id: 'u1', plan: 'pro' },
        },
      ],
    })
  })

  it.each([
    ['any object', { hello: 'world' }, { type: 'custom.webhook', data: { hello: 'world' } }],
    ['a type without data', { type: 'ping' }, { type: 'custom.webhook', data: { type: 'ping' } }],
    ['a type that is no name', { type: 'a b', data: {} }, { type: 'custom.webhook' }],
    [
      'data.user',
      { type: 'x', data: { user: { id: 7, name: 'Ada', email: 'a@b.c' } } },
      { user: { id: '7', name: 'Ada', email: 'a@b.c' } },
    ],
    ['user', { user: { id: 'u2' } }, { user: { id: 'u2' } }],
    ['subject', { subject: 'u3' }, { user: { id: 'u3' } }],
  ])('are read from %s', async (_case, body, expected) => {
    expect(await receive(body)).toMatchObject({ kind: 'events', events: [expected] })
  })

  it('keep an id that is too large for a number', async () => {
    const received = await standardWebhooks.receive(
      await signed('{"data":{"user_id":12345678901234567890}}'),
      ours(),
      NOW_MS,
    )
    expect(received).toMatchObject({ events: [{ user: { id: '12345678901234567890' } }] })
  })

  it('are mapped by the channel’s expressions', async () => {
    const map = {
      user_id: 'body.contact.id',
      name: 'body.contact.first + " " + body.contact.last',
      email: 'body.contact.email',
      type: '"custom." + body.kind',
    }
    const body = { kind: 'signup', contact: { id: 42, first: 'Ada', last: 'Lovelace' } }
    expect(await receive(body, { map })).toMatchObject({
      events: [{ id: 'msg_1', type: 'custom.signup', user: { id: '42', name: 'Ada Lovelace' }, data: body }],
    })
  })

  it('are kept without a contact when the mapping finds none', async () => {
    const received = await receive({ other: 1 }, { map: { user_id: 'body.contact.id' } })
    expect(received).toEqual({ kind: 'events', events: [{ id: 'msg_1', type: 'custom.webhook', data: { other: 1 } }] })
  })

  it.each([
    ['[1]', { value: [1] }],
    ['"text"', { value: 'text' }],
    ['not JSON', { value: 'not JSON' }],
  ])('carry what is no object as its value: %s', async (body, data) => {
    expect(await standardWebhooks.receive(await signed(body), ours(), NOW_MS)).toMatchObject({ events: [{ data }] })
  })

  it.each(['{"a":', '{"__proto__":{}}', '['.repeat(65)])('are refused when written %s', async (body) => {
    expect(await standardWebhooks.receive(await signed(body), ours(), NOW_MS)).toMatchObject({ kind: 'unreadable' })
  })

  it('are refused unsigned before anything is read', async () => {
    expect(await standardWebhooks.receive(inbound('{'), ours(), NOW_MS)).toMatchObject({ kind: 'forged' })
  })
})

describe('settings', () => {
  it.each([
    [{ secret: SECRET }, true],
    [{ secret: [SECRET, 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4='] }, true],
    [{ secret: 'whsec_' }, false],
    [{ secret: 'not base64!' }, false],
    [{ secret: '' }, false],
    [{}, false],
  ])('secrets %j: %s', (secrets, valid) => expect(v.is(standardWebhooks.secrets, secrets)).toBe(valid))

  it.each([
    [{}, true],
    [{ map: { user_id: 'body.id' } }, true],
    [{ map: { user_id: 'body.id +' } }, false],
    [{ map: { user: 'body.id' } }, false],
  ])('config %j: %s', (config, valid) => expect(v.is(standardWebhooks.config, config)).toBe(valid))
})

function ours(config = {}) {
  return channel('standard-webhooks', { config, secrets: { secret: SECRET } })
}

async function signed(body: string) {
  const signature = await webhookSignature(`msg_1.${NOW_SECONDS}.${body}`, key)
  return inbound(body, { 'webhook-id': 'msg_1', 'webhook-timestamp': NOW_SECONDS, 'webhook-signature': signature })
}

async function receive(body: unknown, config = {}) {
  return standardWebhooks.receive(await signed(JSON.stringify(body)), ours(config), NOW_MS)
}

import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { bearer } from '../../../workers/channels/bearer/kind.ts'
import { github } from '../../../workers/channels/github/kind.ts'
import { hmac } from '../../../workers/channels/hmac/kind.ts'
import { concatBytes, hmac as digest, toBase64, toHex } from '../../../workers/channels/signature.ts'
import { channel, inbound, NOW_MS, NOW_SECONDS } from './requests.ts'

const SECRET = 'a shared key'
const BODY = '{"event":"x","customer":{"id":7}}'

describe('hmac', () => {
  it.each([
    ['hex', { algorithm: 'sha256' }, async () => toHex(await sign(BODY)), 'events'],
    ['hex in capitals', {}, async () => toHex(await sign(BODY)).toUpperCase(), 'events'],
    ['sha1', { algorithm: 'sha1' }, async () => toHex(await digest(SECRET, concatBytes(BODY), 'SHA-1')), 'events'],
    ['base64', { encoding: 'base64' }, async () => toBase64(await sign(BODY)), 'events'],
    ['a prefix', { prefix: 'sha256=' }, async () => `sha256=${toHex(await sign(BODY))}`, 'events'],
    ['a missing prefix', { prefix: 'sha256=' }, async () => toHex(await sign(BODY)), 'forged'],
    ['another algorithm', { algorithm: 'sha512' }, async () => toHex(await sign(BODY)), 'forged'],
    ['what is no hex', {}, async () => 'zz', 'forged'],
    ['nothing', {}, async () => '', 'forged'],
  ])('takes a signature with %s as it is set up', async (_what, config, signature, expected) => {
    const request = inbound(BODY, { 'x-signature': await signature() })
    expect((await hmac.receive(request, ours(config), NOW_MS)).kind).toBe(expected)
  })

  const timed = { timestamp_header: 'X-Time' }
  it.each([
    ['the body alone', timed, NOW_SECONDS, BODY, BODY, 'events'],
    ['time and body', timed, NOW_SECONDS, `${NOW_SECONDS}.${BODY}`, BODY, 'events'],
    ['milliseconds', timed, `${NOW_SECONDS}000`, BODY, BODY, 'events'],
    ['a time 301 s ago', timed, String(NOW_MS / 1000 - 301), BODY, BODY, 'forged'],
    ['no time', timed, '', BODY, BODY, 'forged'],
    ['what is no time', timed, 'NaN', BODY, BODY, 'forged'],
    ['another time than was signed', timed, String(NOW_MS / 1000 - 1), `${NOW_SECONDS}.${BODY}`, BODY, 'forged'],
    ['an old content sent as a body', timed, NOW_SECONDS, `1700000000.${BODY}`, `1700000000.${BODY}`, 'forged'],
    [
      'the body alone where time must be signed',
      { ...timed, signed: 'timestamp.body' },
      NOW_SECONDS,
      BODY,
      BODY,
      'forged',
    ],
  ])('with a timestamp header, %s', async (_what, config, time, signedContent, body, expected) => {
    const request = inbound(body, { 'x-signature': toHex(await sign(signedContent)), 'x-time': time })
    expect((await hmac.receive(request, ours(config), NOW_MS)).kind).toBe(expected)
  })

  it('takes no body alone where time must be signed, though nobody says where the time stands', async () => {
    const request = inbound(BODY, { 'x-signature': toHex(await sign(BODY)) })
    expect((await hmac.receive(request, ours({ signed: 'timestamp.body' }), NOW_MS)).kind).toBe('forged')
  })

  it('maps what the operator says, and keeps the rest as it came', async () => {
    const map = {
      user_id: 'body.customer.id',
      type: '"custom.shop." + body.event',
      id: '"order-" + string(body.customer.id)',
    }
    const request = inbound(BODY, { 'x-signature': toHex(await sign(BODY)) })
    expect(await hmac.receive(request, ours({ map }), NOW_MS)).toEqual({
      kind: 'events',
      events: [{ id: 'order-7', type: 'custom.shop.x', user: { id: '7' }, data: JSON.parse(BODY) }],
    })
  })

  it.each([
    ['application/json', 'not json', 'unreadable'],
    ['text/plain', 'not json', 'events'],
    ['text/plain', '{"broken', 'unreadable'],
  ])('reads a body of %s: %s', async (type, body, expected) => {
    const request = inbound(body, { 'content-type': type, 'x-signature': toHex(await sign(body)) })
    expect((await hmac.receive(request, ours({}), NOW_MS)).kind).toBe(expected)
  })

  it.each([
    [{ header: 'X-Signature' }, true],
    [{ header: 'X Signature' }, false],
    [{}, false],
    [{ header: 'X', algorithm: 'md5' }, false],
    [{ header: 'X', prefix: '' }, true],
  ])('config %j: %s', (config, valid) => expect(v.is(hmac.config, config)).toBe(valid))

  it('says where an expression is wrong', () => {
    const parsed = v.safeParse(hmac.config, { header: 'X', map: { user_id: 'body.id +', name: 'contact.name' } })
    const issues = parsed.issues?.map((issue) => [v.getDotPath(issue), issue.message])
    expect(issues).toEqual([
      ['map.user_id', expect.stringContaining('line 1, column')],
      ['map.name', expect.stringContaining('not an expression over body')],
    ])
  })
})

describe('bearer', () => {
  it.each([
    [{}, { authorization: 'bearer t0ken' }, 'events'],
    [{}, { authorization: 'Bearer  t0ken ' }, 'events'],
    [{}, { authorization: 't0ken' }, 'forged'],
    [{}, { authorization: 'Basic t0ken' }, 'forged'],
    [{}, { authorization: 'Bearer t0ken2' }, 'forged'],
    [{}, {}, 'forged'],
    [{ header: 'X-Api-Key' }, { 'x-api-key': 't0ken' }, 'events'],
    [{ header: 'X-Api-Key' }, { authorization: 'Bearer t0ken' }, 'forged'],
  ])('with %j takes %j: %s', async (config, headers, expected) => {
    const request = inbound('', headers as Record<string, string>)
    const received = await bearer.receive(request, channel('bearer', { config, secrets: { token: 't0ken' } }), NOW_MS)
    expect(received.kind).toBe(expected)
  })

  it('counts an idempotency key once, else a body', async () => {
    const idOf = async (body: string, headers = {}) => {
      const request = inbound(body, { authorization: 'Bearer t', ...headers })
      const received = await bearer.receive(request, channel('bearer', { secrets: { token: 't' } }), NOW_MS)
      return received.kind === 'events' ? received.events[0]?.id : undefined
    }
    expect(await idOf('{"a":1}', { 'idempotency-key': 'k' })).toBe('k')
    for (const key of ['', 'k'.repeat(257)])
      expect(await idOf('{"a":1}', { 'idempotency-key': key })).toBe(await idOf('{"a":1}'))
    expect(await idOf('{"a":1}', { 'idempotency-key': 'k'.repeat(256) })).toBe('k'.repeat(256))
    expect(await idOf('{"a":1}')).toBe(await idOf('{"a":1}'))
    expect(await idOf('{"a":1}')).not.toBe(await idOf('{"a":2}'))
  })
})

describe('GitHub', () => {
  it('reads a form with its payload, and leaves bots out', async () => {
    const payload = JSON.stringify({ sender: { id: 1, type: 'Bot', login: 'ci[bot]' }, ref: 'main' })
    const body = new URLSearchParams({ payload }).toString()
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-hub-signature-256': `sha256=${toHex(await sign(body))}`,
      'x-github-event': 'push',
      'x-github-delivery': 'd-1',
    }
    expect(
      await github.receive(inbound(body, headers), channel('github', { secrets: { secret: SECRET } }), NOW_MS),
    ).toEqual({
      kind: 'events',
      events: [{ id: 'd-1', type: 'custom.github.push', data: JSON.parse(payload) }],
    })
  })
})

function sign(content: string): Promise<Uint8Array> {
  return digest(SECRET, concatBytes(content))
}

function ours(config: object) {
  return channel('hmac', { config: { header: 'X-Signature', ...config }, secrets: { secret: SECRET } })
}

import { beforeAll, describe, expect, it, test } from 'vitest'
import { parseJsonBody } from '../../../workers/channels/json-body.ts'
import { concatBytes } from '../../../workers/channels/signature.ts'
import { readCloudEvents } from '../../../workers/http/cloud-events.ts'
import { ask, contact, get, idle, migrate } from '../../world.ts'
import { webhookSignature } from '../channels/requests.ts'

const one = { specversion: '1.0', id: '1', source: '/shop', type: 'com.example.paid' }
const structured = { 'content-type': 'application/cloudevents+json; charset=UTF-8' }

const CE = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/shop', 'ce-type': 'com.example.paid' }

function read(headers: Record<string, string>, body: unknown) {
  const bytes = body instanceof Uint8Array ? body : concatBytes(typeof body === 'string' ? body : JSON.stringify(body))
  return readCloudEvents(new Headers(headers), bytes, parseJsonBody)
}

describe('structured mode', () => {
  it.each([
    ['data', { ...one, data: { a: 1 } }, { data: { a: 1 } }],
    ['no data', one, { data: {} }],
    ['data that is no object', { ...one, data: 'x' }, { data: { value: 'x' } }],
    [
      'JSON in base64',
      { ...one, datacontenttype: 'application/json', data_base64: btoa('{"a":1}') },
      { data: { a: 1 } },
    ],
    ['text in base64', { ...one, datacontenttype: 'text/plain', data_base64: btoa('hi') }, { data: { value: 'hi' } }],
    [
      'bytes in base64',
      { ...one, datacontenttype: 'image/png', data_base64: 'AAEC' },
      { data: { data_base64: 'AAEC' } },
    ],
    [
      'a subject and a time',
      { ...one, subject: '王芳', time: '2026-01-05T09:00:00.5+08:00' },
      { subject: '王芳', atMs: Date.UTC(2026, 0, 5, 1, 0, 0, 500) },
    ],
    ['extensions', { ...one, traceparent: '00-a', sampled: true, n: 1, gone: null }, { id: '1' }],
    ['null for what is absent', { ...one, subject: null, time: null, datacontenttype: null }, { id: '1' }],
  ])('reads %s', (_what, body, expected) => {
    expect(read(structured, body)).toMatchObject({ kind: 'events', events: [expected] })
  })

  it.each([
    ['no id', { ...one, id: undefined }, 'id'],
    ['an empty id', { ...one, id: '' }, 'id'],
    ['no source', { ...one, source: undefined }, 'source'],
    ['no type', { ...one, type: undefined }, 'type'],
    ['no specversion', { ...one, specversion: undefined }, 'specversion'],
    ['another version', { ...one, specversion: '9.9' }, 'specversion'],
    ['an empty subject', { ...one, subject: '' }, 'subject'],
    ['a time without a zone', { ...one, time: '2026-01-05T09:00:00' }, 'time'],
    ['a day that does not exist', { ...one, time: '2026-02-30T09:00:00Z' }, 'time'],
    ['data twice', { ...one, data: 1, data_base64: 'AA==' }, 'data_base64'],
    ['what is no base64', { ...one, data_base64: '*' }, 'data_base64'],
    ['a name in capitals', { ...one, partitionKey: 'a' }, 'partitionKey'],
    ['an extension that is an object', { ...one, ext: { a: 1 } }, 'ext'],
  ])('refuses %s, and says where', (_what, body, path) => {
    expect(read(structured, body)).toMatchObject({ kind: 'unreadable', errors: [{ path }] })
  })
})

describe('a batch', () => {
  const batch = { 'content-type': 'Application/CloudEvents-Batch+JSON' }
  it('is read, also an empty one', () => {
    expect(read(batch, [one, { ...one, id: '2' }])).toMatchObject({ events: [{ id: '1' }, { id: '2' }] })
    expect(read(batch, [])).toEqual({ kind: 'events', events: [] })
  })

  it('is refused whole, with the place', () => {
    expect(read(batch, [one, { ...one, id: 7 }])).toMatchObject({ kind: 'unreadable', errors: [{ path: '[1].id' }] })
    expect(read(batch, one)).toMatchObject({ kind: 'unreadable' })
  })
})

describe('binary mode', () => {
  it.each([
    ['JSON', { 'content-type': 'application/json; charset=utf-8' }, '{"a":1}', { data: { a: 1 } }],
    ['JSON of another name', { 'content-type': 'application/vnd.shop+json' }, '{"a":1}', { data: { a: 1 } }],
    ['text', { 'content-type': 'text/plain' }, 'hi 王芳', { data: { value: 'hi 王芳' } }],
    [
      'text of another charset',
      { 'content-type': 'text/plain; charset=gbk' },
      Uint8Array.of(0xc4, 0xe3),
      { data: { value: '你' } },
    ],
    ['bytes', { 'content-type': 'image/png' }, Uint8Array.of(0, 1, 2), { data: { data_base64: 'AAEC' } }],
    ['nothing', {}, '', { data: {} }],
    ['percent-encoded attributes', { 'ce-subject': 'Euro%20%E2%82%AC%20%F0%9F%98%80' }, '', { subject: 'Euro € 😀' }],
    ['what only looks encoded', { 'ce-subject': '100%, %zz, %ff' }, '', { subject: '100%, %zz, %ff' }],
    ['quoted attributes', { 'ce-subject': '"a \\"b\\" c"' }, '', { subject: 'a "b" c' }],
    [
      'a content type for the data only',
      { 'ce-datacontenttype': 'image/png', 'content-type': 'application/json' },
      '{}',
      { data: {} },
    ],
  ])('reads %s', (_what, headers, body, expected) => {
    expect(read({ ...CE, ...headers } as Record<string, string>, body)).toMatchObject({ events: [expected] })
  })

  it.each(['ce-specversion', 'ce-id', 'ce-source', 'ce-type'])('refuses a request without %s', (name) => {
    const headers = Object.fromEntries(Object.entries(CE).filter(([key]) => key !== name))
    expect(read(headers, '{}')).toMatchObject({ kind: 'unreadable', errors: [{ path: name.slice(3) }] })
  })

  it('refuses JSON that is none', () => {
    expect(read({ ...CE, 'content-type': 'application/json' }, '{')).toMatchObject({ kind: 'unreadable' })
  })
})

describe('what is unsupported', () => {
  it.each([
    ['text/plain', 'hi'],
    ['application/cloudevents+xml', '<a/>'],
    ['application/cloudevents+json; charset=utf-16', '{}'],
  ])('%s', (type, body) => expect(read({ 'content-type': type }, body)).toMatchObject({ kind: 'unsupported' }))
})

describe('at the door', () => {
  beforeAll(migrate)

  test('an event is for the contact in its subject, and counts once for its source', async () => {
    const post = (source: string) =>
      get('/events', {
        body: { ...one, source, subject: 'ann' },
        headers: { 'content-type': 'application/cloudevents+json' },
      })
    expect([await post('/a'), await post('/a'), await post('/b')]).toEqual([
      { accepted: 1, duplicates: 0 },
      { accepted: 0, duplicates: 1 },
      { accepted: 1, duplicates: 0 },
    ])
    await idle()
    expect(await contact('events', 'ann')).toMatchObject({ identities: [{ channel: 'events', external_id: 'ann' }] })
  })

  test.each([
    ['text/csv', 'a', 415],
    ['application/cloudevents+json', '{', 400],
    ['application/cloudevents+json', '[1]', 400],
  ])('%s %s is answered with %i', async (type, body, status) => {
    const response = await ask('/events', { body, headers: { 'content-type': type } })
    expect(response.status).toBe(status)
    await response.text()
  })

  test('whoever has no key tells of the world, never of what we decide', async () => {
    const key = btoa('a key of twenty-four bytes')
    const channel = { kind: 'standard-webhooks', secrets: { secret: `whsec_${key}` } }
    await get('/api/v1/channels/partner', { method: 'PUT', body: channel })
    const sign = async (id: string, body: string) => {
      const seconds = String(Math.floor(Date.parse((await get('/dev/clock')).now) / 1000))
      const signature = await webhookSignature(`${id}.${seconds}.${body}`, concatBytes(atob(key)))
      return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signature }
    }
    const claimed = ['contact.tier_changed', 'referral.rung_reached', 'alert.raised', 'order.paid']
    for (const type of claimed) {
      const body = JSON.stringify({ ...one, id: type, type, subject: 'p1' })
      const headers = { ...structured, ...(await sign(`m-${type}`, body)) }
      expect((await ask('/events?channel=partner', { method: 'POST', body, key: null, headers })).status).toBe(202)
      const plain = JSON.stringify({ type, data: { user_id: 'p1' } })
      const signed = { 'content-type': 'application/json', ...(await sign(`h-${type}`, plain)) }
      expect((await ask('/hooks/partner', { method: 'POST', body: plain, key: null, headers: signed })).status).toBe(
        202,
      )
    }
    await idle()
    const { items } = await get('/api/v1/events?limit=100')
    const types = items.flatMap(({ channel, type }: { channel: string; type: string }) =>
      channel === 'partner' && /^(custom|order)/.test(type) ? [type] : [],
    )
    const known = ['custom.contact.tier_changed', 'custom.referral.rung_reached', 'custom.alert.raised', 'order.paid']
    expect(types.sort()).toEqual([...known, ...known].sort())
    const trusted = JSON.stringify({ ...one, id: 'k', type: 'contact.tier_changed', subject: 'p1' })
    expect((await ask('/events', { method: 'POST', body: trusted, headers: structured })).status).toBe(202)
    await idle()
    expect((await get('/api/v1/events?type=contact.tier_changed')).items).toMatchObject([{ channel: 'events' }])
  })

  test('a sender that asks first is told that it may, and how often', async () => {
    const asked = { 'webhook-request-origin': 'eventemitter.example.com', 'webhook-request-rate': '120' }
    const response = await ask('/events', { method: 'OPTIONS', key: null, headers: asked })
    expect(response.status).toBe(200)
    expect(response.headers.get('webhook-allowed-origin')).toBe('eventemitter.example.com')
    expect(response.headers.get('webhook-allowed-rate')).toBe('120')
    const bare = await ask('/events', { method: 'OPTIONS', key: null })
    expect([bare.status, bare.headers.get('webhook-allowed-origin'), bare.headers.get('allow')]).toEqual([
      200,
      null,
      'OPTIONS, POST',
    ])
  })

  test.each(['GET', 'PUT', 'DELETE'])('%s is no way to send events', async (method) => {
    const response = await ask('/events', { method })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'OPTIONS, POST'])
    await response.text()
  })
})

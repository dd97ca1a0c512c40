import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { sandbox } from '../../../workers/channels/sandbox/kind.ts'
import { answer, channel, inbound, NOW_MS, outgoing, sandboxSignature } from './requests.ts'

const open = channel('sandbox')
const signed = channel('sandbox', { secrets: { secret: 'sandbox-secret' } })
const event = { id: 'e1', type: 'member.joined', user: { id: 'u1' }, data: {} }
const post = (body: unknown, to = open) => sandbox.receive(inbound(JSON.stringify(body)), to, NOW_MS)

describe('events', () => {
  it('are taken with all that is said', async () => {
    const received = await post({
      id: 'e1',
      type: 'message.received',
      time: '2026-01-05T09:00:00+08:00',
      user: { id: 'u1', name: 'Ada', locale: 'en', timezone: 'Europe/Berlin', phone: '+49', email: 'a@b.c' },
      data: { text: 'hi', room: 'r1' },
    })
    expect(received).toEqual({
      kind: 'events',
      events: [
        {
          id: 'e1',
          type: 'message.received',
          atMs: Date.UTC(2026, 0, 5, 1),
          user: { id: 'u1', name: 'Ada', locale: 'en', timezone: 'Europe/Berlin', phone: '+49', email: 'a@b.c' },
          room: 'r1',
          data: { text: 'hi', room: 'r1' },
        },
      ],
    })
  })

  it.each([
    ['about nobody', { id: 'e', type: 'custom.tick', data: {} }, { id: 'e', type: 'custom.tick', data: {} }],
    ['with null for what is not known', { ...event, user: { id: 'u', name: null } }, { user: { id: 'u' } }],
    ['of a reverse-DNS type', { ...event, type: 'com.example.Order/Paid' }, { type: 'com.example.Order/Paid' }],
  ])('are taken %s', async (_case, body, expected) => {
    expect(await post(body)).toMatchObject({ kind: 'events', events: [expected] })
  })

  it('are taken up to 100 at once, in order', async () => {
    const batch = Array.from({ length: 100 }, (_, index) => ({ ...event, id: `e${index}` }))
    const received = await post(batch)
    expect(received.kind === 'events' && received.events.map((item) => item.id)).toEqual(batch.map((item) => item.id))
  })

  it.each([
    ['more than 100', Array.from({ length: 101 }, () => event), 'at most 100'],
    ['an empty batch', [], 'empty'],
    ['a text', 'hello', 'Expected Object'],
    ['no id', { type: 'member.joined', data: {} }, 'id:'],
    ['a number as id', { ...event, id: 5 }, 'id:'],
    ['an empty id', { ...event, id: '' }, 'id:'],
    ['a number as user id', { ...event, user: { id: 5 } }, 'user.id:'],
    ['a type with spaces', { ...event, type: 'member joined' }, 'type:'],
    ['a time without a zone', { ...event, time: '2026-01-05T09:00:00' }, 'time:'],
    ['a day that does not exist', { ...event, time: '2026-02-30T09:00:00Z' }, 'time:'],
    ['a time in seconds', { ...event, time: 1767603600 }, 'time:'],
    ['a list as data', { ...event, data: [] }, 'data:'],
    ['an unknown field', { ...event, extra: 1 }, 'extra'],
    ['a bad one among good ones', [event, { ...event, id: 7 }], 'event 1: id:'],
  ])('are refused with %s', async (_case, body, why) => {
    expect(await post(body)).toEqual({ kind: 'unreadable', why: expect.stringContaining(why) })
  })

  it.each(['{"id":', '['.repeat(100), '{"__proto__":{}}'])('are refused when written %s', async (body) => {
    expect(await sandbox.receive(inbound(body), open, NOW_MS)).toMatchObject({ kind: 'unreadable' })
  })
})

describe('signatures', () => {
  const body = JSON.stringify(event)
  const receive = (headers: Record<string, string>, to = signed, text = body) =>
    sandbox.receive(inbound(text, headers), to, NOW_MS)

  it('are accepted for either secret during rotation, in either case', async () => {
    const rotating = channel('sandbox', { secrets: { secret: ['new', 'sandbox-secret'] } })
    const headers = await sandboxSignature(body, 'sandbox-secret')
    expect(await receive(headers, rotating)).toMatchObject({ kind: 'events' })
    const upper = { 'x-signature': `sha256=${(headers['x-signature'] ?? '').slice(7).toUpperCase()}` }
    expect(await receive(upper)).toMatchObject({ kind: 'events' })
  })

  it('are refused over a tampered body', async () => {
    const headers = await sandboxSignature(body, 'sandbox-secret')
    expect(await receive(headers, signed, `${body} `)).toMatchObject({ kind: 'forged' })
  })

  it.each([
    ['missing', {}],
    ['empty', { 'x-signature': '' }],
    ['not hex', { 'x-signature': 'sha256=hello' }],
    ['without its prefix', { 'x-signature': 'ab'.repeat(32) }],
    ['of another algorithm', { 'x-signature': `sha1=${'ab'.repeat(20)}` }],
  ])('are refused when %s', async (_case, headers) => {
    expect(await receive(headers)).toMatchObject({ kind: 'forged' })
  })

  it('are refused when made with another secret', async () => {
    expect(await receive(await sandboxSignature(body, 'other'))).toMatchObject({ kind: 'forged' })
  })

  it.each([{ secret: '' }, { secret: [] }, { secret: [''] }])('are never skipped for %j', async ({ secret }) => {
    const received = await receive({}, channel('sandbox', { secrets: { secret } }))
    expect(received).toEqual({ kind: 'forged', why: expect.stringContaining('not configured') })
  })
})

describe('settings', () => {
  it.each([
    [{}, true],
    [{ secret: 's' }, true],
    [{ secret: ['a', 'b'] }, true],
    [{ secret: '' }, false],
    [{ secret: ['a', 'b', 'c'] }, false],
    [{ secret: [] }, false],
    [{ secrets: 'typo' }, false],
  ])('secrets %j: %s', (secrets, valid) => expect(v.is(sandbox.secrets, secrets)).toBe(valid))
})

describe('sending', () => {
  const { sending } = sandbox
  const reached = channel('sandbox', { apiBase: 'http://127.0.0.1:9000' })

  it('keeps the message unless there is somewhere to send it', () => {
    expect(sending?.missing(open)).toBeUndefined()
    expect(sending?.keeps?.(open)).toBe(true)
    expect(sending?.keeps?.(reached)).toBe(false)
  })

  it('posts the message with its idempotency key', async () => {
    const request = await sending?.request(outgoing(), reached, { nowMs: NOW_MS })
    expect(request).toMatchObject({
      method: 'POST',
      url: 'http://127.0.0.1:9000/messages',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'run-1:welcome:1' },
    })
    expect(JSON.parse(request?.body ?? '')).toEqual({
      id: 'run-1:welcome:1',
      idempotency_key: 'run-1:welcome:1',
      to: 'u1',
      text: 'Hello',
    })
  })

  const date = { date: 'Mon, 05 Jan 2026 09:00:00 GMT' }
  it.each([
    ['200 with an id', answer(200, { id: 'm1' }), { kind: 'sent', providerId: 'm1' }],
    ['202 with a message_id', answer(202, { message_id: 7 }), { kind: 'sent', providerId: '7' }],
    ['204', answer(204), { kind: 'sent' }],
    ['200 with HTML', answer(200, '<html>'), { kind: 'sent' }],
    ['429 with seconds', answer(429, '', { 'retry-after': '7' }), { kind: 'retry', afterMs: 7000 }],
    [
      '429 with a date',
      answer(429, '', { ...date, 'retry-after': 'Mon, 05 Jan 2026 09:02:00 GMT' }),
      { kind: 'retry', afterMs: 120_000 },
    ],
    [
      '429 with a past date',
      answer(429, '', { ...date, 'retry-after': 'Mon, 05 Jan 2026 08:00:00 GMT' }),
      { kind: 'retry', afterMs: 0 },
    ],
    ['429 with nonsense', answer(429, '', { 'retry-after': 'soon' }), { kind: 'retry', why: 'HTTP 429' }],
    ['408', answer(408), { kind: 'retry' }],
    ['500', answer(500, 'oops'), { kind: 'retry', why: 'HTTP 500: oops' }],
    ['503 with seconds', answer(503, '', { 'retry-after': '30' }), { kind: 'retry', afterMs: 30_000 }],
    ['400', answer(400, 'no such user'), { kind: 'rejected', why: 'HTTP 400: no such user' }],
    ['404', answer(404), { kind: 'rejected' }],
    ['302', answer(302), { kind: 'rejected' }],
  ])('reads %s', (_case, given, expected) => expect(sending?.read(given)).toMatchObject(expected))
})

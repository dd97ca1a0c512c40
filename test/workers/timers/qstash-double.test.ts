import { Receiver } from '@upstash/qstash'
import { describe, expect, it } from 'vitest'
import { type QstashOptions, qstash } from '../../doubles/qstash.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const DAY_MS = 24 * 60 * MINUTE_MS
const NOW_MS = Date.parse('2026-11-21T03:00:00Z')
const TARGET = 'https://h.example/x?y=1'

type Responder = (request: Request) => Response

function open(respond: Responder = () => new Response(), options: Partial<QstashOptions> = {}) {
  const delivered: Request[] = []
  const deliver = async (request: Request) => {
    delivered.push(request.clone())
    return respond(request)
  }
  const keys = { token: 't', currentKey: 'sig_current', nextKey: 'sig_next' }
  const double = qstash({ ...keys, nowMs: NOW_MS, deliver, ...options })
  const call = (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
    double(
      new Request(`http://127.0.0.1:8080${path}`, {
        method,
        headers: { Authorization: 'Bearer t', ...headers },
        ...(body !== undefined && { body }),
      }),
    )
  const publish = (headers: Record<string, string> = {}, target = TARGET) =>
    call('POST', `/v2/publish/${target}`, headers, 'hello')
  const pauses = () =>
    double.attempts().map(({ atMs }, position, all) => (atMs - (all[position - 1]?.atMs ?? NOW_MS)) / 1000)
  return { double, delivered, call, publish, pauses }
}

describe('publishing', () => {
  it.each<[string, Record<string, string>, string, number, string]>([
    ['a wrong token', { Authorization: 'Bearer no' }, TARGET, 401, 'unauthorized'],
    [
      'a destination without a scheme',
      {},
      'h.example/x',
      400,
      'invalid destination url: endpoint has invalid scheme, add http:// or https://',
    ],
    ['a colon in the id', { 'Upstash-Deduplication-Id': 'a:b' }, TARGET, 400, "DeduplicationId cannot contain ':'"],
    ['a delay it cannot read', { 'Upstash-Delay': 'soon' }, TARGET, 400, 'invalid delay'],
    ['a delay past the plan', { 'Upstash-Delay': '8d' }, TARGET, 412, 'maximum allowed delay exceeded'],
  ])('refuses %s', async (_case, headers, target, status, error) => {
    const response = await open().publish(headers, target)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ error })
  })

  it.each<[string, Record<string, string>, number]>([
    ['at once', {}, 0],
    ['after a delay', { 'Upstash-Delay': '90s' }, 90],
    ['after a delay of several units', { 'Upstash-Delay': '1h2m3s' }, 3723],
    [
      'not before a time, which wins over a delay',
      { 'Upstash-Not-Before': String(NOW_MS / 1000 + 60), 'Upstash-Delay': '5s' },
      60,
    ],
    ['at once when that time is past', { 'Upstash-Not-Before': '0' }, 0],
  ])('delivers %s', async (_case, headers, seconds) => {
    const { double, publish } = open()
    expect((await publish(headers)).status).toBe(201)
    await double.advance(DAY_MS)
    expect(double.attempts()).toMatchObject([{ url: TARGET, body: 'hello', atMs: NOW_MS + seconds * SECOND_MS }])
  })

  it('answers a repetition within ten minutes with the first message, and forgets after', async () => {
    const { double, publish } = open()
    const id = { 'Upstash-Deduplication-Id': 'a' }
    const first = (await (await publish(id)).json()) as { messageId: string }
    await double.advance(9 * MINUTE_MS)
    const again = await publish(id)
    expect(again.status).toBe(202)
    expect(await again.json()).toMatchObject({ messageId: first.messageId, deduplicated: true })
    await double.advance(MINUTE_MS)
    expect((await publish(id)).status).toBe(201)
  })

  it('takes the good messages of a batch and answers in order', async () => {
    const { double, call } = open()
    const items = [{ destination: TARGET, body: '1' }, { destination: 'ftp://no' }, { destination: TARGET, body: '3' }]
    const response = await call('POST', '/v2/batch', {}, JSON.stringify(items))
    expect(await response.json()).toMatchObject([
      { messageId: 'msg_1' },
      { error: expect.stringContaining('invalid scheme') },
      { messageId: 'msg_2' },
    ])
    await double.advance(0)
    expect(double.attempts().map(({ body }) => body)).toEqual(['1', '3'])
  })

  it('shows a message that waits, and takes it back', async () => {
    const { double, call, publish } = open()
    await publish({ 'Upstash-Delay': '1m' })
    expect(await (await call('GET', '/v2/messages/msg_1')).json()).toMatchObject({ messageId: 'msg_1', url: TARGET })
    expect((await call('DELETE', '/v2/messages/msg_1')).status).toBe(202)
    expect((await call('GET', '/v2/messages/msg_1')).status).toBe(404)
    await double.advance(DAY_MS)
    expect(double.attempts()).toEqual([])
  })
})

describe('delivering', () => {
  it('sends what the documentation says', async () => {
    const { double, delivered, publish } = open()
    await publish({ 'Content-Type': 'text/plain', 'Upstash-Forward-X-Mine': 'a', 'Upstash-Method': 'PUT' })
    await double.advance(0)
    const [request] = delivered
    expect(request?.method).toBe('PUT')
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({
      'content-type': 'text/plain',
      'x-mine': 'a',
      'user-agent': 'Upstash-QStash',
      'upstash-message-id': 'msg_1',
      'upstash-retried': '0',
      'upstash-signature': expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    })
  })

  it.each<[string, Record<string, string>, Responder, number[]]>([
    ['with its own pauses', { 'Upstash-Retries': '5' }, () => failed(), [0, 12, 148, 1808, 22026, 86400]],
    ['three times unless asked otherwise', {}, () => failed(), [0, 12, 148, 1808]],
    ['never when asked', { 'Upstash-Retries': '0' }, () => failed(), [0]],
    ['after the seconds it is told', { 'Upstash-Retries': '1' }, () => failed({ 'Retry-After': '60' }), [0, 60]],
    [
      'after the duration it is told',
      { 'Upstash-Retries': '1' },
      () => failed({ 'X-RateLimit-Reset': '6m5s' }),
      [0, 365],
    ],
    [
      'at the date it is told',
      { 'Upstash-Retries': '1' },
      () => failed({ 'Retry-After': new Date(NOW_MS + MINUTE_MS).toUTCString() }),
      [0, 60],
    ],
    ['not when told that it is of no use', {}, () => failed({ 'Upstash-NonRetryable-Error': 'true' }, 489), [0]],
  ])('tries again %s, then keeps the message aside', async (_case, headers, respond, pauses) => {
    const opened = open(respond)
    await opened.publish(headers)
    await opened.double.advance(3 * DAY_MS)
    expect(opened.pauses()).toEqual(pauses)
    expect(await (await opened.call('GET', '/v2/dlq')).json()).toMatchObject({ messages: [{ messageId: 'msg_1' }] })
  })

  it.each([
    ['loses it', { drop: true }, []],
    ['doubles it', { copies: 3 }, [60, 60, 60]],
    ['is late', { lateMs: MINUTE_MS }, [120]],
    ['is early', { lateMs: -MINUTE_MS / 2 }, [30]],
  ])('on demand %s', async (_case, faults, seconds) => {
    const { double, publish } = open()
    Object.assign(double.faults, faults)
    await publish({ 'Upstash-Delay': '60s' })
    await double.advance(DAY_MS)
    expect(double.attempts().map(({ atMs }) => (atMs - NOW_MS) / SECOND_MS)).toEqual(seconds)
  })
})

it.each(['current', 'next'] as const)("signs with the %s key so that the SDK's own receiver agrees", async (key) => {
  const { double, delivered, publish } = open(undefined, { nowMs: Date.now() })
  double.signWith(key)
  await publish()
  await double.advance(0)
  const signature = delivered[0]?.headers.get('Upstash-Signature') ?? ''
  const receiver = new Receiver({ currentSigningKey: 'sig_current', nextSigningKey: 'sig_next', devMode: false })
  expect(await receiver.verify({ signature, body: 'hello', url: TARGET })).toBe(true)
})

it('rotates its keys: the next becomes the current', async () => {
  const { call } = open()
  expect(await (await call('GET', '/v2/keys')).json()).toEqual({ current: 'sig_current', next: 'sig_next' })
  expect(await (await call('POST', '/v2/keys/rotate')).json()).toMatchObject({ current: 'sig_next' })
})

function failed(headers: Record<string, string> = {}, status = 500): Response {
  return new Response(null, { status, headers })
}

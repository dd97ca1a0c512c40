/** What nobody friendly sends: refused as HTTP.md says, nothing kept, never a 500, nothing given away. */
import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import { call, check, client, KEY, type Loose, summary } from './kit.ts'

const port = Number(process.argv[2] ?? 9100)
const url = `http://localhost:${port}`
const c = client(url)
const LEAK = /\bat \S+ \(|node_modules|workers\/|\.ts:\d+|D1_ERROR|SQLITE|TypeError|sekret|stack/
type Seen = { status: number; text: string }

/** Bytes as they are: no client in between that mends a path. */
function wire(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: Buffer | string,
  chunked = false,
): Promise<Seen> {
  return new Promise((resolve) => {
    const req = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: {
          ...headers,
          ...(!chunked && body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
          ...(chunked && { 'transfer-encoding': 'chunked' }),
        },
      },
      (res) => {
        let text = ''
        res.on('data', (d) => {
          text += d
        })
        res.on('end', () => resolve({ status: res.statusCode ?? 0, text }))
        res.on('error', () => resolve({ status: -1, text: '' }))
      },
    )
    req.setTimeout(20_000, () => req.destroy(new Error('time-out')))
    req.on('error', (e) => resolve({ status: -1, text: String(e) }))
    if (chunked && body !== undefined) {
      for (let i = 0; i < body.length; i += 65536) req.write(body.slice(i, i + 65536))
      req.end()
    } else req.end(body)
  })
}

const bad: string[] = []
function judge(what: string, seen: Seen, wanted: number[]): void {
  check(`${what}: ${wanted.join('/')}`, wanted.includes(seen.status), `${seen.status} ${seen.text.slice(0, 200)}`)
  if (seen.status >= 500 || LEAK.test(seen.text)) bad.push(`${what}: ${seen.status} ${seen.text.slice(0, 300)}`)
}

await c.sandbox('hs', { secrets: { secret: 'sekret-sandbox' } })
await c.sandbox('open')
await c.must('PUT', '/channels/sw', {
  kind: 'standard-webhooks',
  name: 'sw',
  config: {},
  secrets: { secret: `whsec_${Buffer.from('sekret-standard-webhooks').toString('base64')}` },
})
await c.must('PUT', '/channels/sl', {
  kind: 'slack',
  name: 'sl',
  config: {},
  secrets: { signing_secret: 'sekret-slack', bot_token: 'xoxb-sekret' },
})
await c.must('PUT', '/channels/fs', {
  kind: 'feishu',
  name: 'fs',
  config: { app_id: 'cli_x' },
  secrets: { verification_token: 'sekret-vt', encrypt_key: 'sekret-ek', app_secret: 'sekret-as' },
})
const before = (await c.all('/events')).length
const J = { 'content-type': 'application/json' }
const A = { ...J, ...KEY }
const deep = (n: number) => `${'{"a":'.repeat(n)}1${'}'.repeat(n)}`
const nested = (n: number) => `{"id":"d","type":"custom.x","user":{"id":"u"},"data":${deep(n)}}`
const big = `{"id":"b","type":"custom.x","user":{"id":"u"},"data":{"x":"${'y'.repeat(2 << 20)}"}}`
const sandboxSigned = (body: string, secret = 'sekret-sandbox') => ({
  ...J,
  'x-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
})
const event = '{"id":"h1","type":"custom.x","user":{"id":"u"},"data":{}}'

// hooks: sandbox
judge('sandbox unsigned', await wire('POST', '/hooks/hs', J, event), [401])
judge('sandbox wrong signature', await wire('POST', '/hooks/hs', sandboxSigned(event, 'other'), event), [401])
judge('sandbox signature garbage', await wire('POST', '/hooks/hs', { ...J, 'x-signature': 'sha256=zz' }, event), [401])
judge('sandbox empty signature', await wire('POST', '/hooks/hs', { ...J, 'x-signature': '' }, event), [401])
judge(
  'sandbox sha1=',
  await wire(
    'POST',
    '/hooks/hs',
    { ...J, 'x-signature': `sha1=${createHmac('sha1', 'sekret-sandbox').update(event).digest('hex')}` },
    event,
  ),
  [401],
)
judge(
  'sandbox signed truncated',
  await wire('POST', '/hooks/hs', sandboxSigned(event.slice(0, 30)), event.slice(0, 30)),
  [400],
)
judge('sandbox signed 2 MiB', await wire('POST', '/hooks/hs', sandboxSigned(big), big), [413])
judge('sandbox signed 2 MiB chunked', await wire('POST', '/hooks/hs', sandboxSigned(big), big, true), [413])
judge('sandbox unsigned 2 MiB chunked', await wire('POST', '/hooks/hs', J, big, true), [413, 401])
for (const [what, body, wanted] of [
  ['truncated', event.slice(0, -3), [400]],
  ['empty', '', [400]],
  ['null', 'null', [400]],
  ['list', '[]', [400]],
  ['number', '7', [400]],
  ['text', '"x"', [400]],
  ['__proto__', '{"id":"p","type":"custom.x","user":{"id":"u"},"data":{"__proto__":{"a":1}}}', [400]],
  ['__proto__ at the top', '{"__proto__":{"x":1},"id":"p","type":"custom.x","user":{"id":"u"},"data":{}}', [400]],
  ['escaped __proto__', '{"id":"p","type":"custom.x","user":{"id":"u"},"data":{"\\u005f_proto__":{"a":1}}}', [400]],
  ['constructor', '{"id":"p","type":"custom.x","user":{"id":"u"},"data":{"constructor":{"prototype":{"a":1}}}}', [400]],
  ['nested 65', nested(64), [400]],
  ['nested 100000', nested(100_000), [400]],
  ['brackets', '['.repeat(500_000), [400]],
  [
    'not UTF-8',
    Buffer.concat([
      Buffer.from('{"id":"u8","type":"custom.x","data":{"a":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}}'),
    ]),
    [400],
  ],
  ['no id', '{"type":"custom.x","data":{}}', [400]],
  ['id number', '{"id":1,"type":"custom.x","data":{}}', [400]],
  ['id long', `{"id":"${'i'.repeat(5000)}","type":"custom.x","data":{}}`, [400]],
  ['type empty', '{"id":"t","type":"","data":{}}', [400]],
  ['type with spaces', '{"id":"t","type":"a b","data":{}}', [400]],
  ['bad time', '{"id":"t","type":"custom.x","time":"yesterday","data":{}}', [400]],
  ['time year 300000', '{"id":"t","type":"custom.x","time":"+300000-01-01T00:00:00Z","data":{}}', [400]],
  ['data list', '{"id":"t","type":"custom.x","data":[1]}', [400]],
  ['unknown field', '{"id":"t","type":"custom.x","dota":{}}', [400]],
  ['user id empty', '{"id":"t","type":"custom.x","user":{"id":""},"data":{}}', [400]],
] as [string, string | Buffer, number[]][])
  judge(`sandbox ${what}`, await wire('POST', '/hooks/open', J, body), wanted)
judge('big 2 MiB with length', await wire('POST', '/hooks/open', J, big), [413])
judge('big 2 MiB chunked', await wire('POST', '/hooks/open', J, big, true), [413])
judge('wrong method PUT', await wire('PUT', '/hooks/open', J, event), [404, 405])
judge('GET on a sandbox hook', await wire('GET', '/hooks/open', {}), [400, 404, 405])
judge('DELETE', await wire('DELETE', '/hooks/open', J), [404, 405])
for (const path of [
  '/hooks/nobody',
  '/hooks/',
  '/hooks',
  '/hooks/%00',
  '/hooks/a%2Fb',
  '/hooks/..%2f..%2fapi',
  '/hooks/%E0%A4%A',
  '/hooks/__proto__',
  '/hooks/constructor',
  '/hooks/toString',
  `/hooks/${'x'.repeat(10_000)}`,
  '/hooks/open%20',
  '/hooks/OPEN',
  '/hooks/%F0%9F%98%80',
  '/hooks/open/extra',
  '/hooks/events',
  '/hooks//open',
])
  judge(
    `POST ${path.slice(0, 40)}`,
    await wire('POST', path, J, event),
    path.startsWith('/hooks/xxxx') ? [404, 414, 431] : [404, 400],
  )

// slack
const slack = (body: string, ts = Math.floor(Date.now() / 1000), secret = 'sekret-slack') => ({
  ...J,
  'x-slack-request-timestamp': String(ts),
  'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${ts}:${body}`).digest('hex')}`,
})
const slackEvent = JSON.stringify({
  type: 'event_callback',
  team_id: 'T',
  event_id: 'EvHostile',
  event_time: 1,
  event: { type: 'message', user: 'U1', text: 'hi', channel: 'C1', ts: '1.1' },
})
judge('slack unsigned', await wire('POST', '/hooks/sl', J, slackEvent), [401])
judge('slack wrong', await wire('POST', '/hooks/sl', slack(slackEvent, undefined, 'nope'), slackEvent), [401])
judge(
  'slack stale',
  await wire('POST', '/hooks/sl', slack(slackEvent, Math.floor(Date.now() / 1000) - 400), slackEvent),
  [401],
)
judge(
  'slack future',
  await wire('POST', '/hooks/sl', slack(slackEvent, Math.floor(Date.now() / 1000) + 4000), slackEvent),
  [401],
)
judge(
  'slack timestamp NaN',
  await wire('POST', '/hooks/sl', { ...slack(slackEvent), 'x-slack-request-timestamp': 'NaN' }, slackEvent),
  [401],
)
judge(
  'slack truncated signed',
  await wire('POST', '/hooks/sl', slack(slackEvent.slice(0, 40)), slackEvent.slice(0, 40)),
  [400],
)
const slackProto =
  '{"type":"event_callback","event_id":"E2","__proto__":{"a":1},"event":{"type":"message","user":"U1"}}'
judge('slack __proto__ signed', await wire('POST', '/hooks/sl', slack(slackProto), slackProto), [400])
const form = 'payload=%7B%22type%22%3A'
judge(
  'slack form truncated',
  await wire('POST', '/hooks/sl', { ...slack(form), 'content-type': 'application/x-www-form-urlencoded' }, form),
  [400],
)
const nothing = '{}'
judge('slack signed {}', await wire('POST', '/hooks/sl', slack(nothing), nothing), [400, 200])
judge('slack GET', await wire('GET', '/hooks/sl', {}), [400, 401, 404, 405])
// feishu
judge(
  'feishu unsigned plain',
  await wire(
    'POST',
    '/hooks/fs',
    J,
    '{"schema":"2.0","header":{"event_id":"f1","event_type":"im.message.receive_v1","token":"sekret-vt"},"event":{}}',
  ),
  [401],
)
judge('feishu encrypt garbage', await wire('POST', '/hooks/fs', J, '{"encrypt":"AAAA"}'), [400, 401])
judge('feishu encrypt not base64', await wire('POST', '/hooks/fs', J, '{"encrypt":"***"}'), [400, 401])
judge('feishu encrypt number', await wire('POST', '/hooks/fs', J, '{"encrypt":5}'), [400, 401])
judge(
  'feishu challenge wrong token',
  await wire('POST', '/hooks/fs', J, '{"challenge":"x","token":"nope","type":"url_verification"}'),
  [400, 401],
)
judge('feishu empty', await wire('POST', '/hooks/fs', J, ''), [400, 401])
// standard webhooks
const sw = (body: string, ts = Math.floor(Date.now() / 1000), secret = 'sekret-standard-webhooks') => ({
  ...J,
  'webhook-id': 'msg_h',
  'webhook-timestamp': String(ts),
  'webhook-signature': `v1,${createHmac('sha256', secret).update(`msg_h.${ts}.${body}`).digest('base64')}`,
})
judge('sw unsigned', await wire('POST', '/hooks/sw', J, event), [401])
judge('sw wrong', await wire('POST', '/hooks/sw', sw(event, undefined, 'x'), event), [401])
judge('sw stale', await wire('POST', '/hooks/sw', sw(event, Math.floor(Date.now() / 1000) - 4000), event), [401])
judge('sw truncated signed', await wire('POST', '/hooks/sw', sw('{"type":'), '{"type":'), [400])

// CloudEvents
const ce = (more: object = {}) =>
  JSON.stringify({ specversion: '1.0', id: 'ce-h', source: '/h', type: 'custom.x', subject: 'u', data: {}, ...more })
const S = { ...KEY, 'content-type': 'application/cloudevents+json' }
const B = { ...KEY, 'content-type': 'application/cloudevents-batch+json' }
for (const [what, headers, body, wanted] of [
  ['no key', { 'content-type': 'application/cloudevents+json' }, ce(), [401]],
  ['wrong key', { ...S, authorization: 'Bearer nope' }, ce(), [401]],
  ['basic auth', { ...S, authorization: 'Basic ZGV2OmRldg==' }, ce(), [401]],
  ['specversion 0.3', S, ce({ specversion: '0.3' }), [400]],
  ['specversion number', S, ce({ specversion: 1 }), [400]],
  ['no id', S, ce({ id: undefined }), [400]],
  ['empty id', S, ce({ id: '' }), [400]],
  ['no source', S, ce({ source: undefined }), [400]],
  ['no type', S, ce({ type: undefined }), [400]],
  ['bad time', S, ce({ time: 'noon' }), [400]],
  ['time 2026-99-99', S, ce({ time: '2026-99-99T99:99:99Z' }), [400]],
  ['subject number', S, ce({ subject: 5 }), [400]],
  ['subject long', S, ce({ subject: 's'.repeat(2000) }), [400]],
  ['list in structured', S, `[${ce()}]`, [400]],
  ['null', S, 'null', [400]],
  ['truncated', S, ce().slice(0, 20), [400]],
  ['empty', S, '', [400]],
  ['batch with one bad', B, `[${ce()},${ce({ id: 'ce-h2' })},${ce({ id: undefined })}]`, [400]],
  ['batch object', B, ce(), [400]],
  ['batch null item', B, `[${ce({ id: 'ce-h3' })},null]`, [400]],
  [
    'batch of 1001',
    B,
    `[${Array.from({ length: 1001 }, (_, i) => `{"specversion":"1.0","id":"x${i}","source":"/h","type":"custom.x"}`)}]`,
    [400, 413],
  ],
  ['batch nested batch', B, `[[${ce()}]]`, [400]],
  ['text/plain', { ...KEY, 'content-type': 'text/plain' }, ce(), [415, 400]],
  ['xml', { ...KEY, 'content-type': 'application/xml' }, '<a/>', [415, 400]],
  ['multipart', { ...KEY, 'content-type': 'multipart/form-data; boundary=x' }, '--x--', [415, 400]],
  ['binary without id', { ...A, 'ce-specversion': '1.0', 'ce-source': '/h', 'ce-type': 'custom.x' }, '{}', [400]],
  [
    'binary bad specversion',
    { ...A, 'ce-specversion': '2.0', 'ce-id': 'b1', 'ce-source': '/h', 'ce-type': 'custom.x' },
    '{}',
    [400],
  ],
  ['binary without specversion', { ...A, 'ce-id': 'b2', 'ce-source': '/h', 'ce-type': 'custom.x' }, '{}', [400]],
  [
    'binary truncated data',
    { ...A, 'ce-specversion': '1.0', 'ce-id': 'b3', 'ce-source': '/h', 'ce-type': 'custom.x' },
    '{"a":',
    [400],
  ],
  [
    'binary bad percent',
    { ...A, 'ce-specversion': '1.0', 'ce-id': '%E0%A4%A', 'ce-source': '/h', 'ce-type': 'custom. x' },
    '{}',
    [400],
  ],
  ['data_base64 number', S, ce({ data_base64: 5 }), [400]],
  ['data and data_base64', S, ce({ id: 'ce-both', data: { a: 1 }, data_base64: 'AAAA' }), [400]],
  ['data_base64 broken', S, ce({ id: 'ce-64', data: undefined, data_base64: '***' }), [400]],
  ['__proto__', S, ce().replace('"data":{}', '"data":{"__proto__":1}'), [400]],
  ['nested 65', S, ce().replace('"data":{}', `"data":${deep(64)}`), [400]],
  ['2 MiB', S, ce({ data: { x: 'y'.repeat(2 << 20) } }), [413]],
  ['null in text', S, ce({ id: 'ce-nul\u0000', subject: 'u\u0000x' }), [202, 400]],
  ['type with NUL', S, ce({ type: 'a\u0000b' }), [400]],
] as [string, Record<string, string>, string, number[]][])
  judge(`events ${what}`, await wire('POST', '/events', headers, body), wanted)
judge('events 2 MiB chunked', await wire('POST', '/events', S, ce({ data: { x: 'y'.repeat(2 << 20) } }), true), [413])
judge(
  'events 2 MiB without a key',
  await wire(
    'POST',
    '/events',
    { 'content-type': 'application/cloudevents+json' },
    ce({ data: { x: 'y'.repeat(2 << 20) } }),
  ),
  [401, 413],
)
judge('events unknown channel', await wire('POST', '/events?channel=nobody', S, ce()), [404, 400])
judge('events unknown channel, stranger', await wire('POST', '/events?channel=nobody', J, ce()), [401])
judge('events known channel, stranger', await wire('POST', '/events?channel=open', J, ce()), [401])
judge(
  'events sw signature wrong',
  await wire(
    'POST',
    '/events?channel=sw',
    { ...sw(ce(), undefined, 'x'), 'content-type': 'application/cloudevents+json' },
    ce(),
  ),
  [401],
)
judge(
  'events sw stale',
  await wire('POST', '/events?channel=sw', { ...sw(ce(), 1000), 'content-type': 'application/cloudevents+json' }, ce()),
  [401],
)
judge('events GET', await wire('GET', '/events', KEY), [404, 405])

// nothing kept so far, but for the two that may be
await c.idle()
const kept = (await c.all('/events')).slice(0, (await c.all('/events')).length - before)
check(
  'nothing of what was refused is kept',
  kept.filter((e) => !String(JSON.stringify(e)).includes('u\\u0000')).length === 0,
  kept,
)

// the API, every operation of the description
const openapi = (await call(`${url}/openapi.json`, 'GET')).json
const dialects: [string, string | Buffer, number[]][] = [
  ['truncated', '{"a":', [400, 404]],
  ['__proto__', '{"__proto__":{"a":1}}', [400, 404]],
  ['deep', deep(65), [400, 404]],
  ['list', '[]', [200, 400, 404, 422]],
  ['null', 'null', [200, 400, 404, 422]],
  ['unknown field', '{"zzz":1}', [200, 400, 404]],
  [
    'wrong types',
    '{"id":5,"kind":[],"name":{},"secrets":7,"config":"x","delta":"1","contact_id":{},"role":0,"running":1,"traits":[],"tags":{},"reason":1,"identities":{}}',
    [200, 400, 404],
  ],
  ['2 MiB', `{"a":"${'y'.repeat(2 << 20)}"}`, [413, 404]],
]
const ids = [
  'nobody',
  '%00',
  'a%2Fb',
  '__proto__',
  'x'.repeat(3000),
  '%E0%A4%A',
  "'%20OR%201=1--",
  '%F0%9F%98%80',
  '%2e%2e',
]
let requests = 0
for (const [path, methods] of Object.entries(openapi.paths) as [string, Record<string, Loose>][]) {
  if (!path.startsWith('/api/v1')) continue
  for (const method of Object.keys(methods)) {
    const m = method.toUpperCase()
    if (!['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(m)) continue
    const anonymous = await wire(m, path.replace(/\{\w+\}/g, 'nobody'), J, m === 'GET' ? undefined : '{}')
    judge(`${m} ${path} without a key`, anonymous, [401])
    for (const id of path.includes('{') ? ids : ['']) {
      const seen = await wire(m, path.replace(/\{\w+\}/g, id), A, m === 'GET' || m === 'DELETE' ? undefined : '{}')
      requests += 1
      if (seen.status >= 500 || seen.status < 0 || LEAK.test(seen.text)) {
        bad.push(`${m} ${path} id ${id.slice(0, 20)}: ${seen.status} ${seen.text.slice(0, 200)}`)
        check(`${m} ${path} with id ${id.slice(0, 20)}`, false, `${seen.status} ${seen.text.slice(0, 200)}`)
      }
    }
    if (m !== 'GET')
      for (const [what, body, wanted] of dialects) {
        if (m === 'DELETE' && what === 'unknown field') continue
        const seen = await wire(m, path.replace(/\{\w+\}/g, 'nobody'), A, body)
        requests += 1
        if (!wanted.includes(seen.status) && !(m === 'DELETE'))
          check(`${m} ${path} ${what}: ${wanted}`, false, `${seen.status} ${seen.text.slice(0, 160)}`)
        if (seen.status >= 500 || seen.status < 0 || LEAK.test(seen.text))
          bad.push(`${m} ${path} ${what}: ${seen.status} ${seen.text.slice(0, 200)}`)
      }
    if (m === 'GET')
      for (const query of [
        'limit=0',
        'limit=201',
        'limit=x',
        'limit=-1',
        'limit=1e2',
        'limit=',
        'cursor=zzz',
        'cursor=W10',
        'cursor=WyIxIiwyXQ',
        'cursor=W3sieCI6MX1d',
        'zzz=1',
        'status=zzz',
        'limit=5&limit=6',
        'contact_id=%00',
        'q=%25',
        `q=${'x'.repeat(5000)}`,
        'cursor=WzFlMzA4XQ',
        'cursor=Wy0xXQ',
        'type=%E0%A4%A',
        '__proto__=1',
      ]) {
        const seen = await wire(m, `${path.replace(/\{\w+\}/g, 'nobody')}?${query}`, A)
        requests += 1
        const list = !path.includes('{')
        if (list && /^limit=(0|201|x|-1|$)|cursor=zzz|zzz=1/.test(query) && ![400, 404].includes(seen.status))
          check(`GET ${path}?${query.slice(0, 30)}: 400`, false, `${seen.status} ${seen.text.slice(0, 160)}`)
        if (seen.status >= 500 || seen.status < 0 || LEAK.test(seen.text))
          bad.push(`${m} ${path}?${query.slice(0, 30)}: ${seen.status} ${seen.text.slice(0, 200)}`)
      }
  }
}
console.log(`${requests} odd requests to the API`)
for (const [m, p, h] of [
  ['POST', '/api/v1', A],
  ['GET', '/api/v1/', A],
  ['GET', '/api/v1/nothing', A],
  ['GET', '/api/v1/nothing', J],
  ['GET', '/api/v2/x', A],
  ['OPTIONS', '/api/v1/runs', J],
  ['TRACE', '/api/v1/runs', A],
  ['HEAD', '/api/v1/runs', A],
  ['GET', '/api%2Fv1/runs', A],
  ['GET', '//api/v1/keys', J],
  ['GET', '/api/v1/../../dev/stats', J],
  ['GET', '/API/V1/runs', J],
  ['GET', '/%', J],
  ['GET', `/${'a/'.repeat(5000)}`, J],
  ['GET', '/api/v1/runs;x=1', J],
  ['PROPFIND', '/', J],
  ['GET', '/l/x', J],
  ['GET', '/.env', J],
] as [string, string, Record<string, string>][]) {
  const seen = await wire(m, p, h)
  console.log(`${m} ${p.slice(0, 30)} → ${seen.status}`)
  if (seen.status >= 500 || LEAK.test(seen.text))
    bad.push(`${m} ${p.slice(0, 40)}: ${seen.status} ${seen.text.slice(0, 200)}`)
}
// dev routes
for (const [m, p, b] of [
  ['GET', '/dev/idle?timeout=x'],
  ['GET', '/dev/idle?timeout=-1'],
  ['POST', '/dev/clock', '{"advance":"1d"}'],
  ['GET', '/dev/clock'],
  ['GET', '/dev/nothing'],
  ['POST', '/dev/stats/reset', 'garbage'],
  ['GET', '/dev/stats'],
] as [string, string, string?][]) {
  const seen = await wire(m, p, J, b)
  console.log(`${m} ${p} → ${seen.status}`)
  if ((seen.status >= 500 && !p.includes('idle')) || LEAK.test(seen.text))
    bad.push(`${m} ${p}: ${seen.status} ${seen.text.slice(0, 200)}`)
}
judge('clock of a product on real time', await wire('POST', '/dev/clock', J, '{"advance":"1d"}'), [404])
// authorization headers
for (const auth of [
  'Bearer',
  'Bearer ',
  'bearer dev-admin-key',
  'Bearer  dev-admin-key',
  'Bearer dev-admin-key ',
  'Basic x',
  `Bearer ${'x'.repeat(5000)}`,
  'Bearer dev-admin-key\u00e9',
  'Bearer DEV-ADMIN-KEY',
]) {
  const seen = await wire('GET', '/api/v1/runs', { authorization: auth })
  console.log(`auth ${JSON.stringify(auth.slice(0, 30))} → ${seen.status}`)
  if (seen.status >= 500) bad.push(`auth ${auth.slice(0, 20)}`)
}
check('never a 5xx, a trace or a secret in an answer', bad.length === 0, bad.slice(0, 10))
for (const one of bad) console.log('  BAD', one)
const channels = await c.api('GET', '/channels')
check('no secret in the list of channels', !/sekret|xoxb/.test(channels.text))
summary()
process.exit()

/** QStash as the timer: dropped, doubled, forged and expired wake-ups. The product runs on argv[2], QStash on the next port. */
import { createServer } from 'node:http'
import { qstash } from '../../doubles/qstash.ts'
import { claimsFor, sign } from '../../doubles/qstash-signing.ts'
import { call, check, client, type Loose, sleep, summary, until } from './kit.ts'

const port = Number(process.argv[2] ?? 9110)
const url = `http://localhost:${port}`
const c = client(url)
const raw: { path: string; body: string }[] = []
const q = qstash({
  token: 'tok',
  currentKey: 'sig_current',
  nextKey: 'sig_next',
  nowMs: Date.now(),
  deliver: (request) => fetch(request),
})
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', async () => {
    const body = Buffer.concat(chunks).toString()
    raw.push({ path: request.url ?? '', body })
    const answer = await q(
      new Request(`http://q${request.url}`, {
        method: request.method,
        headers: request.headers as HeadersInit,
        ...(request.method !== 'GET' && { body }),
      }),
    )
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
  })
})
await new Promise<void>((r) => server.listen(port + 1, '127.0.0.1', r))
let ticking = true
const ticker = (async () => {
  while (ticking) {
    await q.advance(Math.max(0, Date.now() - q.now())).catch((e) => console.log('double:', e.message))
    await sleep(200)
  }
})()

await c.sandbox('qs')
await c.workflow({
  id: 'q-wait',
  triggers: [{ on: 'custom.q' }],
  entry: { mode: 'parallel', max: 1000 },
  actions: [
    { do: 'points.award', with: { points: 1, reason: 'a' } },
    { wait: '4s' },
    { do: 'points.award', with: { points: 10, reason: 'b' } },
    { do: 'message.send', with: { text: 'done', category: 'transactional' } },
  ],
})
const runsOf = async () => c.all('/runs?workflow=q-wait')

// 1. delivered
const started = Date.now()
await c.hook('qs', { id: 'one', type: 'custom.q', user: { id: 'ann' }, data: {} })
await c.idle()
await sleep(500)
const batch = raw.flatMap(({ body }) => {
  try {
    return JSON.parse(body)
  } catch {
    return []
  }
})
console.log(JSON.stringify(batch[0]))
check(
  'published with not-before and de-duplication id',
  batch.length > 0 &&
    batch.every((m: Loose) => {
      const h = new Headers(m.headers)
      return h.get('upstash-not-before') && h.get('upstash-deduplication-id')
    }),
  batch,
)
check(
  'run finishes through QStash',
  await until(async () => (await runsOf()).every((r) => r.status === 'completed'), 15),
)
console.log(
  'finished after',
  Date.now() - started,
  'ms; attempts',
  JSON.stringify(q.attempts().map((a) => [a.url, a.status, a.retried])),
)
check('in a few seconds', Date.now() - started < 8000, Date.now() - started)

// 2. fifty copies at once
q.faults.copies = 50
await c.hook('qs', { id: 'two', type: 'custom.q', user: { id: 'bob' }, data: {} })
check(
  'fifty deliveries: the run finishes',
  await until(async () => {
    const b = await c.contact('qs', 'bob')
    return b?.points === 11
  }, 15),
)
await sleep(2000)
check('fifty deliveries: carried out once', (await c.contact('qs', 'bob'))?.points === 11)
check('fifty deliveries: one message', (await c.all('/messages')).filter((m) => m.to === 'bob').length === 1)
const codes = q.attempts().map((a) => a.status)
check(
  'fifty deliveries: none is a 5xx other than the early 503',
  codes.every((s) => s === 204 || s === 503),
  codes.filter((s) => s !== 204),
)
q.faults.copies = 1

// 3. forged, expired, unsigned
const wake = JSON.stringify({ subject_id: 'x', due_at: new Date().toISOString() })
const dest = `${url}/timers/wake`
const now = Date.now()
const send = async (headers: Record<string, string>, body: string | undefined = wake, path = '/timers/wake') =>
  await call(`${url}${path}`, 'POST', body, headers)
const good = await claimsFor(dest, wake, now)
check('genuine wake 2xx', (await send({ 'upstash-signature': await sign(good, 'sig_current') })).status < 300)
check('next key 2xx', (await send({ 'upstash-signature': await sign(good, 'sig_next') })).status < 300)
const { exp: _e, ...noExp } = good
const { body: _b, ...noBody } = good
const { sub: _s, ...noSub } = good
const bad: [string, Promise<string> | string][] = [
  ['unsigned', ''],
  ['garbage', 'a.b.c'],
  ['other key', sign(good, 'sig_other')],
  ['expired', sign({ ...good, exp: Math.floor(now / 1000) - 10 }, 'sig_current')],
  ['no exp', sign(noExp, 'sig_current')],
  ['no body', sign(noBody, 'sig_current')],
  ['no sub', sign(noSub, 'sig_current')],
  ['wrong sub', sign({ ...good, sub: 'https://evil/timers/wake' }, 'sig_current')],
  ['alg none', sign(good, 'sig_current', { alg: 'none', typ: 'JWT' })],
  ['HS512', sign(good, 'sig_current', { alg: 'HS512', typ: 'JWT' })],
  ['future nbf', sign({ ...good, nbf: Math.floor(now / 1000) + 600 }, 'sig_current')],
  ['iss', sign({ ...good, iss: 'Mallory' }, 'sig_current')],
  ['exp text', sign({ ...good, exp: '9999999999' }, 'sig_current')],
  ['claims null', sign(null, 'sig_current')],
  ['claims array', sign([], 'sig_current')],
  ['long', 'x'.repeat(8000)],
  ['dots', '....'],
  ['unicode', '\u00e9.\u00e9.\u00e9'],
]
for (const [name, token] of bad) {
  const answer = await send({ 'upstash-signature': await token }).catch((e) => ({ status: String(e), text: '' }))
  check(`wake ${name}: 401`, answer.status === 401 && !/stack|at \w+ \(/.test(answer.text), answer.status)
}
check(
  'body other than signed: 401',
  (await send({ 'upstash-signature': await sign(good, 'sig_current') }, `${wake} `)).status === 401,
)
check(
  '2 MiB wake: 401 or 413',
  [401, 413].includes(
    (await send({ 'upstash-signature': await sign(good, 'sig_current') }, 'x'.repeat(2 << 20))).status,
  ),
)
const notWake = '{"hello":1}'
console.log(
  'signed non-wake →',
  (await send({ 'upstash-signature': await sign(await claimsFor(dest, notWake, now), 'sig_current') }, notWake)).status,
)
console.log(
  'GET →',
  (await call(dest, 'GET')).status,
  'PUT →',
  (await call(dest, 'PUT', {})).status,
  'trailing slash →',
  (await call(`${dest}/`, 'POST', wake)).status,
)
const far = JSON.stringify({ subject_id: 'x', due_at: '9999-12-31T00:00:00Z' })
console.log(
  'genuine far future wake →',
  (await send({ 'upstash-signature': await sign(await claimsFor(dest, far, now), 'sig_current') }, far)).status,
)
const proto = '{"__proto__":{"a":1},"subject_id":"x","due_at":"2026-01-01T00:00:00Z"}'
console.log(
  'genuine __proto__ wake →',
  (await send({ 'upstash-signature': await sign(await claimsFor(dest, proto, now), 'sig_current') }, proto)).status,
)

// 4. forged by the double: everything still ends
// 5. every wake dropped
q.faults.drop = true
const began = Date.now()
for (let i = 0; i < 20; i++)
  await c.hook('qs', { id: `drop-${i}`, type: 'custom.q', user: { id: `drop-${i}` }, data: {} })
const ended = await until(async () => (await runsOf()).every((r) => r.status === 'completed'), 150)
check('every wake dropped: all runs finish within two sweeps', ended && Date.now() - began < 125_000, {
  ended,
  seconds: (Date.now() - began) / 1000,
  left: (await runsOf()).filter((r) => r.status !== 'completed').length,
})
console.log('took', (Date.now() - began) / 1000)
// 6. the QStash API is down (500), then gone
q.faults.drop = false
q.faults.apiStatus = 500
const t6 = Date.now()
const a = await c.hook('qs', { id: 'down', type: 'custom.q', user: { id: 'down' }, data: {} })
check('QStash API down: hook still accepted', a.status === 202 && Date.now() - t6 < 3000, [a.status, Date.now() - t6])
check(
  'QStash API down: run finishes by the sweep',
  await until(async () => (await c.contact('qs', 'down'))?.points === 11, 130),
)
console.log('took', (Date.now() - t6) / 1000)
ticking = false
await ticker
server.closeAllConnections()
server.close()
summary()
process.exit()

/** http.request steps against a service in every mood. */
import { check, client, double, type Loose, sleep, summary, until } from './kit.ts'

const port = Number(process.argv[2] ?? 9100)
const c = client(`http://localhost:${port}`)
const times = new Map<string, number>()
const d = await double(port + 52, (g, r) => {
  const path = g.url.slice(1)
  const n = (times.get(path) ?? 0) + 1
  times.set(path, n)
  const json = (status: number, body: unknown, headers = {}) =>
    r.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  if (path === 'ok')
    return json(200, { a: { b: [1, 2] }, echo: g.body, type: g.headers['content-type'] }, { 'x-one': '1' })
  if (path === 'flaky') return n < 3 ? json(503, { error: 'sekret trace' }) : json(200, { n })
  if (path === 'busy') return n < 2 ? r.writeHead(429, { 'retry-after': '3' }).end() : json(200, { n })
  if (path === 'busydate')
    return n < 2
      ? r.writeHead(429, { 'retry-after': new Date(Date.now() + 5000).toUTCString() }).end()
      : json(200, { n })
  if (path === 'down') return json(500, {})
  if (path === 'bad') return json(404, { m: 'no' })
  if (path === 'hang') return undefined
  if (path === 'hangonce') return n < 2 ? undefined : json(200, { n })
  if (path === 'cut') return n < 2 ? void r.socket?.destroy() : json(200, { n })
  if (path === 'notjson') return r.writeHead(200, { 'content-type': 'application/json' }).end('{"a":')
  if (path === 'deepjson')
    return r.writeHead(200, { 'content-type': 'application/json' }).end('['.repeat(20000) + ']'.repeat(20000))
  if (path === 'proto')
    return r.writeHead(200, { 'content-type': 'application/json' }).end('{"__proto__":{"polluted":true},"ok":1}')
  if (path === 'huge') return r.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(5_000_000))
  if (path === 'hugejson') return json(200, { a: 'x'.repeat(200_000) })
  if (path === 'binary')
    return r.writeHead(200, { 'content-type': 'application/octet-stream' }).end(Buffer.from([0, 255, 254, 0, 1]))
  if (path === 'redirect') return r.writeHead(302, { location: `http://127.0.0.1:${port + 52}/ok` }).end()
  if (path === '202') return json(202, {})
  if (path === '204') return r.writeHead(204).end()
  if (path === 'trickle') {
    r.writeHead(200)
    const t = setInterval(() => r.write('x'), 300)
    r.on('close', () => clearInterval(t))
    return undefined
  }
  return json(200, {})
})
await c.sandbox('ht')
const fast = { attempts: 3, first: '1s', factor: 1 }
const step = (path: string, more: Loose = {}, step: Loose = {}) => ({
  id: 'h',
  do: 'http.request',
  with: { url: `${d.url}/${path}`, ...more },
  retry: fast,
  ...step,
})
const cases: Record<string, { steps: Loose[]; want: (run: Loose, gots: Loose[]) => boolean; headers?: Loose }> = {
  json: {
    steps: [
      step('ok', {
        method: 'POST',
        json: { who: '{{contact.name}}', n: { expr: '1 + 1' }, deep: [{ x: '{{event.data.q}}' }] },
      }),
      { set: { b: { expr: 'steps.h.body.a.b[1]' } } },
    ],
    want: (r, g) =>
      r.status === 'completed' &&
      r.vars.b === 2 &&
      /application\/json/.test(g[0].headers['content-type']) &&
      JSON.parse(g[0].body).n === 2 &&
      JSON.parse(g[0].body).deep[0].x === 'a"b\\c',
  },
  flaky: {
    steps: [step('flaky')],
    want: (r, g) => r.status === 'completed' && r.steps.h.body.n === 3 && g.length === 3,
  },
  busy: {
    steps: [step('busy')],
    want: (r, g) => r.status === 'completed' && g.length === 2 && g[1].at - g[0].at >= 2900,
  },
  busydate: {
    steps: [step('busydate')],
    want: (r, g) => r.status === 'completed' && g.length === 2 && g[1].at - g[0].at >= 3500,
  },
  down: { steps: [step('down')], want: (r, g) => r.status === 'failed' && !!r.reason && g.length === 3 },
  'down-continue': {
    steps: [step('down', {}, { on_error: 'continue' }), { set: { after: 1 } }],
    want: (r) => r.status === 'completed' && r.vars.after === 1,
  },
  'bad-steps': {
    steps: [step('bad', {}, { on_error: [{ set: { code: { expr: 'steps.h.error.code' } } }] })],
    want: (r, g) => r.status === 'completed' && r.vars.code === 'http_404' && g.length === 1,
  },
  expect: {
    steps: [step('bad', { expect: [404] }), { set: { s: { expr: 'steps.h.status' } } }],
    want: (r) => r.status === 'completed' && r.vars.s === 404,
  },
  'expect-not': { steps: [step('202', { expect: [200] })], want: (r) => r.status === 'failed' },
  'no-content': { steps: [step('204')], want: (r) => r.status === 'completed' && r.steps.h.status === 204 },
  hang: { steps: [step('hang', { timeout: '1s' })], want: (r, g) => r.status === 'failed' && g.length === 3 },
  hangonce: {
    steps: [step('hangonce', { timeout: '1s' })],
    want: (r, g) => r.status === 'completed' && g.length === 2,
  },
  trickle: {
    steps: [step('trickle', { timeout: '2s' }, { retry: { attempts: 1 } })],
    want: (r) => r.status === 'failed',
  },
  cut: { steps: [step('cut')], want: (r, g) => r.status === 'completed' && g.length === 2 },
  notjson: { steps: [step('notjson')], want: (r) => r.status === 'completed' && r.steps.h.body === '{"a":' },
  proto: {
    steps: [step('proto'), { set: { ok: { expr: 'steps.h.body.ok' } } }],
    want: (r) => r.status === 'completed',
  },
  huge: { steps: [step('huge')], want: (r) => r.status === 'completed' && r.steps.h.body.length <= 65536 },
  hugejson: { steps: [step('hugejson')], want: (r) => r.status === 'completed' },
  binary: { steps: [step('binary')], want: (r) => r.status === 'completed' },
  redirect: { steps: [step('redirect')], want: (r, g) => r.status === 'failed' && g.length === 1 },
  refused: {
    steps: [{ ...step('x'), with: { url: `http://127.0.0.1:${port + 53}/x` } }],
    want: (r) => r.status === 'failed',
  },
  'refused-hold': {
    steps: [{ ...step('x'), with: { url: `http://127.0.0.1:${port + 53}/x` } }],
    want: (r) => r.status === 'failed',
  },
  dns: {
    steps: [{ ...step('x'), with: { url: 'http://does-not-exist.invalid/x' } }],
    want: (r) => r.status === 'failed',
  },
  'bad-url': {
    steps: [{ ...step('x'), with: { url: '{{event.data.q}}' } }],
    want: (r) => r.status === 'failed' && !!r.reason,
  },
  'bad-header': {
    steps: [step('ok', { headers: { 'x-a': 'line\r\nx-b: 1' } }, { retry: { attempts: 1 } })],
    want: (r, g) => r.status === 'failed' || !g[0]?.headers['x-b'],
  },
  'header-host': {
    steps: [step('ok', { headers: { 'bad name': 'x' } }, { retry: { attempts: 1 } })],
    want: (r) => r.status === 'failed',
  },
  'get-body': {
    steps: [step('ok', { method: 'GET', body: 'x' }, { retry: { attempts: 1 } })],
    want: (r) => ['failed', 'completed'].includes(r.status),
  },
  'file-url': { steps: [{ ...step('x'), with: { url: 'file:///etc/passwd' } }], want: (r) => r.status === 'failed' },
}
for (const [name, one] of Object.entries(cases)) {
  const definition = {
    id: `http-${name}`,
    name,
    triggers: [{ on: `custom.http-${name}` }],
    actions: one.steps,
    ...(name === 'refused-hold' && { settings: { on_unknown: 'hold' } }),
  }
  const put = await c.api('PUT', `/workflows/${definition.id}`, definition)
  if (put.status >= 400) {
    console.log(`${name}: refused at save: ${put.text.slice(0, 200)}`)
    delete cases[name]
    continue
  }
  await c.must('POST', `/workflows/${definition.id}/publish`, {})
}
await Promise.all(
  Object.keys(cases).map((name) =>
    c.hook('ht', {
      id: `e-${name}-${Date.now()}`,
      type: `custom.http-${name}`,
      user: { id: `http-${name}`, name: 'Ann' },
      data: { q: 'a"b\\c' },
    }),
  ),
)
await until(
  async () =>
    (await c.all('/runs'))
      .filter((r) => r.workflow_id.startsWith('http-'))
      .every((r) => !['waiting', 'active'].includes(r.status)),
  50,
)
for (const [name, one] of Object.entries(cases)) {
  const [listed] = await c.all(`/runs?workflow=http-${name}`)
  const run = listed && (await c.must('GET', `/runs/${listed.id}`))
  const path = one.steps[0].with.url.split('/').pop()
  const gots = d.got.filter(
    (g) => g.url === `/${path}` && String(g.headers['idempotency-key'] ?? '').startsWith(listed?.id),
  )
  check(
    `http ${name}`,
    !!run && one.want(run, gots),
    run && {
      status: run.status,
      reason: run.reason,
      steps: JSON.stringify(run.steps).slice(0, 200),
      vars: run.vars,
      tries: gots.length,
      gap: Number(gots[1]?.at) - Number(gots[0]?.at),
      last: run.journal.at(-1),
    },
  )
  if (new Set(gots.map((g) => g.headers['idempotency-key'])).size > 1) check(`http ${name}: one key`, false)
  if (
    gots.length === 0 &&
    !['refused', 'refused-hold', 'dns', 'bad-url', 'file-url', 'bad-header', 'header-host', 'get-body'].includes(name)
  )
    check(`http ${name}: key sent`, false)
}
// await: true
await c.must('PUT', '/channels/ht-await', {
  kind: 'sandbox',
  name: 'a',
  config: {},
  secrets: {},
  api_base: `${d.url}/aw`,
})
await c.must('PUT', '/channels/ht-await-bad', {
  kind: 'sandbox',
  name: 'a',
  config: {},
  secrets: {},
  api_base: `${d.url}/down`,
})
await d.close()
const d3 = await double(port + 52, (g, r) =>
  g.url.startsWith('/down')
    ? r.writeHead(400).end('no')
    : setTimeout(() => r.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"prov-1"}'), 1500),
)
await c.workflow({
  id: 'aw',
  triggers: [{ on: 'custom.aw' }],
  settings: { category: 'transactional' },
  actions: [
    { id: 'm', do: 'message.send', with: { text: 'x', await: true } },
    { set: { s: { expr: 'steps.m.status' } } },
  ],
})
await c.workflow({
  id: 'awe',
  triggers: [{ on: 'custom.awe' }],
  settings: { category: 'transactional' },
  actions: [
    {
      id: 'm',
      do: 'message.send',
      with: { text: 'x', await: true },
      on_error: [{ set: { code: { expr: 'steps.m.error.code' } } }],
    },
  ],
})
const t = Date.now()
const h = await c.hook('ht-await', { id: `aw${t}`, type: 'custom.aw', user: { id: 'aw' }, data: {} })
check('the hook is answered before the provider', h.status === 202 && Date.now() - t < 1000, Date.now() - t)
await c.hook('ht-await-bad', { id: `awe${t}`, type: 'custom.awe', user: { id: 'awe' }, data: {} })
await sleep(400)
check('await: the run stands while the provider thinks', (await c.all('/runs?workflow=aw'))[0]?.status === 'waiting')
await until(async () => (await c.all('/runs?workflow=aw'))[0]?.status === 'completed', 10)
const [aw] = await c.all('/runs?workflow=aw')
check('await: goes on with the status', aw?.status === 'completed' && aw.vars.s === 'sent', aw)
const [awe] = await c.all('/runs?workflow=awe')
check('await: a refusal reaches on_error', awe?.status === 'completed' && !!awe.vars.code, awe)
await d3.close()
summary()
process.exit()

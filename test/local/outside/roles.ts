/** Keys, roles and Idempotency-Key. */
import { call, check, client, type Loose, sleep, summary } from './kit.ts'

const port = Number(process.argv[2] ?? 9100)
const url = `http://localhost:${port}`
const c = client(url)
const keys: Record<string, Loose> = {}
for (const role of ['viewer', 'operator', 'admin']) keys[role] = await c.must('POST', '/keys', { name: role, role })
check(
  'keys differ and are shown once',
  new Set(Object.values(keys).map((k) => k.key)).size === 3 && !/qf_\w{20}/.test((await c.api('GET', '/keys')).text),
)
const as = (role: string) => ({ authorization: `Bearer ${keys[role].key}` })
const openapi = (await call(`${url}/openapi.json`, 'GET')).json
let tried = 0
for (const [path, methods] of Object.entries(openapi.paths) as [string, Loose][])
  for (const method of Object.keys(methods)) {
    if (!path.startsWith('/api/v1')) continue
    const m = method.toUpperCase()
    const p = path.replace(/\{\w+\}/g, 'nobody-here')
    const isAdmin = path.startsWith('/api/v1/keys') || (m !== 'GET' && /\/settings|\/channels/.test(path))
    for (const role of ['viewer', 'operator', 'admin']) {
      if (m === 'DELETE' && role === 'admin' && path.includes('{')) {
        /* nobody-here */
      }
      const a = await call(`${url}${p}`, m, m === 'GET' || m === 'DELETE' ? undefined : '{"zzz":1', as(role))
      tried += 1
      const may =
        role === 'admin' ||
        (role === 'operator' ? !path.startsWith('/api/v1/keys') : m === 'GET' && !path.startsWith('/api/v1/keys'))
      if (may ? [401, 403].includes(a.status) : a.status !== 403) {
        if (!(isAdmin && role === 'operator'))
          check(`${role} ${m} ${path}: ${may ? 'allowed' : '403'}`, false, a.status)
        else console.log(`note: operator ${m} ${path} → ${a.status}`)
      }
      if (a.status >= 500) check(`${role} ${m} ${path} no 5xx`, false, a.text)
    }
  }
console.log(tried, 'role checks')
check(
  'viewer may not POST /events',
  (
    await call(
      `${url}/events`,
      'POST',
      { specversion: '1.0', id: '1', source: '/r', type: 'custom.r', data: {} },
      as('viewer'),
    )
  ).status === 403,
)
check(
  'operator may POST /events',
  (
    await call(
      `${url}/events`,
      'POST',
      { specversion: '1.0', id: 'op1', source: '/r', type: 'custom.r', data: {} },
      as('operator'),
    )
  ).status === 202,
)
check(
  'viewer may validate nothing that writes, HEAD reads',
  (await fetch(`${url}/api/v1/runs`, { method: 'HEAD', headers: as('viewer') })).status === 200,
)
check(
  'operator cannot make an admin key',
  (await call(`${url}/api/v1/keys`, 'POST', { name: 'x', role: 'admin' }, as('operator'))).status === 403,
)
await c.must('DELETE', `/keys/${keys.operator.id}`)
check('a revoked key: 401', (await call(`${url}/api/v1/runs`, 'GET', undefined, as('operator'))).status === 401)
check(
  'a revoked key at /events: 401',
  (
    await call(
      `${url}/events`,
      'POST',
      { specversion: '1.0', id: 'op2', source: '/r', type: 'custom.r', data: {} },
      as('operator'),
    )
  ).status === 401,
)
check('revoked twice: 404', (await c.api('DELETE', `/keys/${keys.operator.id}`)).status === 404)

// Idempotency-Key
await c.sandbox('roles')
const person = await c.must('POST', '/contacts', { identities: [{ channel: 'roles', external_id: `p${Date.now()}` }] })
const k = () => ({ 'idempotency-key': `k-${Math.random()}` })
const give = (headers: Loose, more = {}) =>
  c.api('POST', '/points', { contact_id: person.id, delta: 5, reason: 'x', ...more }, headers)
const one = k()
const first = await give(one)
const second = await give(one)
check(
  'a repeat gets the first answer',
  first.status === 201 && second.status === first.status && second.text === first.text,
  [first.status, second.status, second.text],
)
check('and does nothing', (await c.must('GET', `/contacts/${person.id}`)).points === 5)
check('another body under the key is refused', [409, 422].includes((await give(one, { delta: 6 })).status))
const two = k()
const both = await Promise.all(Array.from({ length: 10 }, () => give(two)))
check('ten at once: one does it', (await c.must('GET', `/contacts/${person.id}`)).points === 10, [
  both.map((b) => b.status),
])
check(
  'ten at once: the others 201 or 409',
  both.every((b) => [201, 409].includes(b.status)),
  both.map((b) => b.status),
)
check(
  'another caller has keys of its own',
  (
    await call(
      `${url}/api/v1/points`,
      'POST',
      { contact_id: person.id, delta: 5, reason: 'x' },
      { ...as('admin'), ...two },
    )
  ).status === 201,
)
const bad = k()
const e1 = await give(bad, { delta: 0 })
const e2 = await give(bad)
console.log('invalid, then valid under the same key →', e1.status, e2.status)
const refusedKey = k()
const r1 = await give(refusedKey, { delta: -1000 })
const r2 = await give(refusedKey, { delta: -1000 })
check('a refusal is repeated too', r1.status === 422 && r2.status === 422, [r1.status, r2.status])
for (const key of ['', ' ', 'x'.repeat(256), 'a b'])
  console.log(`Idempotency-Key ${JSON.stringify(key.slice(0, 10))} →`, (await give({ 'idempotency-key': key })).status)
const keyed = k()
const n1 = await c.api('POST', '/keys', { name: 'twice', role: 'viewer' }, keyed)
const n2 = await c.api('POST', '/keys', { name: 'twice', role: 'viewer' }, keyed)
check(
  'a key made twice under one Idempotency-Key is one key',
  n1.json.key === n2.json.key && (await c.all('/keys')).filter((x) => x.name === 'twice').length === 1,
)
const w = k()
await c.must('PUT', '/workflows/ik', {
  id: 'ik',
  name: 'ik',
  triggers: [{ manual: true }],
  entry: { mode: 'parallel', max: 50 },
  actions: [{ wait: '1d' }],
})
const p1 = await c.api('POST', '/workflows/ik/publish', {}, w)
const p2 = await c.api('POST', '/workflows/ik/publish', {}, w)
check('publish twice under one key: one version', p1.json.version === p2.json.version, [p1.text, p2.text])
const s = k()
const s1 = await c.api('POST', '/workflows/ik/start', { contact_id: person.id }, s)
const s2 = await c.api('POST', '/workflows/ik/start', { contact_id: person.id }, s)
check('start twice under one key: one run', s1.text === s2.text && (await c.all('/runs?workflow=ik')).length === 1, [
  s1.text,
  s2.text,
])
const many = await Promise.all(Array.from({ length: 20 }, () => c.api('POST', '/workflows/ik/publish', {})))
check(
  'publishing 20 times at once: 200 or 409, versions distinct',
  many.every((m) => [200, 409].includes(m.status)) &&
    new Set(many.filter((m) => m.status === 200).map((m) => m.json.version)).size ===
      many.filter((m) => m.status === 200).length,
  many.map((m) => m.status),
)
const spend = await Promise.all(
  Array.from({ length: 30 }, () => c.api('POST', '/points', { contact_id: person.id, delta: -1, reason: 'x' })),
)
const left = (await c.must('GET', `/contacts/${person.id}`)).points
check('30 withdrawals from 20 at once: 20 succeed', spend.filter((x) => x.status === 201).length === 20 && left === 0, [
  spend.map((x) => x.status),
  left,
])
await sleep(1)
summary()
process.exit()

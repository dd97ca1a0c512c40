import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { operations } from '../../../workers/http/api/operations.ts'
import { advance, ask, get, happens, idle, migrate, sandbox } from '../../world.ts'
import { keyOf } from './api-world.ts'

/** An attack list over every route that the product says it has: nothing succeeds, nothing breaks, nothing is told. */

type Schema = { [key: string]: unknown; properties?: Record<string, Schema>; items?: Schema }
type Route = { method: string; path: string; open: boolean; needs: string; query: string[]; body: Schema | undefined }

const SLOW = { timeout: 240_000 }
const HIDDEN = ['a secret to look for', 'dev-admin-key', btoa('a master key of exactly 32 bytes')]
let routes: Route[] = []

beforeAll(async () => {
  await migrate()
  await sandbox('club', { secrets: { secret: 'a secret to look for' } })
  await sandbox('open')
  await get('/api/v1/secrets/TOKEN', { method: 'PUT', body: { value: 'a secret to look for' } })
  await happens('open', 'ann', 'custom.hello', { text: '=1+1' })
  await idle()
  const { paths } = await get('/openapi.json')
  routes = Object.entries(paths as Record<string, Record<string, Schema>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]): Route => {
      const parameters = (one.parameters ?? []) as { in: string; name: string }[]
      const content = (one.requestBody as { content?: Record<string, { schema: Schema }> } | undefined)?.content ?? {}
      return {
        method: method.toUpperCase(),
        path,
        open: Array.isArray(one.security) && one.security.length === 0,
        needs:
          operations.find((known) => known.method === method.toUpperCase() && at(known.path) === path)?.needs ?? '',
        query: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
        body: Object.values(content)[0]?.schema,
      }
    }),
  )
})

const at = (path: string) => `/api/v1${path.replace(/:(\w+)/g, '{$1}')}`
const filled = (path: string, with_: string) => path.replace(/\{\w+\}/g, with_)
const inside = () => routes.filter(({ path, open }) => path.startsWith('/api/v1') && !open)

/** Each route gets some of the list, in turn: together they get all of it many times, and the suite stays short. */
const EACH = 4
function some<T>(list: readonly T[], route: number): T[] {
  return list.filter((_, i) => (i + route) % Math.ceil(list.length / EACH) === 0)
}

/** What an answer must never be, whatever was asked. */
async function judge(response: Response, asked: string, wrong: string[], allowed?: readonly number[]): Promise<void> {
  const text = await response.text()
  const told = HIDDEN.filter((hidden) => text.includes(hidden))
  const stack = /\bat (async )?[\w.<>]+ \(|D1_ERROR|SQLITE_|node_modules|\/workers\/\w+\//.test(text)
  const live = /<script>alert\(1\)/.test(text) && response.headers.get('content-type')?.includes('html')
  const status = allowed ? !allowed.includes(response.status) : response.status >= 500
  if (told.length > 0 || stack || live || status) wrong.push(`${asked} → ${response.status} ${text.slice(0, 200)}`)
}

test('nobody without a good key, and nobody below the role, gets anything but 401 and 403', SLOW, async () => {
  const [viewer, operator] = [await keyOf('viewer'), await keyOf('operator')]
  const brief = { name: 'brief', role: 'admin', expires_in: '1h' }
  const expired = (await get('/api/v1/keys', { body: brief })).key
  await advance('2h')
  const { key: revoked, id } = await get('/api/v1/keys', { body: { name: 'gone', role: 'admin' } })
  await get(`/api/v1/keys/${id}`, { method: 'DELETE' })
  const wrong: string[] = []
  expect(inside().length).toBeGreaterThan(100)
  for (const [n, { method, path, needs }] of inside().entries()) {
    const asked = filled(path, 'some')
    const send = (headers: Record<string, string>) =>
      ask(asked, { method, key: null, headers, ...(method !== 'GET' && { body: {} }) })
    const bad = ['', 'Bearer', 'Bearer ', `Bearer ${expired}`, `Bearer ${revoked}`, 'Bearer qf_x', 'Basic ZGV2OmRldg==']
    bad.push(`Bearer ${"' OR 1=1 --".repeat(9)}`, 'Bearer dev-admin-key, Bearer x', `Bearer ${'a'.repeat(5000)}`)
    for (const authorization of ['', ...some(bad, n)])
      await judge(
        await send(authorization === '' ? {} : { authorization }),
        `${method} ${path} ${authorization}`,
        wrong,
        [401],
      )
    for (const [role, key] of [
      ['viewer', viewer],
      ['operator', operator],
    ] as const) {
      const may = needs === 'viewer' || needs === role || (needs === 'operator' && role !== 'viewer')
      if (!may)
        await judge(await send({ authorization: `Bearer ${key}` }), `${method} ${path} as ${role}`, wrong, [403])
    }
  }
  expect(wrong).toEqual([])
})

const STRINGS = [
  "' OR '1'='1",
  "x'); DROP TABLE subjects; --",
  '"><script>alert(1)</script>',
  '{{constructor.constructor "return process"}}{{#each this}}{{@root}}{{/each}}{{secrets.TOKEN}}',
  '{{#with "s" as |string|}}{{lookup string "constructor"}}{{/with}}{{__proto__.x}}',
  'contact.traits.all(x, contact.traits.all(y, true)) || size("a") > 0 || __proto__ == 1',
  '(a+)+$',
  '=HYPERLINK("http://evil.example";"x")',
  'a\r\nX-Injected: 1\r\n\r\n<html>',
  '../../../../etc/passwd',
  '..%2f..%2f..%2fapi%2fv1%2fkeys',
  'http://169.254.169.254/latest/meta-data/',
  '\u0000\uffff\u202e',
  '__proto__',
  '%',
  '#{7*7}<%= 7*7 %>{{7*7}}',
]

test('no path, whatever stands in it, breaks or opens anything', SLOW, async () => {
  const wrong: string[] = []
  const paths = [
    ...STRINGS.map(encodeURIComponent),
    '%2e%2e%2f%2e%2e',
    '..;',
    '%00',
    '%ff%fe',
    'a'.repeat(3000),
    '%E0%A4%A',
  ]
  for (const [n, { method, path }] of routes.filter((route) => route.path.includes('{')).entries())
    for (const piece of some(paths, n)) {
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} }
      await judge(
        await ask(filled(path, piece), { method, ...body, redirect: 'manual' }),
        `${method} ${path} ${piece}`,
        wrong,
      )
    }
  expect(wrong).toEqual([])
})

test('no query breaks or opens anything', SLOW, async () => {
  const wrong: string[] = []
  const values = [...STRINGS, '-1', '1e999', 'NaN', '9'.repeat(400), 'W10', 'eyJhIjoxfQ', 'WzFlOTk5XQ']
  const reads = routes.filter((route) => route.method === 'GET' && route.query.length > 0)
  for (const [n, { method, path, query }] of reads.entries())
    for (const [m, name] of [...query, '__proto__', 'constructor'].entries())
      for (const value of some(values, n + m)) {
        const asked = `${filled(path, 'some')}?${name}=${encodeURIComponent(value)}`
        await judge(await ask(asked, { method, redirect: 'manual' }), `${method} ${asked}`, wrong)
      }
  expect(wrong).toEqual([])
})

/** A body as its schema wants it, with this in every place that takes a text. */
function bodyOf(schema: Schema | undefined, text: string, depth = 0): unknown {
  if (!schema || depth > 5) return text
  if (schema.const !== undefined) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const any = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  if (any?.[0]) return bodyOf(any[0], text, depth + 1)
  if (schema.type === 'string') return text
  if (schema.type === 'integer' || schema.type === 'number') return Number(schema.minimum ?? 1)
  if (schema.type === 'boolean') return true
  if (schema.type === 'array') return [bodyOf(schema.items, text, depth + 1)]
  const named = Object.entries(schema.properties ?? {}).map(([name, one]) => [name, bodyOf(one, text, depth + 1)])
  return Object.fromEntries(named)
}

test('no body breaks or opens anything: as it is meant, with something else in it', SLOW, async () => {
  const wrong: string[] = []
  const writes = routes.filter((route) => !['GET', 'OPTIONS', 'HEAD'].includes(route.method))
  for (const [n, { method, path, body }] of writes.entries())
    for (const text of some(STRINGS, n)) {
      if (path === '/api/v1/import' || path === '/api/v1/settings') continue
      const response = await ask(filled(path, 'open'), { method, body: bodyOf(body, text) ?? {}, redirect: 'manual' })
      await judge(response, `${method} ${path} ${text}`, wrong)
    }
  expect(wrong).toEqual([])
})

test('no body breaks or opens anything: too large, too deep, in another form', SLOW, async () => {
  const deep = (open: string, close: string) => `${open.repeat(5000)}1${close.repeat(5000)}`
  const bodies: [string, string, readonly number[] | undefined][] = [
    ['a megabyte and more', `{"a":"${'x'.repeat(1024 * 1024)}"}`, undefined],
    ['deep arrays', deep('[', ']'), undefined],
    ['deep objects', deep('{"a":', '}'), undefined],
    ['no JSON', '{"a":', undefined],
    ['a number', '1e400', undefined],
    ['null', 'null', undefined],
    ['prototypes', '{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}}}', undefined],
    ['twice the same', '{"name":"a","name":{"b":1},"id":1,"id":[]}', undefined],
    ['XML', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>', undefined],
    ['half a character', '{"a":"\ud800"}', undefined],
  ]
  const types = [
    'application/json',
    'text/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain;charset=utf-7',
  ]
  const wrong: string[] = []
  const writes = routes.filter(
    ({ method, path }) => !['GET', 'OPTIONS', 'HEAD'].includes(method) && path !== '/api/v1/import',
  )
  for (const [n, { method, path }] of writes.entries())
    for (const [i, [name, body, allowed]] of some(bodies, n).entries()) {
      const headers = { 'content-type': types[(n + i) % types.length] ?? '' }
      await judge(
        await ask(filled(path, 'open'), { method, body, headers }),
        `${method} ${path} ${name}`,
        wrong,
        allowed,
      )
    }
  expect(wrong).toEqual([])
})

test('a body that says nothing of its length is counted all the same', async () => {
  const endless = () => {
    let sent = 0
    return new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 65_536
        if (sent > 3 * 1024 * 1024) controller.close()
        else controller.enqueue(new Uint8Array(65_536).fill(32))
      },
    })
  }
  const product = (await import('cloudflare:workers')).exports as unknown as { default: Fetcher }
  for (const path of ['/hooks/open', '/events', '/api/v1/points', '/api/v1/workflows/validate']) {
    const headers = { authorization: 'Bearer dev-admin-key', 'content-type': 'application/json' }
    const response = await product.default.fetch(`https://qunflow.test${path}`, {
      method: 'POST',
      headers,
      body: endless(),
    })
    expect({ path, status: response.status }).toEqual({ path, status: 413 })
    await response.body?.cancel()
  }
})

test('nothing that was signed for somebody else opens anything: wake-ups, links, pages, sessions', SLOW, async () => {
  const token = `${Buffer.from('["c1",null,"m","https://evil.example"]').toString('base64url')}.AAAAAAAAAAAAAAAAAAAAAA`
  const wrong: string[] = []
  for (const door of ['/l', '/s', '/u', '/a'])
    for (const guess of [token, `${token}.x`, token.slice(0, -1), 'x', '.', 'a.b', 'e30.e30', 'a'.repeat(9000)])
      await judge(
        await ask(`${door}/${guess}`, { key: null, redirect: 'manual' }),
        `GET ${door}/${guess}`,
        wrong,
        [400, 404, 410, 414],
      )
  for (const body of ['{}', '{"subjectId":"x","dueAtMs":1}', '', 'x'])
    for (const signature of [undefined, '', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.', 'eyJhbGciOiJIUzI1NiJ9.e30.AAAA']) {
      const headers: Record<string, string> = signature === undefined ? {} : { 'upstash-signature': signature }
      await judge(await ask('/timers/wake', { body, key: null, headers }), `wake ${signature}`, wrong, [401])
    }
  for (const cookie of [
    'x',
    'q1.a.b.c',
    `q1.${'a'.repeat(12)}.AAAA.AAAA`,
    Buffer.from('{"hash":"x"}').toString('base64'),
  ])
    await judge(
      await ask('/settings/keys', { key: null, headers: { cookie: `qunflow_session=${cookie}` }, redirect: 'manual' }),
      `session ${cookie}`,
      wrong,
      [302, 303, 401],
    )
  expect(wrong).toEqual([])
})

test('what spreadsheets and headers would carry out is only text', async () => {
  await get('/api/v1/contacts', {
    body: { identities: [{ channel: 'open', external_id: '=cmd' }], name: '=HYPERLINK("x")', traits: { a: '+1' } },
  })
  const csv = await (await ask('/api/v1/contacts/export')).text()
  for (const line of csv.split('\r\n')) expect(line).not.toMatch(/(^|,)"?[=+@]/)
  const names = [...(await ask(`/l/${encodeURIComponent('a\r\nx-injected: 1')}`)).headers.keys()]
  expect(names).not.toContain('x-injected')
})

test('after all of it the product is there, with its secrets and its people', async () => {
  const { DB } = env as unknown as { DB: D1Database }
  const { results } = await DB.prepare('SELECT count(*) AS n FROM subjects').all()
  expect(Number(results[0]?.n)).toBeGreaterThan(0)
  expect((await get('/api/v1/vault')).unreadable).toEqual([])
})

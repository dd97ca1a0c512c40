/** Providers in every mood, by the real clock. */

import type { ServerResponse } from 'node:http'
import { check, client, double, type Got, type Loose, sleep, summary, until } from './kit.ts'

const port = Number(process.argv[2] ?? 9100)
const c = client(`http://localhost:${port}`)
const tag = Date.now().toString(36)

type Mood = (response: ServerResponse, got: Got) => void
const ok: Mood = (r, g) =>
  r
    .writeHead(200, { 'content-type': 'application/json' })
    .end(
      g.url.includes('tenant_access_token')
        ? JSON.stringify({ code: 0, msg: 'ok', tenant_access_token: 't-1', expire: 7200 })
        : g.url.startsWith('/open-apis') || g.url.startsWith('/open-apis/bot')
          ? JSON.stringify({ code: 0, msg: 'success', data: { message_id: 'om_1' } })
          : JSON.stringify({ ok: true, ts: '1.1', id: 'p1' }),
    )
const moods: Record<string, { mood: Mood; surely?: boolean; minGap?: number }> = {
  r429s: { mood: (r) => r.writeHead(429, { 'retry-after': '3' }).end('slow'), surely: true, minGap: 3000 },
  r429d: {
    mood: (r) => r.writeHead(429, { 'retry-after': new Date(Date.now() + 9000).toUTCString() }).end('slow'),
    surely: true,
    minGap: 7000,
  },
  r500: { mood: (r) => r.writeHead(500).end('<html>secret trace</html>'), surely: true },
  hang: { mood: () => {} },
  closed: { mood: (r) => r.socket?.destroy() },
  garbage: { mood: (r) => r.writeHead(200, { 'content-type': 'application/json' }).end('\x00\xff{{{not json') },
  huge: {
    mood: (r) => r.writeHead(200, { 'content-type': 'application/json' }).end(`{"pad":"${'x'.repeat(5_000_000)}"}`),
  },
  redirect: { mood: (r) => r.writeHead(302, { location: 'http://127.0.0.1:9199/elsewhere' }).end() },
  partial: {
    mood: (r) => {
      r.writeHead(200, { 'content-length': '1000' })
      r.write('{"ok":')
      setTimeout(() => r.socket?.destroy(), 50)
    },
  },
  http400: { mood: (r) => r.writeHead(400).end('{"error":"bad"}') },
}
const kinds = ['sandbox', 'slack', 'feishu'] as const
const categories = ['transactional', 'promotional'] as const
const recovered = new Set<string>()
const seen = new Map<string, Got[]>()
const p = port + 50
const d = await double(p, (g, r) => {
  const [, kind, mood = '', ...rest] = g.url.split('/')
  const real = { ...g, url: `/${rest.join('/')}` }
  if (real.url.includes('tenant_access_token') && mood !== 'r500') return ok(r, real)
  const key = `${kind}/${mood}`
  seen.set(key, [...(seen.get(key) ?? []), real])
  if (mood === 'fine') return ok(r, real)
  // Each message fails on its first try, then the provider is well again.
  const first = `${key}/${/"text":"?[^"]*|tr-|pr-/.exec('') ?? ''}${bodyKey(g.body)}`
  if (recovered.has(first)) return ok(r, real)
  recovered.add(first)
  moods[mood]?.mood(r, real)
})
function bodyKey(body: string): string {
  return /(transactional|promotional)-?\w*/.exec(body)?.[0] ?? body.slice(0, 40)
}

const secretsOf = {
  sandbox: {},
  slack: { signing_secret: 'sekret-sign-1', bot_token: 'xoxb-sekret' },
  feishu: { verification_token: 'vt', app_secret: 'sekret-app' },
}
const configOf = { sandbox: {}, slack: {}, feishu: { app_id: 'cli_1' } }
const ids: { key: string; kind: string; mood: string; category: string; run: string }[] = []
for (const kind of kinds)
  for (const mood of [...Object.keys(moods), 'refused']) {
    const id = `${kind}-${mood}`.toLowerCase()
    const base = mood === 'refused' ? `http://127.0.0.1:${port + 51}/${kind}/fine` : `${d.url}/${kind}/${mood}`
    await c.must('PUT', `/channels/${id}`, {
      kind,
      name: id,
      config: configOf[kind],
      secrets: secretsOf[kind],
      api_base: base,
    })
  }
for (const category of categories)
  await c.workflow({
    id: `p-${category}`,
    triggers: [{ manual: true }],
    inputs: { ch: { type: 'string', default: 'x' } },
    settings: { category, quiet_hours: 'send' },
    entry: { mode: 'parallel', max: 100 },
    actions: [
      { id: 'm', do: 'message.send', with: { channel: { expr: 'inputs.ch' }, text: `${category}-{{inputs.ch}}` } },
    ],
  })
// connection to refused channels: one contact with identity on every channel
const external = (kind: string) => (kind === 'slack' ? 'U123' : kind === 'feishu' ? 'ou_123' : 'u123') + tag
const identities = kinds.flatMap((kind) =>
  [...Object.keys(moods), 'refused'].map((mood) => ({
    channel: `${kind}-${mood}`.toLowerCase(),
    external_id: external(kind),
  })),
)
const contacts: Loose[] = []
for (let i = 0; i < identities.length; i += 20)
  contacts.push(await c.must('POST', '/contacts', { identities: identities.slice(i, i + 20), name: 'P' }))
const byChannel = new Map(identities.map((one, i) => [one.channel, contacts[Math.floor(i / 20)].id]))

for (const kind of kinds)
  for (const mood of [...Object.keys(moods), 'refused'])
    for (const category of categories) {
      const ch = `${kind}-${mood}`.toLowerCase()
      const a = await c.api('POST', `/workflows/p-${category}/start`, { contact_id: byChannel.get(ch), inputs: { ch } })
      if (a.status !== 202) {
        check(`start ${ch} ${category}`, false, a.text)
        continue
      }
      ids.push({ key: `${kind}/${mood}`, kind, mood, category, run: a.json.run_ids[0] })
    }
console.log('started', ids.length)
await sleep(14_000)
// the refused ones: now open the port
const refusedNow = await c.all('/messages')
for (const one of ids.filter((i) => i.mood === 'refused')) {
  const m = refusedNow.find((x) => x.run_id === one.run)
  check(
    `${one.key} ${one.category}: refused connection is tried again, not unknown`,
    m?.status === 'queued' || m?.status === 'sending',
    m,
  )
}
const d2 = await double(port + 51, (g, r) => {
  const [, kind, _mood = '', ...rest] = g.url.split('/')
  const real = { ...g, url: `/${rest.join('/')}` }
  seen.set(`${kind}/refused`, [...(seen.get(`${kind}/refused`) ?? []), real])
  ok(r, real)
})
await until(
  async () => (await c.all('/messages')).filter((m) => ['queued', 'sending'].includes(m.status)).length === 0,
  75,
)
const messages = await c.all('/messages')
for (const one of ids) {
  const m = messages.find((x) => x.run_id === one.run)
  const gots = (seen.get(one.key) ?? []).filter(
    (g) => g.body.includes(one.category) && !g.url.includes('tenant_access'),
  )
  const unsure =
    ['hang', 'closed', 'partial'].includes(one.mood) ||
    (one.kind !== 'sandbox' && ['garbage', 'huge'].includes(one.mood))
  let expected = ['sent']
  if (unsure && one.category === 'promotional') expected = ['unknown']
  if (one.mood === 'redirect' || one.mood === 'http400') expected = ['failed']
  const keys = new Set(
    gots.map((g) => String(g.headers['idempotency-key'] ?? /"uuid":"(\w+)"/.exec(g.body)?.[1] ?? '')),
  )
  const gap = gots.length > 1 ? Number(gots[1]?.at) - Number(gots[0]?.at) : undefined
  const min = moods[one.mood]?.minGap
  check(`${one.key} ${one.category}: ${expected}`, expected.includes(m?.status), {
    status: m?.status,
    reason: m?.reason,
    attempts: m?.attempts,
    tries: gots.length,
    gap,
  })
  if (expected[0] !== 'sent')
    check(`${one.key} ${one.category}: has a reason`, typeof m?.reason === 'string', m?.reason)
  if (keys.size > 1) check(`${one.key} ${one.category}: same key`, false, [...keys])
  if (min !== undefined && gap !== undefined)
    check(`${one.key} ${one.category}: retry-after kept (${gap} ms)`, gap >= min - 100 && gap < min + 9000, gap)
  if (m?.reason?.includes('sekret')) check('no secret in reasons', false, m.reason)
}
await d.close()
await d2.close()
summary()
process.exit()

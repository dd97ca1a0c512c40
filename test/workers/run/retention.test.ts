import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { house } from '../../../workers/house.ts'
import { letOldGo } from '../../../workers/run/let-go.ts'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer } from '../http/api-world.ts'

const { DB } = env as unknown as { DB: D1Database }

beforeAll(async () => {
  await migrate()
  await sandbox('club')
})

const say = (id: string, text: string) => ({ id, do: 'message.send', with: { text, category: 'transactional' } })
const count = async (table: string, where = 'true') =>
  Number((await DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${where}`).first())?.n)

test('what is over and old goes, by the settings; ledger, consents and figures stay', async () => {
  const give = { id: 'give', do: 'points.award', with: { points: 7, reason: 'hello' } }
  await install({ id: 'short', triggers: [{ on: 'custom.short' }], actions: [say('a', 'one'), give] })
  for (const name of ['ann', 'bob']) await happens('club', name, 'custom.short')
  await idle()
  const { id } = await contact('club', 'ann')
  const before = await get(`/api/v1/metrics/overview?from=2020-01-01&to=2020-02-01`).catch(() => undefined)
  const figures = await count('figures')
  const old = { events_days: 30, journal_days: 30, runs_days: 30, messages_days: 30, metrics_days: 32, audit_days: 30 }
  await get('/api/v1/settings', { method: 'PUT', body: { retention: old } })
  await advance('20d')
  expect(await count('runs', `subject_id = '${id}'`)).toBe(1)
  await happens('club', 'bob', 'custom.hello')
  await idle()
  await advance('12d')
  await advance('2d')
  expect(await count('runs', `subject_id = '${id}'`)).toBe(0)
  expect(await count('journal', `subject_id = '${id}' AND version = 1`)).toBe(0)
  expect(await count('events', `subject_id = '${id}' AND type = 'custom.short'`)).toBe(0)
  expect(await count('deliveries', `id LIKE '${id}-%'`)).toBe(0)
  expect(await count('audit', "operation = 'PUT /workflows/{id}'")).toBe(0)
  expect((await contact('club', 'ann')).points).toBe(7)
  expect((await get(`/api/v1/points?contact_id=${id}`)).items).toMatchObject([{ delta: 7 }])
  expect(await count('figures')).toBeGreaterThanOrEqual(figures)
  expect(await get(`/api/v1/metrics/overview?from=2020-01-01&to=2020-02-01`).catch(() => undefined)).toEqual(before)
  const bob = (await contact('club', 'bob')).id
  expect(await count('events', `subject_id = '${bob}' AND type = 'custom.hello'`)).toBe(1)
  await happens('club', 'ann', 'custom.short')
  await idle()
  expect((await contact('club', 'ann')).points).toBe(14)
})

test('what a live run rests on is never let go, however old: it goes on after a year', async () => {
  const actions = [say('a', 'one'), { id: 'rest', wait: '300d' }, say('b', 'two {{event.data.word}}')]
  await get('/api/v1/settings', { method: 'PUT', body: { retention: {} } })
  await install({ id: 'long', triggers: [{ on: 'custom.long' }], actions })
  const month = { events_days: 30, journal_days: 30, runs_days: 30, messages_days: 30 }
  await get('/api/v1/settings', { method: 'PUT', body: { retention: month } })
  await happens('club', 'cleo', 'custom.long', { word: 'still' })
  await happens('club', 'next', 'custom.short')
  await idle()
  const { id } = await contact('club', 'cleo')
  const next = (await contact('club', 'next')).id
  await advance('299d')
  // Of somebody else nothing is kept for it.
  for (const table of ['events', 'journal', 'deliveries', 'runs'])
    expect([table, await count(table, `subject_id = '${next}'`)]).toEqual([table, 0])
  const [run] = (await get(`/api/v1/runs?contact_id=${id}`)).items
  expect(run).toMatchObject({ status: 'waiting' })
  expect((await get(`/api/v1/runs/${run.id}`)).journal.length).toBeGreaterThan(0)
  expect(await count('events', `subject_id = '${id}'`)).toBeGreaterThan(0)
  await advance('2d')
  const texts = (await get(`/api/v1/messages?contact_id=${id}`)).items.map(({ text }: { text: string }) => text)
  expect(texts).toContain('two still')
})

test('however much is old, one sweep takes only so much of it, and the next ones go on', async () => {
  const { deps, stats } = await house(env as unknown as Env)
  const month = { events_days: 30, journal_days: 30, runs_days: 30, messages_days: 30 }
  await get('/api/v1/settings', { method: 'PUT', body: { retention: month } })
  const rows = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)`
  const old = deps.clock.now() - 40 * 86_400_000
  await DB.exec(
    `INSERT INTO events (id, type, at, received_at, data, causes, status, lease_until) ${rows} SELECT 'old-' || i, 'custom.old', ${old}, ${old}, '{}', '[]', 'handled', 0 FROM n`,
  )
  const left = () => count('events', "type = 'custom.old'")
  await DB.exec("DELETE FROM notes WHERE name = 'let go'")
  const before = stats.statements
  const first = await letOldGo(deps)
  expect(first.done).toBe(false)
  expect(await left()).toBeGreaterThanOrEqual(12_000 - 20 * 500)
  expect(stats.statements - before).toBeLessThanOrEqual(3 * 20 + 2)
  let goes = 1
  for (let done = false; !done; goes++) done = (await letOldGo(deps)).done
  expect([await left(), goes]).toEqual([0, 2])
})

test('what a commit handled is known for as long as the event is, so that erasing finds it', async () => {
  const month = { events_days: 30, journal_days: 30, runs_days: 30, messages_days: 30 }
  await get('/api/v1/settings', { method: 'PUT', body: { retention: { journal_days: 30, events_days: 730 } } })
  await happens('club', 'dan', 'custom.secret', { word: 'of-dan' })
  await idle()
  const { id } = await contact('club', 'dan')
  await advance('32d')
  await advance('2d')
  expect((await get(`/api/v1/events?contact_id=${id}&type=custom.secret`)).items).toHaveLength(1)
  await get(`/api/v1/contacts/${id}`, { method: 'DELETE' })
  expect(await count('events', "data LIKE '%of-dan%'")).toBe(0)
  await get('/api/v1/settings', { method: 'PUT', body: { retention: month } })
})

test('a workflow that may wait longer than what it rests on is kept is refused when it is published', async () => {
  const actions = [{ id: 'a', wait: '300d' }, { id: 'b', wait: '300d' }, say('c', 'late')]
  const body = { id: 'slow', name: 'slow', triggers: [{ manual: true }], actions }
  await get('/api/v1/workflows/slow', { method: 'PUT', body })
  const refused = await answer('/workflows/slow/publish', { body: {} })
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'actions' }] } })
  expect(refused.body.errors[0].message).toContain('600')
  await get('/api/v1/settings', { method: 'PUT', body: { retention: {} } })
  expect((await answer('/workflows/slow/publish', { body: {} })).status).toBe(200)
  expect((await answer('/settings', { method: 'PUT', body: { retention: { events_days: 3 } } })).status).toBe(400)
})

import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { house } from '../../../workers/house.ts'
import { raiseTroubles, watchHealth } from '../../../workers/run/health.ts'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer } from './api-world.ts'

const { DB } = env as unknown as { DB: D1Database }

beforeAll(async () => {
  await migrate()
  await sandbox('club')
})
afterEach(() => vi.restoreAllMocks())

test('tells what waits and what failed, and nothing of anybody', async () => {
  const pay = { id: 'pay', do: 'points.redeem', with: { points: 5000, reason: 'test' } }
  await install({ id: 'fails', triggers: [{ on: 'custom.fails' }], actions: [pay] })
  for (let i = 0; i < 21; i++) await happens('club', `f${i}`, 'custom.fails')
  await idle()
  const health = await get('/api/v1/health')
  expect(health).toMatchObject({
    events: { pending: 0, oldest: null, failed: 0 },
    timers: { overdue: 0, oldest: null },
    runs: { ended: 21, failed: 21 },
    ...{ standstill: null, recovering: null, channels: [] },
  })
})

test('what does not go well is an ordinary alert', async () => {
  const { deps } = await house(env as unknown as Env)
  const late = deps.clock.now() - 3_600_000
  await DB.prepare(
    `INSERT INTO events (id, type, at, received_at, data, causes, status, lease_until) VALUES ('stuck', 'custom.x', 1, ?, '{}', '[]', 'pending', 9e15)`,
  )
    .bind(late)
    .run()
  await install({
    id: 'told',
    triggers: [{ on: 'alert.raised', if: 'event.data.name.startsWith("health-")' }],
    actions: [{ do: 'metric.count', with: { metric: 'troubles' } }],
  }).catch(() => undefined)
  expect(await raiseTroubles(deps)).toEqual(['health-events', 'health-runs'])
  expect(await raiseTroubles(deps)).toEqual(['health-events', 'health-runs'])
  const { items } = await get('/api/v1/alerts?status=open')
  expect(items.map(({ name, occurrences }: { name: string; occurrences: number }) => ({ name, occurrences }))).toEqual(
    expect.arrayContaining([
      { name: 'health-events', occurrences: 2 },
      { name: 'health-runs', occurrences: 2 },
    ]),
  )
  expect((await get('/api/v1/health')).events).toMatchObject({ pending: 1 })
  await DB.exec("DELETE FROM events WHERE id = 'stuck'")
})

test('a workflow hears of it once, and once more when it is well again for a while', async () => {
  const { deps } = await house(env as unknown as Env)
  for (const type of ['raised', 'resolved'])
    await install({
      id: `hears-${type}`,
      triggers: [{ on: `alert.${type}`, if: 'event.data.name == "health-timers"' }],
      actions: [{ do: 'metric.add', with: { metric: type } }],
    })
  const heard = async () =>
    Promise.all(
      ['raised', 'resolved'].map(async (type) => (await get(`/api/v1/runs?workflow=hears-${type}`)).items.length),
    )
  const status = async () =>
    (await get('/api/v1/alerts?key=health-timers')).items.map((one: { status: string }) => one.status)
  await happens('club', 'slow', 'custom.hello')
  await idle()
  const { id } = await contact('club', 'slow')
  const due = (at: number | null) => DB.prepare('UPDATE subjects SET due_at = ? WHERE id = ?').bind(at, id).run()
  for (let look = 0; look < 3; look++) {
    await due(deps.clock.now() - 3_600_000)
    expect(await raiseTroubles(deps)).toContain('health-timers')
  }
  await idle()
  expect([await heard(), await status()]).toEqual([[1, 0], ['open']])
  await due(null)
  expect(await raiseTroubles(deps)).not.toContain('health-timers')
  expect(await status()).toEqual(['open'])
  await advance('11m')
  await raiseTroubles(deps)
  await raiseTroubles(deps)
  await idle()
  expect([await heard(), await status()]).toEqual([[1, 1], ['resolved']])
  const [{ id: alertId }] = (await get('/api/v1/alerts?key=health-timers')).items
  expect((await get(`/api/v1/alerts/${alertId}`)).history.at(-1)).toMatchObject({ kind: 'resolved', via: 'product' })
})

test('somebody looks every five minutes, however short each isolate lives', async () => {
  const { deps } = await house(env as unknown as Env)
  const stuck = `INSERT INTO events (id, type, at, received_at, data, causes, status, lease_until)
    VALUES ('stuck', 'custom.x', 1, 1, '{}', '[]', 'pending', 9e15)`
  await DB.exec(stuck.replaceAll('\n', ' '))
  const occurrences = async () => {
    const { items } = await get('/api/v1/alerts?key=health-events')
    return items.reduce((sum: number, one: { occurrences: number }) => sum + one.occurrences, 0)
  }
  let real = deps.clock.real()
  const looks = async (laterMs: number) => {
    real += laterMs
    const before = await occurrences()
    await watchHealth({ ...deps, clock: { ...deps.clock, real: () => real } })
    return (await occurrences()) - before
  }
  await DB.exec("DELETE FROM notes WHERE name = 'next look at health'")
  const found = [await looks(0), await looks(30_000), await looks(31_000), await looks(60_000), await looks(241_000)]
  expect(found).toEqual([0, 0, 1, 0, 1])
  // Nobody was there for an hour: what is late is carried out first.
  expect([await looks(3_600_000), await looks(30_000), await looks(31_000)]).toEqual([0, 0, 1])
  await DB.exec("DELETE FROM events WHERE id = 'stuck'")
})

test('a failed run goes on from where it failed, once what was wrong is mended', async () => {
  const { id } = await contact('club', 'f0')
  const [run] = (await get(`/api/v1/runs?contact_id=${id}&status=failed`)).items
  await get('/api/v1/points', { body: { contact_id: id, delta: 6000, reason: 'sorry' } })
  await answer(`/runs/${run.id}/retry`, { body: {} })
  await idle()
  expect((await get(`/api/v1/runs/${run.id}`)).status).toBe('completed')
  expect((await contact('club', 'f0')).points).toBe(1000)
})

test('a channel that its provider wanted left alone goes on when a person says so', async () => {
  const { deps } = await house(env as unknown as Env)
  const until = deps.clock.now() + 3_600_000
  await deps.keeper('club').hold({ until })
  expect((await get('/api/v1/health')).channels).toEqual([
    { id: 'club', held_until: new Date(until).toISOString(), in_line: false },
  ])
  expect((await answer('/channels/club/resume', { body: {} })).status).toBe(204)
  expect((await get('/api/v1/health')).channels).toEqual([])
  expect((await answer('/channels/none/resume', { body: {} })).status).toBe(404)
})

test('what waits for a channel that was resumed goes out at once, whatever its provider had said', async () => {
  const send = { do: 'message.send', with: { text: 'at last', category: 'transactional' } }
  await install({ id: 'waits-in-line', triggers: [{ on: 'custom.line' }], actions: [send] })
  await happens('club', 'lina', 'custom.line')
  await idle()
  const { id } = await contact('club', 'lina')
  const message = async () => (await get(`/api/v1/messages?contact_id=${id}`)).items[0]
  const later = Date.parse((await get('/dev/clock')).now) + 3_600_000
  await DB.prepare("UPDATE deliveries SET status = 'queued', line = 'club', send_after = ? WHERE id = ?")
    .bind(later, (await message()).id)
    .run()
  expect((await get('/api/v1/health')).channels).toEqual([{ id: 'club', held_until: null, in_line: true }])
  await get('/api/v1/channels/club/resume', { body: {} })
  await idle()
  expect(await message()).toMatchObject({ status: 'sent' })
  expect((await get('/api/v1/health')).channels).toEqual([])
})

test('a line of the log says which request and what kind of fault, and nothing that anybody wrote', async () => {
  const lines: string[] = []
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line))
  await DB.exec("CREATE TRIGGER broken BEFORE INSERT ON badges BEGIN SELECT RAISE(ABORT, 'broken'); END")
  const response = await ask('/api/v1/badges', { body: { id: 'rosa-lind', name: 'Rosa Lind' } })
  await DB.exec('DROP TRIGGER broken')
  expect(response.status).toBe(500)
  expect(await response.json()).toEqual({ type: 'about:blank', title: 'Internal error', status: 500 })
  const [line = ''] = lines
  expect(JSON.parse(line)).toMatchObject({
    ...{ level: 'error', message: 'a request failed', request_id: response.headers.get('x-request-id') },
    ...{ method: 'POST', route: '/api/v1/badges', kind: 'Error' },
  })
  expect(lines.join()).not.toContain('Rosa')
})

test('development says what an answer took', async () => {
  const timing = (await ask('/api/v1/settings')).headers.get('server-timing')
  expect(timing).toMatch(/^total;dur=\d+, db;dur=\d+;desc="\d+ calls"$/)
})

test('while the house is closed nothing is taken in, nothing is changed, and reading goes on', async () => {
  const open = env as unknown as Env
  open.MAINTENANCE = '1'
  try {
    for (const [method, path] of [
      ['POST', '/hooks/club'],
      ['POST', '/events'],
      ['PUT', '/api/v1/settings'],
      ['GET', '/l/x'],
    ] as const) {
      const response = await ask(path, { method, ...(method !== 'GET' && { body: {} }) })
      expect({ path, status: response.status, again: response.headers.get('retry-after') }).toEqual({
        path,
        status: 503,
        again: '60',
      })
    }
    expect((await ask('/api/v1/health')).status).toBe(200)
    expect((await ask('/health', { key: null })).status).toBe(200)
  } finally {
    delete open.MAINTENANCE
  }
})

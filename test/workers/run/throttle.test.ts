import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

const { DB } = env as unknown as { DB: D1Database }

beforeAll(async () => {
  await migrate()
  await sandbox('crowd')
  await get('/dev/clock', { body: { set: '2026-03-01T00:00:00Z' } })
})

const tag = (name: string) => ({ do: 'tag.add', with: { tag: name } })

async function grantsOf(resource: string): Promise<number> {
  const row = await DB.prepare('SELECT count(*) AS n FROM grants WHERE resource = ?')
    .bind(resource)
    .first<{ n: number }>()
  return row?.n ?? 0
}

// biome-ignore lint/suspicious/noExplicitAny: runs as the API shows them
async function runsOf(workflow: string): Promise<any[]> {
  return (await get(`/api/v1/runs?workflow=${workflow}&limit=200`)).items
}

const passed = (runs: { steps: { seat?: { passed: boolean } } }[]) => runs.filter(({ steps }) => steps.seat?.passed)

it('two events at the same instant cannot both pass the same limit: 50 at once, 10 pass', async () => {
  await install({
    id: 'seats',
    triggers: [{ on: 'custom.seat' }],
    actions: [{ id: 'seat', throttle: { limit: 10, per: '1d', key: "'all'" }, then: [tag('in')], else: [tag('out')] }],
  })
  await Promise.all(Array.from({ length: 50 }, (_, i) => happens('crowd', `m${i}`, 'custom.seat')))
  await idle()
  const runs = await runsOf('seats')
  expect(runs).toHaveLength(50)
  expect(runs.every(({ status }) => status === 'completed')).toBe(true)
  expect(passed(runs)).toHaveLength(10)
  expect(await grantsOf('seats.seat all')).toBe(10)
})

it('a member is in a workflow once, however many events come at the same instant, also right after a pause', async () => {
  await install({ id: 'single', triggers: [{ on: 'custom.enter' }], actions: [{ id: 'rest', wait: '1h' }] })
  const enter = async () => {
    await Promise.all(Array.from({ length: 20 }, () => happens('crowd', 'eager', 'custom.enter')))
    await idle()
    return (await runsOf('single')).map(({ status }) => status).sort()
  }
  expect(await enter()).toEqual(['waiting'])
  await get('/api/v1/workflows/single/pause', { method: 'POST' })
  await advance('2h')
  await get('/api/v1/workflows/single/resume', { method: 'POST' })
  expect(await enter()).toEqual(['completed', 'waiting'])
})

it('keeps the limit also among those whom one commit asks for', async () => {
  const events = Array.from({ length: 50 }, (_, i) => ({
    specversion: '1.0', id: `b${i}`, source: '/t', type: 'custom.seat', subject: `batch-${i}`, data: {},
  })) // biome-ignore format: one shape
  await advance('2d')
  await get('/events?channel=crowd', {
    body: events,
    headers: { 'content-type': 'application/cloudevents-batch+json' },
  })
  await idle()
  const runs = await runsOf('seats')
  expect(runs).toHaveLength(100)
  expect(passed(runs)).toHaveLength(20)
})

it('goes on after a crash between asking and hearing the answer, and takes no second place', async () => {
  await install({
    id: 'crash',
    triggers: [{ on: 'custom.crash' }],
    actions: [
      { id: 'seat', throttle: { limit: 1, per: '1h', key: "'one'" }, then: [{ wait: '1d' }], else: [tag('no')] },
    ],
  })
  await happens('crowd', 'crasher', 'custom.crash')
  await idle()
  const [run] = await runsOf('crash')
  const waiting = JSON.stringify({ for: 'grant', grant: `${run.id}:seat:0`, resource: 'crash.seat one' })
  const now = Date.parse((await get('/dev/clock')).now)
  // As the commit that asked has left it.
  await DB.batch([
    DB.prepare('UPDATE runs SET position = 0, waiting = ?2, wake_at = ?3 WHERE id = ?1').bind(run.id, waiting, now),
    DB.prepare('UPDATE subjects SET due_at = ?2 WHERE id = ?1').bind(run.contact_id, now),
  ])
  await get('/dev/clock', { body: { advance: '1m' } })
  const [after] = await runsOf('crash')
  expect(after).toMatchObject({ status: 'waiting', steps: { seat: { passed: true } }, waiting_for: { for: 'time' } })
  expect(await grantsOf('crash.seat one')).toBe(1)
})

it('keeps a contact’s own window without asking anybody', async () => {
  await install({
    id: 'own',
    triggers: [{ on: 'custom.own' }],
    actions: [{ id: 'seat', throttle: { limit: 2, per: '1h' }, then: [tag('in')], else: [tag('over')] }],
  })
  for (let i = 0; i < 3; i++) await happens('crowd', 'owner', 'custom.own')
  await idle()
  expect(passed(await runsOf('own'))).toHaveLength(2)
  expect((await contact('crowd', 'owner')).tags.sort()).toEqual(['in', 'over'])
  await advance('61m')
  await happens('crowd', 'owner', 'custom.own')
  await idle()
  expect(passed(await runsOf('own'))).toHaveLength(3)
})

it('forgets grants that nobody can ask for any more', async () => {
  await advance('10d')
  expect(await grantsOf('seats.seat all')).toBe(0)
})

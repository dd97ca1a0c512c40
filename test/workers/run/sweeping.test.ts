import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { type House, house } from '../../../workers/house.ts'
import { sweep, sweepAll } from '../../../workers/run/sweep.ts'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

let own: House
beforeAll(async () => {
  await migrate()
  await sandbox('sweeping')
  own = await house(env as unknown as Env)
})

const ticks = async (workflow: string) => {
  const { items } = await get('/api/v1/events?type=schedule.tick&limit=200')
  return items.filter(({ data }: { data: { workflow_id: string } }) => data.workflow_id === workflow).length
}

/** Time goes on, and nobody is woken. */
function unnoticed(hours: number): void {
  const { virtual } = own
  if (!virtual) throw new Error('the clock is not virtual')
  virtual.turning.turn(virtual.clock.now() + hours * 3_600_000)
}

it('goes on after a year, whatever was thrown away meanwhile', async () => {
  await install({ id: 'year', triggers: [{ on: 'custom.year' }], actions: [{ wait: '366d' }, { do: 'tag.add', with: { tag: 'waited' } }] }) // biome-ignore format: one workflow
  await happens('sweeping', 'eva', 'custom.year')
  await advance('365d')
  expect((await contact('sweeping', 'eva')).tags).toEqual([])
  await advance('1d')
  expect((await contact('sweeping', 'eva')).tags).toEqual(['waited'])
})

it('sweeps twice in the same second, and nothing is done twice', async () => {
  await install({
    id: 'waits',
    triggers: [{ on: 'custom.waits' }],
    actions: [{ wait: '1h' }, { do: 'points.award', with: { points: 1, reason: 'x' } }, { do: 'message.send', with: { text: 'hi' } }], // biome-ignore format: one list
  })
  await install({ id: 'hourly', triggers: [{ schedule: '0 * * * *' }], actions: [{ do: 'metric.add', with: { metric: 'hours' } }] }) // biome-ignore format: one workflow
  for (const name of ['ann', 'bo', 'cai']) await happens('sweeping', name, 'custom.waits')
  await idle()
  const before = await ticks('hourly')
  unnoticed(1)
  await Promise.all([sweep(own.deps), sweep(own.deps), sweep(own.deps)])
  await idle()
  for (const name of ['ann', 'bo', 'cai']) expect((await contact('sweeping', name)).points).toBe(1)
  expect((await get('/api/v1/messages')).items).toHaveLength(3)
  expect((await ticks('hourly')) - before).toBe(1)
})

it('carries out whatever an outage has left, a hundred members in a handful of round trips', async () => {
  await install({ id: 'outage', triggers: [{ on: 'custom.outage' }], actions: [{ wait: '2h' }, { do: 'tag.add', with: { tag: 'late' } }] }) // biome-ignore format: one workflow
  const event = (i: number) => ({ specversion: '1.0', source: 'test', id: `o${i}`, type: 'custom.outage', subject: `o${i}` }) // biome-ignore format: one object
  const headers = { 'content-type': 'application/cloudevents-batch+json' }
  await get('/events?channel=sweeping', { body: Array.from({ length: 250 }, (_, i) => event(i)), headers })
  await idle()
  unnoticed(3)
  await get('/dev/stats/reset', { method: 'POST' })
  await sweepAll(own.deps, own.deps.clock.real() + 60_000)
  const { batches } = own.stats
  const [row] = await own.quiet.rows("SELECT count(*) AS n FROM subjects WHERE tags LIKE '%late%'")
  expect(row).toEqual({ n: 250 })
  // Three sets, and a look that finds nothing: each a look, the jobs, what stands still; and a read and a commit for a set.
  expect(batches).toBeLessThanOrEqual(30)
})

it('finds the next tick again when its row is lost', async () => {
  await own.deps.db.rows('DELETE FROM schedules')
  await sweep(own.deps)
  const before = await ticks('hourly')
  unnoticed(1)
  await sweep(own.deps)
  await idle()
  expect((await ticks('hourly')) - before).toBe(1)
})

it('ticks for the version that is published, and no more once it is paused or removed', async () => {
  const minutes = (schedule: string) =>
    install({ id: 'minutes', triggers: [{ schedule }], actions: [{ do: 'metric.add', with: { metric: 'minutes' } }] })
  /** Of each version that ran, how often. */
  const ran = async () => {
    const { items } = await get('/api/v1/runs?workflow=minutes&limit=200')
    return Object.entries(Object.groupBy(items as { version: number }[], ({ version }) => version)).map(
      ([version, runs]) => [Number(version), runs?.length],
    )
  }
  await minutes('* * * * *')
  await advance('2m')
  expect(await ran()).toEqual([[1, 2]])
  await minutes('*/5 * * * *')
  await advance('10m')
  expect(await ran()).toEqual([[1, 2], [2, 2]]) // biome-ignore format: one fact
  await get('/api/v1/workflows/minutes/pause', { method: 'POST' })
  await advance('10m')
  expect(await ran()).toEqual([[1, 2], [2, 2]]) // biome-ignore format: one fact
  await get('/api/v1/workflows/minutes/resume', { method: 'POST' })
  await advance('5m')
  expect(await ran()).toEqual([[1, 2], [2, 3]]) // biome-ignore format: one fact
  await get('/api/v1/workflows/minutes', { method: 'DELETE' })
  const before = await ticks('minutes')
  await advance('10m')
  expect(await ticks('minutes')).toBe(before)
})

it('a scheduled time that is found too late starts nobody, and says so once', async () => {
  const late = { id: 'late', settings: { max_late: '10m' }, actions: [{ do: 'tag.add', with: { tag: 'too late' } }] }
  await install({ ...late, triggers: [{ schedule: '0 * * * *', for_each: 'true' }] })
  const now = own.deps.clock.now()
  unnoticed((Math.ceil(now / 3_600_000) * 3_600_000 + 1_800_000 - now) / 3_600_000)
  await sweep(own.deps)
  await idle()
  const { items } = await get('/api/v1/events?type=schedule.tick&limit=200')
  const told = items.filter(({ data }: { data: { workflow_id: string } }) => data.workflow_id === 'late')
  expect(told).toMatchObject([{ reason: 'expired', started: [] }])
  expect((await contact('sweeping', 'ann')).tags).not.toContain('too late')
})

it('carries out everything else when one part of it cannot be carried out', async () => {
  const { DB } = env as unknown as { DB: D1Database }
  await install({ id: 'beside', triggers: [{ on: 'custom.beside' }], actions: [{ wait: '1h' }, { do: 'tag.add', with: { tag: 'beside' } }] }) // biome-ignore format: one workflow
  await happens('sweeping', 'gus', 'custom.beside')
  await idle()
  const row = `INSERT INTO campaigns (id, body, version, phase, look_at, created_at, updated_at)
    VALUES ('broken', '{"name":"x","phases":null}', 1, 'planned', 1, 1, 1)`
  await DB.prepare(row).run()
  unnoticed(2)
  const { jobs } = await sweep(own.deps)
  await DB.prepare("DELETE FROM campaigns WHERE id = 'broken'").run()
  expect(jobs).toBe(0)
  expect((await contact('sweeping', 'gus')).tags).toEqual(['beside'])
})

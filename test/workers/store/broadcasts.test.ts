import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { BroadcastShape } from '../../../schema/broadcast.ts'
import { launchWorkflow, standingOf } from '../../../workers/store/broadcast-sending.ts'
import {
  addBroadcast,
  type BroadcastRow,
  deleteBroadcast,
  findBroadcast,
  listBroadcastVersions,
  lookAtBroadcast,
  moveBroadcast,
  rewriteBroadcast,
  standsStill,
} from '../../../workers/store/broadcasts.ts'
import { type Database, database, emptyStats } from '../../../workers/store/database.ts'
import { writeDeliveries } from '../../../workers/store/deliveries.ts'
import { migrate } from '../../world.ts'
import { delivery } from './delivery-row.ts'

/** A broadcast is carried on from where it was read, or not at all. */

let db: Database
beforeAll(async () => {
  await migrate()
  db = database((env as unknown as { DB: D1Database }).DB, emptyStats())
})
beforeEach(async () => {
  const tables = ['broadcasts', 'broadcast_versions', 'workflows', 'versions', 'runs', 'deliveries', 'events', 'jobs']
  for (const table of tables) await db.rows(`DELETE FROM ${table}`)
  await db.batch(addBroadcast({ id: 'b', body, at: 0, by: 'ann', beginsAt: 0 }))
})

const body = { name: 'One' } as BroadcastShape
async function found(): Promise<BroadcastRow> {
  const row = await findBroadcast(db, 'b')
  if (!row) throw new Error('there is none')
  return row
}
const set = (what: string) => db.rows(`UPDATE broadcasts SET ${what}`)

it.each(["status = 'scheduled'", 'step = 1', 'round = 1'])(
  'neither it nor what sends it moves on when it is not as it was read any more: %s',
  async (change) => {
    const row = await found()
    await set(change)
    const launch = launchWorkflow({ id: 'w', name: 'w', definition: '{}', at: 0, only: standsStill(row) })
    await db.batch([...launch, moveBroadcast(row, { status: 'sending' }, 5)])
    expect((await found()).status).not.toBe('sending')
    expect(await db.rows('SELECT id FROM workflows UNION SELECT workflow_id FROM versions')).toEqual([])
    const now = await found()
    const again = launchWorkflow({ id: 'w', name: 'w', definition: '{}', at: 0, only: standsStill(now) })
    await db.batch([...again, moveBroadcast(now, { status: 'sending' }, 5)])
    expect((await found()).status).toBe('sending')
    expect(await db.rows('SELECT id FROM workflows')).toEqual([{ id: 'w' }])
  },
)

it('is written anew until it is sent, each version once', async () => {
  const write = (version: number, name: string) =>
    db.batch(rewriteBroadcast({ id: 'b', version, body: { ...body, name }, at: 1, by: 'bob' }))
  await write(2, 'Two')
  await expect(write(2, 'Other')).rejects.toThrow('UNIQUE')
  await set("status = 'sending'")
  await write(3, 'Three')
  const versions = await listBroadcastVersions(db, 'b', { before: null, limit: 9 })
  expect([versions.map(({ version }) => version), (await found()).body.name]).toEqual([[2, 1], 'Two'])
})

it('is looked at when a decision was made while it waits for one', async () => {
  await db.batch([lookAtBroadcast('b', 7)])
  expect((await found()).lookAt).toBeNull()
  await set("status = 'approving'")
  await db.batch([lookAtBroadcast('b', 7)])
  expect((await found()).lookAt).toBe(7)
})

it.each([["status = 'sending'"], ["status = 'paused'"], ["status = 'cancelled', look_at = 5"]])(
  'is not deleted while somebody is at it: %s',
  async (change) => {
    await set(change)
    expect(await deleteBroadcast(db, 'b')).toBe(false)
    expect(await listBroadcastVersions(db, 'b', { before: null, limit: 9 })).toHaveLength(1)
    await set("status = 'done', look_at = NULL")
    expect(await deleteBroadcast(db, 'b')).toBe(true)
    expect(await db.rows('SELECT * FROM broadcast_versions')).toEqual([])
  },
)

it.each([
  ['an event', 'event', 'pending', true],
  ['an event that is handled', 'event', 'handled', false],
  ['a run', 'run', 'waiting', true],
  ['a run that has ended', 'run', 'completed', false],
  ['a message that was put off', 'message', 'deferred', true],
  ['a message in line', 'message', 'queued', true],
  ['a message that is gone', 'message', 'sent', false],
])('says whether anything of it is still to be done: %s', async (_, what, status, open) => {
  const run = `INSERT INTO runs (id, workflow_id, version, subject_id, status, position, started_at, memory, first_version, last_version)
    VALUES ('r', 'w', 1, 'c', ?1, '[]', 0, '{}', 1, 1)`
  if (what === 'event')
    await db.rows(
      `INSERT INTO events (id, type, subject_id, at, received_at, data, causes, status, lease_until)
        VALUES ('e', 'manual', 'c', 0, 0, '{"workflow_id":"w"}', '[]', ?1, 0)`,
      status,
    )
  else await db.rows(run, what === 'run' ? status : 'completed')
  if (what === 'message') await db.batch([writeDeliveries([delivery('r:m:0', { status } as object)])])
  expect(await standingOf(db, { workflowId: 'w', jobId: null })).toEqual({ job: null, open, stopping: false })
})

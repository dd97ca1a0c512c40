import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { type Claim, claimAnswer, keepAnswer, releaseAnswer } from '../../../workers/store/answers.ts'
import { type Database, database, emptyStats } from '../../../workers/store/database.ts'
import { cancelUnsent, claimDeliveries, claimFromLine, claimMessage, putOffLine, writeDeliveries } from '../../../workers/store/deliveries.ts' // biome-ignore format: one import
import { readGrants, writeGrants } from '../../../workers/store/grants.ts'
import {
  advanceJob,
  claimJob,
  endJob,
  giveUpJob,
  keepJob,
  leaveJob,
  pauseJob,
  resumeJob,
  toJob,
} from '../../../workers/store/jobs.ts'
import { migrate } from '../../world.ts'
import { delivery } from './delivery-row.ts'

/** What somebody holds, nobody else gets; and whoever takes something takes that, and nothing beside it. */

let db: Database
beforeAll(async () => {
  await migrate()
  db = database((env as unknown as { DB: D1Database }).DB, emptyStats())
})
beforeEach(async () => {
  for (const table of ['deliveries', 'jobs', 'grants', 'answers']) await db.rows(`DELETE FROM ${table}`)
})

const run = async (...statements: Parameters<Database['batch']>[0][number][]) => (await db.batch(statements))[0]
const idsOf = (answer: { rows: Record<string, unknown>[] } | undefined) => (answer?.rows ?? []).map(({ id }) => id)
const held = async () => idsOf({ rows: await db.rows("SELECT id FROM deliveries WHERE lease = 'mine' ORDER BY id") })

it('takes back the message that is meant, and only while it waits', async () => {
  const states = ['queued', 'unknown', 'sending', 'sent', 'failed', 'cancelled'] as const
  const request = delivery('request', { kind: 'request' })
  await run(writeDeliveries([...states.map((status) => delivery(status, { status, line: 'x' })), request]))
  for (const id of [...states, 'request', 'nobody']) await run(claimMessage(id, { realNow: 5, lease: 'mine' }))
  expect(await held()).toEqual(['queued', 'unknown'])
  const [row] = await db.rows("SELECT status, line, lease_until FROM deliveries WHERE id = 'queued'")
  expect(row).toEqual({ status: 'sending', line: null, lease_until: 60_005 })
})

it('cancels what waits of the run that is over, of no other', async () => {
  const of = (run_id: string) => delivery(`${run_id}:m:0`, { run_id })
  await run(writeDeliveries([of('r1'), of('r2'), of('r11')]))
  await run(cancelUnsent([{ runId: 'r1', reason: 'over' }]))
  const rows = await db.rows('SELECT run_id, status, reason FROM deliveries ORDER BY run_id')
  expect(rows.map(({ status, reason }) => [status, reason])).toEqual([['cancelled', 'over'], ['queued', null], ['queued', null]]) // biome-ignore format: one fact
})

it('takes no more out of a line than it was told, the best rank first, of its own line, and few of one recipient', async () => {
  const lined = (id: string, more: object = {}) => delivery(id, { line: 'x', recipient: id, ...more })
  await run(
    writeDeliveries([
      lined('a', { rank: 2 }),
      lined('b', { rank: 1 }),
      lined('c', { rank: 0 }),
      lined('elsewhere', { line: 'y' }),
      ...Array.from({ length: 7 }, (_, i) => lined(`z${i}`, { recipient: 'ann', rank: 3 })),
    ]),
  )
  const claim = (limit: number) => run(claimFromLine('x', { now: 0, realNow: 0, lease: 'mine', limit, look: 100 }))
  expect(idsOf(await claim(2)).sort()).toEqual(['b', 'c'])
  expect(idsOf(await claim(100)).sort()).toEqual(['a', 'z0', 'z1', 'z2', 'z3', 'z4'])
  expect(await db.rows("SELECT status, line FROM deliveries WHERE id = 'elsewhere'")).toEqual([{ status: 'queued', line: 'y' }]) // biome-ignore format: one fact
})

it('takes no more of what is due than it was told, the oldest first, and leaves what stands in line', async () => {
  const due = (id: string, send_after: number, line: string | null = null) => delivery(id, { send_after, line })
  await run(writeDeliveries([due('late', 3), due('first', 1), due('second', 2), due('lined', 0, 'x')]))
  await db.batch(claimDeliveries({ now: 9, realNow: 0, lease: 'mine', limit: 2 }))
  expect(await held()).toEqual(['first', 'second'])
})

it('puts off a line until then, no other, and nothing that waits longer', async () => {
  const lined = (id: string, line: string, send_after: number) => delivery(id, { line, send_after })
  await run(writeDeliveries([lined('now', 'x', 1), lined('longer', 'x', 20), lined('other', 'y', 1)]))
  await run(putOffLine('x', 10))
  const rows = await db.rows('SELECT id, send_after FROM deliveries ORDER BY id')
  expect(rows.map(({ id, send_after }) => [id, send_after])).toEqual([['longer', 20], ['now', 10], ['other', 1]]) // biome-ignore format: one fact
})

it('grants the places of each door apart, in one commit and in several', async () => {
  const ask = (resource: string, id: string, at = 1_000) =>
    ({ kind: 'place', resource, subjectId: 'c', id, at, since: at - 100, limit: 1, keepUntil: at + 100 }) as const
  const has = async (resource: string, ids: string[]) =>
    idsOf(await run(readGrants(ids.map((grant) => ({ resource, grant }))))).sort()
  await db.batch(writeGrants([ask('north', 'n1'), ask('south', 's1'), ask('north', 'n2'), ask('south', 's2')]))
  expect([await has('north', ['n1', 'n2', 's1']), await has('south', ['s1', 's2'])]).toEqual([['n1'], ['s1']])
  await db.batch(writeGrants([ask('east', 'e1'), ask('north', 'n3')]))
  expect([await has('east', ['e1']), await has('north', ['n3'])]).toEqual([['e1'], []])
  await db.batch(writeGrants([ask('north', 'n4', 1_100)]))
  expect(await has('north', ['n4'])).toEqual(['n4'])
})

it('lets go of the job that is meant, and ends or goes on with none that is over', async () => {
  const task = { kind: 'touch' } as const
  await run(keepJob('j1', task, 0), keepJob('j2', task, 0))
  const status = async (id: string) => (await db.rows('SELECT status FROM jobs WHERE id = ?1', id))[0]?.status
  expect([idsOf(await run(claimJob(1_000))), idsOf(await run(claimJob(1_000)))]).toEqual([['j1'], ['j2']])
  await run(leaveJob('j2'))
  expect([idsOf(await run(claimJob(1_000))), idsOf(await run(claimJob(1_000)))]).toEqual([['j2'], []])
  await run(pauseJob('j1', 0))
  expect([await status('j1'), await status('j2')]).toEqual(['paused', 'running'])
  await run(resumeJob('j1', 0), resumeJob('j2', 0))
  expect(idsOf(await run(claimJob(1_000)))).toEqual(['j1'])
  await run(endJob('j1', 'cancelled', 0))
  await run(endJob('j1', 'done', 0), resumeJob('j1', 0), pauseJob('j1', 0))
  expect([await status('j1'), await status('j2')]).toEqual(['cancelled', 'running'])
})

it('gives the first answer to whoever asked first, under their own key, for the same request', async () => {
  const claim = (more: Partial<Claim> = {}): Claim => ({
    caller: 'k1',
    key: 'a',
    request: 'r',
    realNow: 1_000_000,
    ...more,
  })
  const kind = async (more?: Partial<Claim>) => (await claimAnswer(db, claim(more))).kind
  expect(await kind()).toBe('claimed')
  expect([await kind(), await kind({ request: 'other' })]).toEqual(['busy', 'other request'])
  expect([await kind({ caller: 'k2' }), await kind({ key: 'b' })]).toEqual(['claimed', 'claimed'])
  // Whoever has not answered within five minutes is gone.
  expect([await kind({ realNow: 1_300_000 }), await kind({ realNow: 1_300_001 })]).toEqual(['busy', 'claimed'])
  await releaseAnswer(db, claim({ key: 'b' }))
  expect([await kind({ key: 'b' }), await kind({ caller: 'k2' })]).toEqual(['claimed', 'busy'])
  await keepAnswer(db, claim(), 201, 'first')
  await releaseAnswer(db, claim())
  expect(await claimAnswer(db, claim())).toEqual({ kind: 'answered', status: 201, body: 'first' })
  expect(await kind({ request: 'other' })).toBe('other request')
  expect(await kind({ caller: 'k2' })).toBe('busy')
  const dayLater = 1_000_000 + 24 * 3_600_000
  expect((await claimAnswer(db, claim({ realNow: dayLater }))).kind).toBe('answered')
  expect(await kind({ realNow: dayLater + 1_000_000 })).toBe('claimed')
})

it('asks for the same request also after whoever asked first was gone, and forgets after a day that they asked', async () => {
  const claim = (key: string, request: string, realNow: number) =>
    claimAnswer(db, { caller: 'k', key, request, realNow })
  await claim('a', 'r', 0)
  expect((await claim('a', 'other', 400_000)).kind).toBe('other request')
  expect((await claim('a', 'r', 400_000)).kind).toBe('claimed')
  await claim('b', 'r', 25 * 3_600_000)
  expect(await db.rows('SELECT key FROM answers')).toEqual([{ key: 'b' }])
})

it('takes a job over at the instant at which its lease ends, counts on, and gives it up only where it was found', async () => {
  const row = async (id: string) => (await db.rows('SELECT status, done, matched FROM jobs WHERE id = ?1', id))[0]
  await run(keepJob('j1', { kind: 'touch' }, 0))
  const job = toJob((await run(claimJob(1_000)))?.rows[0] ?? {})
  expect([idsOf(await run(claimJob(30_999))), idsOf(await run(claimJob(31_000)))]).toEqual([[], ['j1']])
  const page = { done: 2, matched: 1, now: 0, leaseUntil: 0 }
  await run(advanceJob(job, { ...page, cursor: 'm' }), advanceJob({ ...job, cursor: 'm' }, { ...page, cursor: 'n' }))
  expect(await row('j1')).toEqual({ status: 'running', done: 4, matched: 2 })
  const here = { ...job, cursor: 'n' }
  await run(giveUpJob(job, 0, 'why'))
  expect(await row('j1')).toMatchObject({ status: 'running' })
  await run(pauseJob('j1', 0), giveUpJob(here, 0, 'why'))
  expect(await row('j1')).toMatchObject({ status: 'paused' })
  await run(resumeJob('j1', 0), giveUpJob(here, 0, 'why'))
  expect(await row('j1')).toMatchObject({ status: 'failed' })
})

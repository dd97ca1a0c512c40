import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { type Database, database, emptyStats, failureOf } from '../../../workers/store/database.ts'
import {
  cancelUnsent,
  claimDeliveries,
  claimFromLine,
  countLeased,
  rewriteDeliveries,
  type SettledDelivery,
  settleDeliveries,
  writeDeliveries,
} from '../../../workers/store/deliveries.ts'
import { claimEvents, type InboxEvent, keepEvents, putAside } from '../../../workers/store/events.ts'
import { pruneGrants, readGrants, writeGrants } from '../../../workers/store/grants.ts'
import { writeIdentities } from '../../../workers/store/identities.ts'
import { advanceJob, claimJob, keepJob, pauseJob, standsAt, toJob } from '../../../workers/store/jobs.ts'
import { countWritten, writeJournal } from '../../../workers/store/journal.ts'
import { type Crossing, markCrossings, readCrossings, toCrossing, whenCrossed, writeCrossings } from '../../../workers/store/metrics.ts' // biome-ignore format: one import
import { lookLater, subjectRow, writeSubjects } from '../../../workers/store/subjects.ts'
import { decideTask, decisionOf, findTask, trustUndecided, writeTasks } from '../../../workers/store/tasks.ts'
import { newContact } from '../../../workflows/engine/new-contact.ts'
import { migrate } from '../../world.ts'
import { delivery } from './delivery-row.ts'

let db: Database
beforeAll(async () => {
  await migrate()
  db = database((env as unknown as { DB: D1Database }).DB, emptyStats())
})

const run = async (...statements: Parameters<Database['batch']>[0][number][]) => (await db.batch(statements))[0]

it('writes a subject over exactly the version before it', async () => {
  const row = (version: number, name: string) =>
    subjectRow({ ...newContact('c-fence', 0), name }, { version, dueAt: null, active: [] })
  const nameNow = async () => (await db.rows("SELECT name FROM subjects WHERE id = 'c-fence'"))[0]?.name
  await run(writeSubjects([row(1, 'first')], 'whole'))
  await run(writeSubjects([row(2, 'second')], 'whole'))
  expect(await nameNow()).toBe('second')
  for (const stale of [1, 2, 4]) await run(writeSubjects([row(stale, 'stale')], 'whole'))
  expect(await nameNow()).toBe('second')
})

it('looks at a subject later, never sooner', async () => {
  const row = subjectRow(newContact('c-later', 0), { version: 1, dueAt: 500, active: [] })
  await run(writeSubjects([row], 'whole'))
  const due = async () => (await db.rows("SELECT due_at FROM subjects WHERE id = 'c-later'"))[0]?.due_at
  await run(lookLater('c-later', 400))
  expect(await due()).toBe(500)
  await run(lookLater('c-later', 600))
  expect(await due()).toBe(600)
})

const event = (id: string): InboxEvent => ({
  ...{ id, type: 'custom.x', channel: null, externalId: null, subjectId: 's-community', profile: null },
  ...{ at: 0, receivedAt: 0, data: {}, causes: [] },
})

it('keeps an event once, and leaves it to whoever holds its lease', async () => {
  expect((await run(keepEvents([event('e-fence')], 1_000)))?.rows).toHaveLength(1)
  expect((await run(keepEvents([event('e-fence')], 9_000)))?.rows).toEqual([])
  expect((await run(claimEvents(999, 10)))?.rows).toEqual([])
  expect((await run(claimEvents(1_000, 10)))?.rows).toMatchObject([{ id: 'e-fence', attempts: 1, lease_until: 31_000 }])
  expect((await run(claimEvents(30_999, 10)))?.rows).toEqual([])
  expect((await run(claimEvents(31_000, 10)))?.rows).toMatchObject([{ id: 'e-fence', attempts: 2 }])
})

it('puts aside what nobody has handled, nothing else', async () => {
  await run(keepEvents([event('e-aside'), event('e-done')], 0))
  await db.rows("UPDATE events SET status = 'handled' WHERE id = 'e-done'")
  await run(putAside(['e-aside', 'e-done'], 'why'))
  const rows = await db.rows("SELECT id, status FROM events WHERE id IN ('e-aside', 'e-done') ORDER BY id")
  expect(rows).toEqual([{ id: 'e-aside', status: 'failed' }, { id: 'e-done', status: 'handled' }]) // biome-ignore format: one fact
})

const statusOf = async (id: string) => (await db.rows('SELECT status FROM deliveries WHERE id = ?1', id))[0]?.status
const claimed = async (now: number, realNow: number) =>
  ((await db.batch(claimDeliveries({ now, realNow, lease: 'mine', limit: 50 })))[1]?.rows ?? []).map(({ id }) => id)
const clear = () => db.rows('DELETE FROM deliveries')

it('takes over what is due and held by nobody, and repeats nothing that must not be repeated', async () => {
  await clear()
  const sending = { status: 'sending', lease: 'theirs', attempts: 1 }
  await run(
    writeDeliveries([
      delivery('due', { send_after: 100 }),
      delivery('not-due', { send_after: 101 }),
      delivery('held', { ...sending, lease_until: 1_001 }),
      delivery('left', { ...sending, lease_until: 1_000 }),
      delivery('left-once', { ...sending, lease_until: 1_000, on_unknown: 'hold' }),
      delivery('held-once', { ...sending, lease_until: 1_001, on_unknown: 'hold' }),
      delivery('put-off', { status: 'deferred' }),
      delivery('gone', { status: 'sent' }),
    ]),
  )
  expect((await claimed(100, 1_000)).sort()).toEqual(['due', 'left'])
  expect(await statusOf('left-once')).toBe('unknown')
  expect(await statusOf('held-once')).toBe('sending')
  const [left] = await db.rows("SELECT attempts, lease, lease_until FROM deliveries WHERE id = 'left'")
  expect(left).toEqual({ attempts: 2, lease: 'mine', lease_until: 61_000 })
  expect(await claimed(100, 1_000)).toEqual([])
})

it('keeps one row for each key: of a delivery, and of somebody on a channel', async () => {
  await clear()
  await run(writeDeliveries([delivery('twice')]))
  await expect(run(writeDeliveries([delivery('twice')]))).rejects.toThrow('UNIQUE')
  const met = (subject_id: string) => writeIdentities([{ channel: 'x', external_id: 'ann', subject_id }])
  await run(met('c-fence'))
  await expect(run(met('c-later'))).rejects.toThrow('UNIQUE')
})

it('lets only the holder of a lease write how a try ended', async () => {
  await clear()
  await run(writeDeliveries([delivery('mine', { status: 'sending', lease: 'now', lease_until: 9 })]))
  const settled = (lease: string, status: SettledDelivery['status']): SettledDelivery => ({
    ...{ id: 'mine', lease, status, reason: null, providerId: null, sendAfter: 0, line: null, sentAt: null },
    ...{ attempts: 1, piecesSent: 1, body: null, content: null },
  })
  await run(settleDeliveries([settled('before', 'failed')]))
  expect(await statusOf('mine')).toBe('sending')
  await run(settleDeliveries([settled('now', 'sent')]))
  await run(settleDeliveries([settled('now', 'failed')]))
  expect(await statusOf('mine')).toBe('sent')
})

it('takes a commit for its own only by every word of what it wrote, and by the leases that it gave', async () => {
  await clear()
  const row = { subject_id: 'c-mine', version: 1, at: 5, events: '["e1"]', entries: '[]' }
  await run(writeJournal([row]))
  const found = async (...rows: (typeof row)[]) => (await run(countWritten(rows)))?.rows[0]?.found
  expect(await found(row)).toBe(1)
  expect(await found(row, { ...row, version: 2 })).toBe(1)
  for (const theirs of [{ at: 6 }, { events: '["e2"]' }, { entries: '[{}]' }])
    expect(await found({ ...row, ...theirs })).toBe(0)
  await run(writeDeliveries([delivery('leased', { status: 'sending', lease: 'theirs', lease_until: 9 })]))
  const leased = async (lease: string) => (await run(countLeased([{ id: 'leased', lease }])))?.rows[0]?.found
  expect([await leased('theirs'), await leased('mine')]).toEqual([1, 0])
})

it('takes back what is not under way, and writes over nothing that has gone', async () => {
  await clear()
  const states = ['queued', 'deferred', 'sending', 'sent', 'unknown'] as const
  await run(writeDeliveries(states.map((status) => delivery(`r1:${status}:0`, { status }))))
  await run(cancelUnsent([{ runId: 'r1', reason: 'over' }]))
  for (const status of states)
    expect(await statusOf(`r1:${status}:0`)).toBe(['queued', 'deferred'].includes(status) ? 'cancelled' : status)
  await run(rewriteDeliveries(states.map((status) => delivery(`r1:${status}:0`, { status: 'skipped' }))))
  expect(await statusOf('r1:sent:0')).toBe('sent')
  expect(await statusOf('r1:sending:0')).toBe('sending')
  expect(await statusOf('r1:queued:0')).toBe('skipped')
})

it('takes out of a line what may go by now, and nothing that somebody has taken', async () => {
  await clear()
  await run(
    writeDeliveries([
      delivery('lined', { line: 'x', send_after: 100 }),
      delivery('lined-later', { line: 'x', send_after: 101 }),
      delivery('lined-taken', { line: 'x', status: 'sending' }),
    ]),
  )
  const claim = { now: 100, realNow: 0, lease: 'mine', limit: 10, look: 10 }
  expect((await run(claimFromLine('x', claim)))?.rows).toMatchObject([{ id: 'lined', status: 'sending', line: null }])
})

it('lets one at a time carry on a job, from where it stands', async () => {
  const task = { kind: 'touch' } as const
  const stands = async (job: ReturnType<typeof toJob>) => {
    const { sql, params } = standsAt(job)
    return (await db.rows(`SELECT ${sql} AS so FROM (SELECT ?1)`, null, ...params))[0]?.so === 1
  }
  await run(keepJob('j1', task, 0))
  const job = toJob((await run(claimJob(1_000)))?.rows[0] ?? {})
  expect((await run(claimJob(30_999)))?.rows).toEqual([])
  const page = { cursor: 'm', done: 1, matched: 1, now: 0, leaseUntil: 0 }
  expect(await stands(job)).toBe(true)
  expect((await run(advanceJob(job, page)))?.changes).toBe(1)
  expect((await run(advanceJob(job, page)))?.changes).toBe(0)
  expect(await stands(job)).toBe(false)
  await run(keepJob('j1', task, 0))
  expect((await db.rows("SELECT cursor FROM jobs WHERE id = 'j1'"))[0]?.cursor).toBe('m')
  await run(pauseJob('j1', 0))
  const paused = { ...job, cursor: 'm' }
  expect(await stands(paused)).toBe(false)
  expect((await run(advanceJob(paused, { ...page, cursor: 'n' })))?.changes).toBe(0)
  expect((await run(claimJob(1_000_000)))?.rows).toEqual([])
})

it('grants no more places than there are within the window, and forgets those past it', async () => {
  const ask = (id: string, at: number) =>
    ({
      kind: 'place',
      resource: 'door',
      subjectId: 'c-fence',
      id,
      at,
      since: at - 100,
      limit: 2,
      keepUntil: at + 100,
    }) as const
  const has = async (...ids: string[]) =>
    (await run(readGrants(ids.map((grant) => ({ resource: 'door', grant })))))?.rows.map(({ id }) => id)
  await db.batch(writeGrants([ask('g1', 1_000), ask('g2', 1_000), ask('g3', 1_000)]))
  await db.batch(writeGrants([ask('g4', 1_099)]))
  await db.batch(writeGrants([ask('g5', 1_100)]))
  expect(await has('g1', 'g2', 'g3', 'g4', 'g5')).toEqual(['g1', 'g2', 'g5'])
  await run(pruneGrants(1_100, 10))
  expect(await has('g1', 'g5')).toEqual(['g5'])
})

it('writes which side of its line a metric is on over exactly the turn before, and what follows only with it', async () => {
  const crossing = (turn: number, holds: boolean): Crossing => ({
    workflowId: 'w',
    trigger: 0,
    holds,
    turn,
    lookAt: null,
  })
  const now = async () => (await run(readCrossings([{ workflowId: 'w', trigger: 0 }])))?.rows.map(toCrossing)[0]
  const follows = async (one: Crossing) => {
    const { sql, params } = whenCrossed(one)
    return (await db.rows(`SELECT ${sql} AS so FROM (SELECT ?1)`, null, ...params))[0]?.so === 1
  }
  await run(writeCrossings([crossing(1, true)]))
  expect(await follows(crossing(1, true))).toBe(true)
  await run(writeCrossings([crossing(1, false)]))
  await run(writeCrossings([crossing(3, false)]))
  expect(await now()).toMatchObject({ turn: 1, holds: true })
  await run(markCrossings([{ workflowId: 'w', trigger: 0 }], 0))
  expect(await now()).toMatchObject({ turn: 2, holds: true, lookAt: 0 })
  await run(writeCrossings([crossing(2, false)]))
  expect(await follows(crossing(1, true))).toBe(false)
  expect(await now()).toMatchObject({ turn: 2, holds: true })
  await run(writeCrossings([crossing(3, false)]))
  expect(await follows(crossing(3, false))).toBe(false)
})

it.each([
  ['D1_ERROR: UNIQUE constraint failed: journal.subject_id, journal.version: SQLITE_CONSTRAINT', 'conflict'],
  ['D1_ERROR: UNIQUE constraint failed: identities.channel, identities.external_id', 'conflict'],
  ['D1_ERROR: UNIQUE constraint failed: ledger.subject_id, ledger.seq', 'broken'],
  ['D1_ERROR: UNIQUE constraint failed: deliveries.id', 'broken'],
  ['D1_ERROR: D1 DB is overloaded. Too many requests queued.', 'transient'],
  ['D1_ERROR: Network connection lost.', 'transient'],
  ['D1_ERROR: D1 DB storage caused object to be reset.', 'transient'],
  ['D1_ERROR: no such table: nothing', 'broken'],
])('takes %s for %s', (message, meaning) => {
  expect(failureOf(new Error(message))).toBe(meaning)
})

it('takes an approval for unanswered only while nobody has answered whom the run does not know of', async () => {
  const id = 'c-fence-1:ok:0'
  const task = { id, subjectId: 'c-fence', runId: 'c-fence-1', workflowId: 'asks', kind: 'approval' as const }
  const texts = { title: 'May I?', detail: null, assignee: null }
  await run(writeTasks([{ ...task, ...texts, dueAt: 1_000, createdAt: 0 }]))
  await run(trustUndecided([id]))
  const told = { ...event(decisionOf(id)), type: 'task.approved' }
  await decideTask(db, { id, status: 'approved', at: 900, by: 'kim', note: null, event: told, leaseUntil: 5_000 })
  expect(await run(trustUndecided([id])).catch(failureOf)).toBe('conflict')
  expect(await findTask(db, id)).toMatchObject({ status: 'approved', decidedBy: 'kim' })
  await run(putAside([told.id], 'told'))
  await run(trustUndecided([id]))
})

import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Ask } from '../../../schema/ask.ts'
import { takingAlong } from '../../../workers/store/along.ts'
import { saveChannel } from '../../../workers/store/channels.ts'
import { importCodes, savePool, useCode } from '../../../workers/store/coupons.ts'
import { type Database, database, emptyStats } from '../../../workers/store/database.ts'
import { claimDeliveries, claimFromLine, writeDeliveries } from '../../../workers/store/deliveries.ts'
import { holdOpenDeliveries, readEpoch, recovering, writePulse } from '../../../workers/store/epoch.ts'
import { readGrants, takeBack, toGrants, writeGrants } from '../../../workers/store/grants.ts'
import { letGo, noteUpkeep, PASSING } from '../../../workers/store/let-go.ts'
import { forgetSchedules, READ_SCHEDULES, toSchedule, writeSchedules } from '../../../workers/store/schedules.ts'
import { readSealed, replaceSealed } from '../../../workers/store/sealed.ts'
import { saveSecret } from '../../../workers/store/secrets.ts'
import { addWebhookSecret, replaceWebhookSecret } from '../../../workers/store/webhook-secret.ts'
import { migrate } from '../../world.ts'
import { delivery } from './delivery-row.ts'

/** Whoever comes late changes nothing of what somebody else has done meanwhile. */

let db: Database
beforeAll(async () => {
  await migrate()
  db = database((env as unknown as { DB: D1Database }).DB, emptyStats())
})
beforeEach(async () => {
  const tables = ['deliveries', 'grants', 'pools', 'codes', 'referrals', 'referral_codes', 'schedules', 'secrets', 'notes', 'runs'] // biome-ignore format: one list
  for (const table of tables) await db.rows(`DELETE FROM ${table}`)
})

const run = async (...statements: Parameters<Database['batch']>[0][number][]) => (await db.batch(statements))[0]
const base = (id: string, subjectId: string, resource: string) => ({ id, subjectId, resource, at: 10, keepUntil: 99 })
const code = (id: string, who: string): Ask => ({ ...base(id, who, 'coupon:p'), kind: 'code', pool: 'p' })
const pool = { id: 'p', name: 'P', kind: 'imported', prefix: '', alphabet: '', length: 8, perMember: 1 } as const
const endless = { expiresIn: null, expiresInMs: null, expiresAt: null, total: null, createdAt: 0 }
const answers = async (resource: string, ...ids: string[]) => {
  const found = await run(readGrants(ids.map((grant) => ({ resource, grant }))))
  return ids.map((id) => toGrants(found?.rows ?? []).get(id))
}

it('gives each of those who ask at once a code, and each of them as many as one may have', async () => {
  await db.batch([savePool({ ...pool, ...endless })])
  await importCodes(db, 'p', ['A', 'B', 'C', 'D'])
  await db.batch(writeGrants([code('g1', 'ann'), code('g2', 'bob'), code('g3', 'ann'), code('g4', 'eve')]))
  expect(await answers('coupon:p', 'g1', 'g2', 'g3', 'g4')).toMatchObject([
    { code: 'A' },
    { code: 'B' },
    { refused: 'limit_reached' },
    { code: 'C' },
  ])
})

it('puts back no more than was taken', async () => {
  await db.rows("INSERT INTO shares (resource, capacity, taken) VALUES ('item:mug', 5, 1)")
  for (let i = 0; i < 2; i++) await db.batch(takeBack([{ kind: 'share', resource: 'item:mug', amount: 1 }]))
  expect(await db.rows("SELECT taken FROM shares WHERE resource = 'item:mug'")).toEqual([{ taken: 0 }])
})

it('takes a code back from whoever was given it, not from whoever has it since', async () => {
  await db.batch([savePool({ ...pool, ...endless })])
  await importCodes(db, 'p', ['A'])
  await db.batch(writeGrants([code('g1', 'ann')]))
  const back = { kind: 'code', resource: 'coupon:p', amount: 1, grant: 'g1' } as const
  await db.batch(takeBack([back]))
  await db.batch(writeGrants([code('g2', 'bob')]))
  await db.batch(takeBack([back]))
  expect(await db.rows('SELECT code, subject_id, asked FROM codes')).toEqual([{ code: 'A', subject_id: 'bob', asked: 'g2' }]) // biome-ignore format: one fact
  expect(await db.rows('SELECT issued FROM pools')).toEqual([{ issued: 1 }])
})

it('lets a code that was issued be used until just before it expires, once, and tells of that use alone', async () => {
  await db.batch([savePool({ ...pool, ...endless })])
  await importCodes(db, 'p', ['A', 'free'])
  await db.rows("UPDATE codes SET subject_id = 'ann', issued_at = 1, expires_at = 100 WHERE code = 'A'")
  const uses = (code: string, at: number, id: string) => {
    const own = { type: 'coupon.used', channel: null, externalId: null, subjectId: 'ann', profile: null, data: {}, causes: [] } // biome-ignore format: one event
    return useCode(db, { poolId: 'p', code, at }, { event: { id, at, receivedAt: at, ...own }, leaseUntil: 0 })
  }
  expect([await uses('A', 100, 'u1'), await uses('free', 99, 'u2'), await uses('A', 99, 'u3')]).toEqual([false, false, true]) // biome-ignore format: one fact
  expect(await uses('A', 99, 'u4')).toBe(false)
  expect(await db.rows("SELECT id FROM events WHERE type = 'coupon.used'")).toEqual([{ id: 'u3' }])
  expect(await db.rows('SELECT used FROM pools')).toEqual([{ used: 1 }])
})

it('answers what was asked of a resource, not what was answered to the same step about another one', async () => {
  const place: Ask = { ...base('r:s:0', 'ann', 'door'), kind: 'place', limit: 1, since: 0 }
  await db.batch(writeGrants([place]))
  expect(await answers('door', 'r:s:0')).toEqual([{}])
  expect(await answers('window', 'r:s:0')).toEqual([undefined])
})

it('forgets that somebody asked whom they were brought by, and nothing that was decided since, or asked by another', async () => {
  await db.rows("INSERT INTO referral_codes (code, subject_id, created_at, clicks) VALUES ('C', 'ref', 0, 0)")
  const by = { code: 'C', inviter: null, happenedAt: 5, marks: {} }
  const ask = (id: string): Ask => ({ ...base(id, 'new', 'referral:new'), kind: 'referral', ...by })
  const forgets = (grant: string) => db.batch(takeBack([{ kind: 'referral', resource: 'referral:new', amount: 1, grant }])) // biome-ignore format: one act
  const there = async () => (await db.rows('SELECT status FROM referrals')).map(({ status }) => status)
  await db.batch(writeGrants([ask('g1')]))
  await forgets('g2')
  expect(await there()).toEqual(['asked'])
  await db.rows("UPDATE referrals SET status = 'qualified'")
  await forgets('g1')
  expect(await there()).toEqual(['qualified'])
  await db.rows("UPDATE referrals SET status = 'asked'")
  await forgets('g1')
  expect(await there()).toEqual([])
})

it('makes one code for whoever asks more than once, and takes whoever is invited for that of whose code came first', async () => {
  const wants = (id: string): Ask => ({
    ...base(id, 'ann', 'referral:ann'),
    kind: 'referral code',
    alphabet: 'AB',
    length: 8,
  })
  await db.batch(writeGrants([wants('c1'), wants('c2')]))
  await db.batch(writeGrants([wants('c3')]))
  const [row] = await db.rows('SELECT code FROM referral_codes')
  const same = { code: row?.code }
  expect(await answers('referral:ann', 'c1', 'c2', 'c3')).toEqual([same, same, same])
  await db.rows("INSERT INTO referral_codes (code, subject_id, created_at, clicks) VALUES ('C', 'bob', 0, 0)")
  const by = (id: string, code: string): Ask => ({ ...base(id, 'new', 'referral:new'), kind: 'referral', code, inviter: null, happenedAt: 5, marks: {} }) // biome-ignore format: one ask
  await db.batch(writeGrants([by('g1', String(row?.code))]))
  await db.batch(writeGrants([by('g2', 'C')]))
  expect(await answers('referral:new', 'g1', 'g2')).toMatchObject([
    { referrer: 'ann' },
    { refused: 'already_attributed' },
  ])
  expect(await db.rows('SELECT referrer_id FROM referrals')).toEqual([{ referrer_id: 'ann' }])
})

it('forgets a schedule of the version that is published no more, not the one that came in its place', async () => {
  const schedule = (version: number, nextAt = 5) => ({ workflowId: 'w', trigger: 0, version, nextAt })
  await run(writeSchedules([schedule(2)]))
  await run(forgetSchedules([schedule(1)]))
  const now = async () => ((await run(READ_SCHEDULES))?.rows ?? []).map(toSchedule)
  expect(await now()).toEqual([schedule(2)])
  await run(writeSchedules([schedule(2, 4)]))
  expect(await now()).toEqual([schedule(2)])
  await run(writeSchedules([schedule(2, 6)]))
  expect(await now()).toEqual([schedule(2, 6)])
  await run(forgetSchedules([schedule(2)]))
  expect(await now()).toEqual([])
})

it('seals again what is as it was read, and leaves what somebody has changed since', async () => {
  const own = { kind: 'sandbox', name: 'x', config: {}, apiBase: null, createdAt: 0, updatedAt: 0 }
  const save = async (sealed: string) => {
    await saveChannel(db, { id: 'sealed', secrets: sealed, ...own })
    await saveSecret(db, { name: 's', sealed, createdAt: 0, updatedAt: 0 })
    await replaceWebhookSecret(db, sealed)
  }
  const now = async () => (await readSealed(db)).map(({ sealed }) => sealed)
  await save('old')
  const read = await readSealed(db)
  await save('newer')
  await replaceSealed(db, read.map((one) => ({ ...one, fresh: 'resealed' }))) // biome-ignore format: one act
  expect(await now()).toEqual(['newer', 'newer', 'newer'])
  await replaceSealed(db, (await readSealed(db)).map((one) => ({ ...one, fresh: 'resealed' }))) // biome-ignore format: one act
  expect(await now()).toEqual(['resealed', 'resealed', 'resealed'])
})

it('signs webhooks with the secret of whoever made one first', async () => {
  await addWebhookSecret(db, 'first')
  await addWebhookSecret(db, 'second')
  expect((await readSealed(db)).filter(({ place }) => place === 'notes')).toMatchObject([{ sealed: 'first' }])
})

it('lets go of what is over still, not of what has come to life since it was looked at, or waits for a person', async () => {
  const message = (id: string, status: string) => delivery(id, { status, created_at: 1, sent_at: 1 })
  await run(writeDeliveries([message('over', 'sent'), message('again', 'queued'), message('open', 'unknown')]))
  const places = (await db.rows('SELECT seq FROM deliveries')).map(({ seq }) => [Number(seq)])
  expect(await letGo(db, PASSING.messages_days, { places, until: 100, note: noteUpkeep({}) })).toBe(1)
  expect(await db.rows('SELECT id FROM deliveries ORDER BY id')).toEqual([{ id: 'again' }, { id: 'open' }])
})

it('takes its line of the audit along with the write that changes something, and with one only', async () => {
  let lines = 0
  const line = () => {
    lines += 1
    return { sql: "INSERT INTO notes (name, value) VALUES ('line', ?1) ON CONFLICT (name) DO NOTHING", params: ['1'] }
  }
  const along = takingAlong(db, line)
  await along.db.rows('SELECT 1')
  expect([lines, along.written()]).toEqual([0, 'no'])
  await along.db.rows("DELETE FROM notes WHERE name = 'nothing'")
  expect([lines, along.written()]).toEqual([1, 'alone'])
  await along.db.rows("INSERT INTO notes (name, value) VALUES ('change', '1')")
  expect([lines, along.written()]).toEqual([2, 'with a change'])
  await along.db.rows("DELETE FROM notes WHERE name = 'change'")
  expect([lines, along.written()]).toEqual([2, 'with a change'])
})

it('says that it lived later, never earlier', async () => {
  for (const real of [900, 1_000, 950]) await run(writePulse(real))
  expect((await readEpoch(db)).pulse).toBe(1_000)
})

it('holds whatever was to go out or under way when the database was restored, and nothing else', async () => {
  const states = ['queued', 'sending', 'deferred', 'sent', 'failed'] as const
  await run(
    writeDeliveries(states.map((status) => delivery(status, { status, lease: 'x', lease_until: 9, line: 'l' }))),
  )
  await db.batch(holdOpenDeliveries())
  const rows = await db.rows("SELECT id, lease, lease_until, line FROM deliveries WHERE status = 'unknown' ORDER BY id")
  const held = { lease: null, lease_until: 0, line: null }
  expect(rows).toEqual([{ id: 'queued', ...held }, { id: 'sending', ...held }]) // biome-ignore format: one fact
})

it('goes past whatever an isolate knows after a restore, and names the runs from then on by when it was', async () => {
  const revision = async () => Number((await db.rows('SELECT revision FROM catalogue'))[0]?.revision)
  const restored = async () => (await db.rows("SELECT value FROM notes WHERE name = 'restored'"))[0]?.value
  const known = (await revision()) + 500
  await db.batch(recovering({ from: 1, until: 5_000 }, known))
  expect(await revision()).toBeGreaterThan(known + 1_000)
  const first = await restored()
  await db.batch(recovering({ from: 1, until: 9_000 }, known))
  expect(await restored()).not.toBe(first)
})

it('leaves what a paused workflow has to say until it goes on', async () => {
  const insert = "INSERT INTO workflows (id, name, draft, status, version, created_at, updated_at) VALUES (?1, ?1, '{}', ?1, 1, 0, 0)" // biome-ignore format: one row
  for (const status of ['active', 'paused']) {
    await db.rows(insert, status)
    const run = "INSERT INTO runs (id, workflow_id, version, subject_id, status, position, started_at, memory, first_version, last_version) VALUES (?1, ?2, 1, 'c', 'active', 0, 0, '{}', 1, 1)" // biome-ignore format: one row
    await db.rows(run, `r-${status}`, status)
  }
  const of = (status: string, line: string | null) => delivery(`${status} ${line}`, { run_id: `r-${status}`, line })
  await run(writeDeliveries(['active', 'paused'].flatMap((status) => [of(status, null), of(status, 'x')])))
  const claim = { now: 9, realNow: 9, lease: 'mine', limit: 10, look: 10 }
  const [, due] = await db.batch(claimDeliveries(claim))
  const lined = await run(claimFromLine('x', claim))
  expect([...(due?.rows ?? []), ...(lined?.rows ?? [])].map(({ id, attempts }) => [id, attempts])).toEqual([
    ['active null', 1],
    ['active x', 1],
  ])
  await db.rows("DELETE FROM workflows WHERE id IN ('active', 'paused')")
})

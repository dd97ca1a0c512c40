import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { type Database, database, emptyStats } from '../../../workers/store/database.ts'
import { writeDeliveries } from '../../../workers/store/deliveries.ts'
import { eraseContact } from '../../../workers/store/erase.ts'
import { type InboxEvent, keepEvents } from '../../../workers/store/events.ts'
import { writeIdentities } from '../../../workers/store/identities.ts'
import { writeJournal } from '../../../workers/store/journal.ts'
import { bury, moveOver } from '../../../workers/store/merged.ts'
import { subjectRow, writeSubjects } from '../../../workers/store/subjects.ts'
import { newContact } from '../../../workflows/engine/new-contact.ts'
import { migrate } from '../../world.ts'
import { delivery } from './delivery-row.ts'

/** A contact is erased, or goes over into another, whatever else is under way. */

let db: Database
beforeAll(async () => {
  await migrate()
  db = database((env as unknown as { DB: D1Database }).DB, emptyStats())
})
beforeEach(async () => {
  const tables = [
    'subjects',
    'journal',
    'deliveries',
    'events',
    'identities',
    'merged',
    'codes',
    'contributions',
    'tasks',
  ]
  for (const table of tables) await db.rows(`DELETE FROM ${table}`)
})

const row = (subject_id: string, version: number) => ({ subject_id, version, at: 1, events: '["e"]', entries: '["x"]' })
const known = (external_id: string) => ({ channel: 'x', external_id })

/** A contact that was written three times. */
async function contact(id: string, ...identities: string[]): Promise<void> {
  const about = { ...newContact(id, 0), name: 'Annabel', identities: identities.map(known) }
  await db.batch([
    writeSubjects([subjectRow(about, { version: 3, dueAt: null, active: [] })], 'whole'),
    writeJournal([1, 2, 3].map((version) => row(id, version))),
  ])
}
const event = (id: string, subjectId: string): InboxEvent => ({
  ...{ id, type: 'custom.x', channel: null, externalId: null, subjectId, profile: null },
  ...{ at: 0, receivedAt: 0, data: { who: 'Annabel' }, causes: [] },
})
const versions = async (id: string) =>
  db.rows('SELECT version, events, entries FROM journal WHERE subject_id = ?1 ORDER BY version', id)
const blank = (version: number) => ({ version, events: '[]', entries: '[]' })

it('leaves the fence on which a commit under way fails, and nothing before it', async () => {
  await contact('c-gone')
  expect(await eraseContact(db, 'c-gone', 9)).toBe(true)
  expect(await versions('c-gone')).toEqual([blank(4)])
  await expect(db.batch([writeJournal([row('c-gone', 4)])])).rejects.toThrow('UNIQUE')
  expect(await eraseContact(db, 'c-gone', 9)).toBe(false)
})

it('erases as it stands then a contact that somebody has written since it was read', async () => {
  await contact('c-gone')
  let late = true
  const racing: Database = {
    ...db,
    batch: async (statements) => {
      if (late)
        await db.batch([writeJournal([row('c-gone', 4)]), { sql: 'UPDATE subjects SET version = 4', params: [] }])
      late = false
      return db.batch(statements)
    },
  }
  expect(await eraseContact(racing, 'c-gone', 9)).toBe(true)
  expect(await versions('c-gone')).toEqual([blank(5)])
})

it('erases with a contact whoever went over into it, whose last commit stays as a fence, too', async () => {
  await contact('c-gone')
  await contact('c-old')
  await db.batch([...moveOver({ from: 'c-old', into: 'c-gone', identities: [] }, 5), bury({ from: 'c-old' })])
  await db.batch([writeDeliveries([delivery('c-old-1:m:0', { body: 'secret' })])])
  expect(await eraseContact(db, 'c-old', 9)).toBe(true)
  expect(await versions('c-old')).toEqual([blank(3)])
  expect(await db.rows('SELECT status, body FROM deliveries')).toEqual([{ status: 'cancelled', body: '' }])
  expect(await db.rows('SELECT * FROM merged')).toEqual([])
})

it('takes back whatever has not gone out to a contact that is erased, and nothing of another whose name begins alike', async () => {
  await contact('c-gone')
  await contact('c-gone2')
  const states = ['queued', 'deferred', 'sending', 'unknown', 'sent', 'failed'] as const
  const held = { lease: 'mine', lease_until: 9 }
  await db.batch([
    writeDeliveries([
      ...states.map((status) => delivery(`c-gone-1:${status}:0`, { status, ...held })),
      delivery('c-gone2-1:m:0'),
    ]),
  ])
  await eraseContact(db, 'c-gone', 9)
  const rows = await db.rows('SELECT id, status, body, lease FROM deliveries ORDER BY seq')
  const gone = { body: '', lease: null }
  expect(rows).toEqual([
    ...states.map((status, i) => ({ id: `c-gone-1:${status}:0`, status: i < 4 ? 'cancelled' : status, ...gone })),
    { id: 'c-gone2-1:m:0', status: 'queued', body: 'hello', lease: null },
  ])
})

it('puts aside what came from a contact that is erased and was not handled, and lets its names go, but for another’s', async () => {
  await contact('c-gone', 'mine', 'moved')
  await db.batch([
    writeIdentities([
      { ...known('mine'), subject_id: 'c-gone' },
      { ...known('moved'), subject_id: 'c-other' },
    ]),
    keepEvents([event('late', 'c-gone')], 0),
  ])
  await eraseContact(db, 'c-gone', 9)
  expect(await db.rows("SELECT status, reason, data FROM events WHERE id = 'late'")).toEqual([
    { status: 'handled', reason: 'contact erased', data: '{}' },
  ])
  expect(await db.rows('SELECT external_id FROM identities')).toEqual([{ external_id: 'moved' }])
})

it('takes a contact out of what others were told of it under the id that it had before, and leaves no complaint open', async () => {
  await contact('c-gone')
  await contact('c-old')
  await db.batch([
    ...moveOver({ from: 'c-old', into: 'c-gone', identities: [] }, 5),
    bury({ from: 'c-old' }),
    keepEvents([event('c-old-1:sent:0', 'c-friend')], 0),
  ])
  const insert = `INSERT INTO tasks (id, subject_id, run_id, workflow_id, kind, title, status, created_at)
    VALUES ('c-gone-1:x:0', 'c-gone', 'c-gone-1', 'w', 'complaint', 'Annabel', 'open', 0)`
  await db.rows(insert)
  await db.rows("UPDATE events SET status = 'handled'")
  await eraseContact(db, 'c-gone', 9)
  expect(JSON.stringify(await db.rows('SELECT * FROM events'))).not.toContain('Annabel')
  expect(await db.rows('SELECT subject_id, title, status FROM tasks')).toEqual([
    { subject_id: '', title: '', status: 'cancelled' },
  ])
})

it('takes over with a contact whoever went over into it before, what it has and how it is known', async () => {
  for (const id of ['c-one', 'c-two', 'c-three']) await contact(id)
  await db.batch([writeIdentities([{ ...known('mine'), subject_id: 'c-two' }])])
  await db.rows(
    "INSERT INTO contributions (id, subject_id, kind, at, status) VALUES ('k', 'c-two', 'post', 0, 'graded')",
  )
  await db.rows("INSERT INTO codes (pool_id, code, n, subject_id) VALUES ('p', 'A', 1, 'c-two')")
  await db.batch([...moveOver({ from: 'c-one', into: 'c-two', identities: [] }, 5), bury({ from: 'c-one' })])
  await db.batch([
    ...moveOver({ from: 'c-two', into: 'c-three', identities: [known('mine')] }, 6),
    bury({ from: 'c-two' }),
  ])
  expect(await db.rows('SELECT from_id, into_id FROM merged ORDER BY from_id')).toEqual([
    { from_id: 'c-one', into_id: 'c-three' },
    { from_id: 'c-two', into_id: 'c-three' },
  ])
  expect(await db.rows('SELECT id FROM subjects')).toEqual([{ id: 'c-three' }])
  expect(await db.rows('SELECT subject_id FROM codes')).toEqual([{ subject_id: 'c-three' }])
  expect(await db.rows('SELECT subject_id FROM contributions')).toEqual([{ subject_id: 'c-three' }])
  expect(await db.rows('SELECT * FROM identities')).toEqual([])
  await expect(db.batch(moveOver({ from: 'c-two', into: 'c-one', identities: [] }, 7))).rejects.toThrow('UNIQUE')
})

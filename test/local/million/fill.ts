import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { termsOf } from '../../../schema/terms.ts'
import { subjectRow } from '../../../workers/store/subjects.ts'
import { localDay, periodOf } from '../../../workflows/language/day.ts'
import { DAY_MS, idOf, type Person, people } from './people.ts'

type Cells = Record<string, string | number | null>
const PAGE = 20_000

/** Fill the product's database, straight in its file, with so many members and what belongs to them. */
export function fill(stateDir: string, count: number, now: number): void {
  const db = new DatabaseSync(fileOf(stateDir))
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA foreign_keys = OFF')
  const inserts = new Map<string, ReturnType<DatabaseSync['prepare']>>()
  const put = (table: string, row: Cells) => {
    const columns = Object.keys(row)
    const known = inserts.get(table)
    const insert =
      known ?? db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
    if (!known) inserts.set(table, insert)
    insert.run(...Object.values(row))
  }
  let n = 0
  db.exec('BEGIN')
  for (const person of people(count, now)) {
    write(put, person, n, now)
    n += 1
    if (n % PAGE === 0) db.exec('COMMIT; BEGIN')
    if (n % 100_000 === 0) console.log(`${n} members`)
  }
  db.exec("DELETE FROM figures WHERE area = 'contacts'")
  put('figures', { area: 'contacts', slot: 0, metric: 'n', value: count })
  db.exec('COMMIT')
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
}

function fileOf(stateDir: string): string {
  const dir = join(stateDir, 'state', 'v3', 'd1')
  const names = readdirSync(dir, { recursive: true }).map(String)
  const [name] = names.filter((one) => one.endsWith('.sqlite') && !one.includes('metadata'))
  if (!name) throw new Error(`there is no database in ${dir}`)
  return join(dir, name)
}

function write(put: (table: string, row: Cells) => void, person: Person, n: number, now: number): void {
  const { contact, dueAt } = person
  const { id, createdAt } = contact
  const today = localDay(now, 'UTC')
  put('subjects', subjectRow(contact, { version: contact.version, dueAt, active: [] }))
  for (const term of termsOf(contact)) put('terms', { term, subject_id: id })
  put('identities', { channel: 'community', external_id: `m${n}`, subject_id: id })
  const eventId = idOf(createdAt, n + 1)
  const runId = `${id}-1`
  put('events', event(eventId, id, { n, at: createdAt, runId }))
  for (let version = 1; version <= contact.version; version++)
    put('journal', {
      ...{ subject_id: id, version, at: createdAt + version },
      events: JSON.stringify(version === 1 ? [eventId] : []),
      entries: JSON.stringify([
        { run: runId, seq: version, step: 'hello', verb: 'do', at: createdAt, status: 'completed' },
      ]),
    })
  put('runs', run(runId, id, { n, at: createdAt }))
  put('deliveries', message(`${runId}:hello:1`, id, { n, at: createdAt, runId }))
  put('ledger', {
    ...{ subject_id: id, seq: 1, delta: contact.points, kind: 'award', reason: 'joined', key: `${runId}:give:1` },
    ...{ at: createdAt, balance: contact.points },
  })
  const boards = [
    ['ever', person.ever],
    [periodOf(today, 'month'), person.month],
    [periodOf(today, 'week'), person.week],
  ] as const
  for (const [period, score] of boards)
    if (score > 0) put('standings', { board: 'points', period, score, subject_id: id })
}

const KINDS = ['member.joined', 'message.received', 'checkin.made', 'order.paid'] as const

function event(id: string, subject_id: string, { n, at, runId }: { n: number; at: number; runId: string }): Cells {
  return {
    ...{ id, type: KINDS[n % KINDS.length] ?? '', channel: 'community', external_id: `m${n}`, subject_id, at },
    ...{ received_at: at, data: '{"text":"hello"}', causes: '[]', status: n === 5_000 ? 'failed' : 'handled' },
    ...{ lease_until: 0, started: JSON.stringify([runId]) },
  }
}

function run(id: string, subject_id: string, { n, at }: { n: number; at: number }): Cells {
  const happened = { id: 'e', type: 'member.joined', at, channel: 'community', data: {}, causes: [] }
  const memory = {
    vars: {},
    steps: {},
    inputs: null,
    iterations: {},
    seen: [],
    loops: [],
    caller: null,
    entryKey: null,
  }
  const rest = { executed: 1, journaled: 3, queue: [], goal: null, goalUntil: null }
  return {
    ...{ id, workflow_id: `flow-${n % 20}`, version: 1, subject_id, status: n === 5_000 ? 'failed' : 'completed' },
    ...{ position: 1, started_at: at, ended_at: at, memory: JSON.stringify({ event: happened, ...memory, ...rest }) },
    ...{ first_version: 1, last_version: 3 },
  }
}

function message(id: string, subject_id: string, { n, at, runId }: { n: number; at: number; runId: string }): Cells {
  return {
    ...{ id, kind: 'message', subject_id, run_id: runId, channel: n === 5_000 ? 'rare' : 'community' },
    ...{ recipient: `m${n}`, body: 'Welcome!', category: 'transactional', status: n === 5_000 ? 'failed' : 'sent' },
    ...{ attempts: 1, retry: '{"attempts":1,"first":"1s","factor":2,"max":"1m"}', on_unknown: 'resend', awaited: 0 },
    ...{ created_at: at, send_after: at, lease_until: 0, sent_at: at + DAY_MS / 1_000 },
  }
}

import { jsonOrNull, number } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'

/** A table of which old rows are let go: by which key it is walked, when a row is old, and what keeps it all the same. */
export type Passing = {
  table: string
  key: readonly string[]
  /** Its time in milliseconds, as an expression. */
  at: string
  /** Only rows of which this holds. */
  over: string
  /** Its key grows with its time: the first page without an old row is the last that has any. */
  inOrder: boolean
}

/** Since when the live runs of a subject rest on what happened, with a day to spare. `subject` names its table: runs have subjects, too. */
function restsOn(subject: `${string}.${string}`): string {
  return `(SELECT min(r.started_at) - 86400000 FROM subjects s, json_each(s.active) a CROSS JOIN runs r ON r.id = a.value
    WHERE s.id = ${subject})`
}

function before(at: string, subject: `${string}.${string}`): string {
  return `${at} < coalesce(${restsOn(subject)}, ${at} + 1)`
}

/** What a commit handled is only known from here: who asks for a contact's events, or erases them, must find them all. */
const NAMES_EVENTS = 'EXISTS (SELECT 1 FROM json_each(journal.events) k CROSS JOIN events e ON e.id = k.value)'

export const PASSING = {
  events_days: {
    ...{ table: 'events', key: ['seq'], at: 'received_at', inOrder: true },
    over: `status <> 'pending' AND (subject_id IS NULL OR ${before('received_at', 'events.subject_id')})`,
  },
  journal_days: {
    ...{ table: 'journal', key: ['subject_id', 'version'], at: 'at', inOrder: false },
    over: `${before('at', 'journal.subject_id')} AND NOT ${NAMES_EVENTS}`,
  },
  runs_days: {
    ...{ table: 'runs', key: ['seq'], at: 'coalesce(ended_at, 9e15)', inOrder: true },
    over: "status NOT IN ('active', 'waiting')",
  },
  messages_days: {
    ...{ table: 'deliveries', key: ['seq'], at: 'coalesce(sent_at, created_at)', inOrder: true },
    over: `status IN ('sent', 'failed', 'skipped', 'expired', 'cancelled')
      AND (subject_id IS NULL OR ${before('created_at', 'deliveries.subject_id')})`,
  },
  metrics_days: {
    ...{ table: 'metrics', key: ['metric', 'minute'], at: 'minute * 60000', inOrder: false },
    over: 'true',
  },
  answers_days: { table: 'survey_answers', key: ['id'], at: 'at', over: 'true', inOrder: false },
  audit_days: { table: 'audit', key: ['id'], at: 'at', over: 'true', inOrder: true },
} as const satisfies Record<string, Passing>

export type Place = readonly (string | number)[]

/** The keys of the next rows, each with whether it is old, and whether it may go. */
export async function lookAt(db: Database, passing: Passing, after: Place | null, [until, limit]: [number, number]) {
  const { table, key, at, over } = passing
  const place = after ? `WHERE (${key.join(', ')}) > (${key.map(() => '?').join(', ')})` : ''
  const sql = `SELECT ${key.join(', ')}, ${at} AS at, ${at} < ? AS is_old, (${at} < ? AND ${over}) AS goes FROM ${table} ${place}
    ORDER BY ${key.join(', ')} LIMIT ?`
  const rows = await db.rows(sql, until, until, ...(after ?? []), limit)
  return rows.map((row) => ({
    ...{ place: placeOf(passing, row), at: number(row.at) },
    ...{ isOld: row.is_old === 1, goes: row.goes === 1 },
  }))
}

function placeOf({ key }: Passing, row: Row): Place {
  return key.map((column) => row[column] as string | number)
}

/** Let rows go, those that may still go, and note how far the walk is. */
export async function letGo(
  db: Database,
  passing: Passing,
  { places, until, note }: { places: readonly Place[]; until: number; note: Statement },
): Promise<number> {
  const { table, key, at, over } = passing
  const named = key.map((_, i) => `value->>${i}`).join(', ')
  const sql = `DELETE FROM ${table} WHERE (${key.join(', ')}) IN (SELECT ${named} FROM json_each(?1))
    AND ${at} < ?2 AND ${over}`
  const gone = places.length > 0 ? [{ sql, params: [JSON.stringify(places), until] }] : []
  const answers = await db.batch([...gone, note])
  return places.length > 0 ? (answers[0]?.changes ?? 0) : 0
}

/** How far the walk through a table is: null at its beginning. `oldest` is the oldest row that it has left so far. */
export type Walk = { place: Place | null; oldest: number | null; endedAt?: number }

/** When it was last done, in product time, since when it is being done, and the walk through each table. */
export type Upkeep = { at?: number; since?: number; walked?: Partial<Record<string, Walk>> }

const NOTE = 'let go'

export async function readUpkeep(db: Database): Promise<Upkeep> {
  const [row] = await db.rows('SELECT value FROM notes WHERE name = ?1', NOTE)
  return jsonOrNull<Upkeep>(row?.value) ?? {}
}

export function noteUpkeep(upkeep: Upkeep): Statement {
  const sql = 'INSERT INTO notes (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
  return { sql, params: [NOTE, JSON.stringify(upkeep)] }
}

import { text } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'

/** A table as it is carried from one database to another: its columns with what they hold, and its key, in their order. */
export type PortableTable = { name: string; columns: ReadonlyMap<string, Column>; key: readonly string[] }

type Column = { holds: 'string' | 'number'; needed: boolean }

/**
 * What is not carried along: first answers (they hold what was answered), refused webhooks, what is found again by
 * itself, and what another database has of its own.
 */
const LEFT_BEHIND = new Set(['answers', 'refusals', 'tallies', 'catalogue', 'd1_migrations'])
/** Notes that belong to the community, and not to the machine. */
const NOTES = "('settings', 'webhook_secret')"

/** What decides: without `data`, only these are carried. */
export const DEFINITIONS: ReadonlySet<string> = new Set([
  ...['workflows', 'versions', 'channels', 'secrets', 'notes', 'texts', 'word_lists', 'faqs', 'badges', 'rotas'],
  ...['surveys', 'segments', 'items', 'pools', 'campaigns', 'gatherings'],
])

/** Every table of this product, as the database itself describes it: what a later migration adds is carried too. */
export async function portableTables(db: Database): Promise<PortableTable[]> {
  const rows = await db.rows(
    `SELECT t.name AS name, c.name AS col, c.pk AS pk, c.type AS type,
      c."notnull" = 1 AND c.dflt_value IS NULL AND NOT (c.pk = 1 AND c.type = 'INTEGER') AS needed FROM sqlite_master t JOIN pragma_table_info(t.name) c
      WHERE t.type = 'table' AND t.name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      AND t.name NOT LIKE '%\\_fts%' ESCAPE '\\' AND t.name NOT LIKE '%\\_terms%' ESCAPE '\\' ORDER BY t.name, c.cid`,
  )
  const byName = Map.groupBy(rows, (row) => text(row.name))
  return [...byName].flatMap(([name, cells]) => {
    if (LEFT_BEHIND.has(name)) return []
    const key = cells.filter((cell) => Number(cell.pk) > 0).sort((a, b) => Number(a.pk) - Number(b.pk))
    const columns = new Map(cells.map((cell) => [text(cell.col), columnOf(cell)]))
    return [{ name, columns, key: key.map((cell) => text(cell.col)) }]
  })
}

function columnOf({ type, needed }: Row): Column {
  return { holds: /^(integer|real)$/i.test(text(type)) ? 'number' : 'string', needed: needed === 1 }
}

/** Why this cannot be a row of that table; undefined when it can. */
export function misfit({ name, columns }: PortableTable, row: Row): string | undefined {
  for (const [column, { holds, needed }] of columns) {
    const cell = row[column] ?? null
    if (cell === null ? needed : typeof cell !== holds) return `\`${name}.${column}\` must be a ${holds}`
  }
  return undefined
}

/** The migration that this database has last seen. */
export async function lastMigration(db: Database): Promise<string> {
  const [row] = await db.rows('SELECT name FROM d1_migrations ORDER BY id DESC LIMIT 1')
  return row ? text(row.name) : ''
}

/** How far the inbox and the deliveries were when it began, and when that was, in product time. */
export type Begun = { events: number; deliveries: number; at: number }

export async function beginsAt(db: Database, now: number): Promise<Begun> {
  const [row] = await db.rows(
    'SELECT (SELECT coalesce(max(seq), 0) FROM events) AS events, (SELECT coalesce(max(seq), 0) FROM deliveries) AS deliveries',
  )
  return { events: Number(row?.events), deliveries: Number(row?.deliveries), at: now }
}

/** The rows of a table after a place in its key, without those that came after the beginning. */
export function pageOfTable(
  { name, key }: PortableTable,
  after: readonly (string | number)[] | null,
  { limit, begun }: { limit: number; begun: Begun },
): Statement {
  const place = after ? [`(${key.join(', ')}) > (${key.map(() => '?').join(', ')})`] : []
  const own = LIMITED[name]?.(begun) ?? []
  const where = [...place, ...own].map((one) => `(${one})`).join(' AND ') || 'true'
  return {
    sql: `SELECT * FROM ${name} WHERE ${where} ORDER BY ${key.join(', ')} LIMIT ?`,
    params: [...(after ?? []), limit],
  }
}

const LIMITED: Record<string, (begun: Begun) => string[]> = {
  notes: () => [`name IN ${NOTES}`],
  events: ({ events }) => [`seq <= ${events}`],
  deliveries: ({ deliveries }) => [`seq <= ${deliveries}`],
}

/**
 * A page of subjects with all of theirs that changes, read in one transaction, so that each of them is as it was at one
 * instant, whatever happens meanwhile. What was handled or sent since the beginning comes along too.
 */
export function pageOfSubjects(after: string, { limit, begun }: { limit: number; begun: Begun }): Statement[] {
  const page = '(SELECT id, active FROM subjects WHERE id > ?1 ORDER BY id LIMIT ?2)'
  const theirs = `d.id >= s.id || '-' AND d.id < s.id || '.'`
  return [
    { sql: 'SELECT * FROM subjects WHERE id > ?1 ORDER BY id LIMIT ?2', params: [after, limit] },
    {
      sql: `SELECT r.* FROM ${page} s, json_each(s.active) a CROSS JOIN runs r ON r.id = a.value`,
      params: [after, limit],
    },
    {
      sql: `SELECT d.* FROM ${page} s CROSS JOIN deliveries d ON ${theirs}
        WHERE d.status IN ('queued', 'deferred', 'sending', 'unknown') OR d.seq > ?3`,
      params: [after, limit, begun.deliveries],
    },
    {
      sql: `SELECT e.* FROM ${page} s CROSS JOIN journal j ON j.subject_id = s.id AND j.at >= ?3, json_each(j.events) k
        CROSS JOIN events e ON e.id = k.value`,
      params: [after, limit, begun.at],
    },
    {
      sql: `SELECT e.* FROM events e WHERE e.status = 'pending' AND e.subject_id IN (SELECT id FROM ${page})`,
      params: [after, limit],
    },
  ]
}

/** The tables of `pageOfSubjects`, in its order. */
export const WITH_SUBJECTS = ['subjects', 'runs', 'deliveries', 'events', 'events'] as const

const ROW_CHARS_MAX = 400_000

/** Write rows that are not there yet. A note is replaced: the other product's word counts. */
export function carryRows(name: string, columns: readonly string[], rows: readonly Row[]): Statement[] {
  const [verb, then] = name === 'notes' ? ['INSERT OR REPLACE', ''] : ['INSERT', 'ON CONFLICT DO NOTHING']
  const into = `${verb} INTO ${name} (${columns.join(', ')})`
  const large = (row: Row) => JSON.stringify(row).length > ROW_CHARS_MAX
  const small = rows.filter((row) => !large(row))
  const values = columns.map((column) => `value->>'${column}'`).join(', ')
  const together = {
    sql: `${into} SELECT ${values} FROM json_each(?1) WHERE true ${then}`,
    params: [JSON.stringify(small)],
  }
  const alone = rows.filter(large).map((row) => ({
    sql: `${into} VALUES (${columns.map(() => '?').join(', ')}) ${then}`,
    params: columns.map((column) => cell(row[column])),
  }))
  return [...(small.length > 0 ? [together] : []), ...alone]
}

function cell(value: unknown): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

const USED = ['subjects', 'events', 'runs', 'deliveries', 'workflows', 'channels', 'jobs'] as const

/** A table that has rows, of those that have none in a product that nobody has used. */
export async function firstUsed(db: Database): Promise<string | undefined> {
  const [row] = await db.rows(`SELECT ${USED.map((name) => `EXISTS (SELECT 1 FROM ${name}) AS ${name}`).join(', ')}`)
  return USED.find((name) => row?.[name] === 1)
}

/**
 * Make one whole of what was carried: what was written after a subject had been read goes, nobody is at anything, and
 * what was on its way when it was read is `unknown`, because nobody here can know whether it arrived.
 */
export function settleCarried(revision: number): Statement[] {
  const than = (column: string) => `(SELECT ${column} FROM subjects s WHERE s.id = subject_id)`
  return [
    { sql: `DELETE FROM journal WHERE version > ${than('version')}`, params: [] },
    { sql: `DELETE FROM ledger WHERE seq > ${than('ledger_count')}`, params: [] },
    { sql: `DELETE FROM runs WHERE first_version > ${than('version')}`, params: [] },
    { sql: "UPDATE events SET lease_until = 0 WHERE status = 'pending'", params: [] },
    { sql: "UPDATE jobs SET lease_until = 0 WHERE status = 'running'", params: [] },
    {
      sql: `UPDATE deliveries SET status = 'unknown', reason = 'it was on its way when it was exported', lease = NULL
        WHERE status = 'sending'`,
      params: [],
    },
    { sql: "UPDATE deliveries SET lease = NULL, lease_until = 0 WHERE status = 'queued'", params: [] },
    {
      sql: `INSERT INTO catalogue (id, revision) VALUES (1, ?1)
        ON CONFLICT (id) DO UPDATE SET revision = max(revision, excluded.revision)`,
      params: [revision],
    },
  ]
}

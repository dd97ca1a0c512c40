import { number } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'

type Cell = string | number | null

/** One thing that the rows of a list must be. Its parameters stand for the `?` of its SQL, in order. */
export type Condition = { sql: string; params: readonly Cell[] }

/** A condition for a filter that was given; nothing for one that was not. */
export function when(value: Cell | undefined, sql: string, ...params: readonly Cell[]): Condition[] {
  return value === undefined || value === null ? [] : [{ sql, params: params.length > 0 ? params : [value] }]
}

/** The rows of one page, and one more when there is a next page. */
export function list(table: string, conditions: readonly Condition[], order: string, limit: number): Statement {
  const where = conditions.length > 0 ? conditions.map(({ sql }) => `(${sql})`).join(' AND ') : 'true'
  return {
    sql: `SELECT * FROM ${table} WHERE ${where} ORDER BY ${order} LIMIT ?`,
    params: [...conditions.flatMap(({ params }) => params), limit + 1],
  }
}

/** Ids that begin with this subject's id, or this run's: `-` and `:` part them, and nothing else begins the same way. */
export function idsUnder(column: string, prefix: string, part: '-' | ':'): Condition {
  const next = String.fromCharCode(part.charCodeAt(0) + 1)
  return { sql: `${column} >= ? AND ${column} < ?`, params: [prefix + part, prefix + next] }
}

/** Rows whose ids begin with one of these subjects' ids; `key` is what the table is kept by. */
export function under(table: string, key: 'seq' | 'id', subjects: readonly string[]): Condition {
  const sql = `${key} IN (SELECT r.${key} FROM json_each(?) k CROSS JOIN ${table} r
    ON r.id >= k.value || '-' AND r.id < k.value || '.')`
  return { sql, params: [JSON.stringify(subjects)] }
}

/** What may be rare is looked for among so many rows at a time, and so many times for one page. */
const WINDOW = 5_000
const LOOKS_MAX = 4

/** `below` is the number under which to go on when the looking ended before the page was full. */
export type Found<R> = { rows: R[]; below: number | null }

type Asked = { conditions: readonly Condition[]; before: number | null; limit: number }

/** Rows of a table by their `seq`, newest first, where the conditions lead to them straight, or hold for most of them. */
export async function listBySeq(
  db: Database,
  table: string,
  { conditions, before, limit }: Asked,
): Promise<Found<Row>> {
  const { sql, params } = list(table, [...conditions, ...when(before, 'seq < ?')], 'seq DESC', limit)
  return { rows: await db.rows(sql, ...params), below: null }
}

/**
 * The same where the conditions hold for few rows of a table that grows for ever: what one page reads is bounded, and so
 * it may hold fewer than `limit` and still go on.
 */
export async function listRare(db: Database, table: string, { conditions, before, limit }: Asked): Promise<Found<Row>> {
  const found: Row[] = []
  let top = before ?? (await endOf(db, table))
  for (let looks = 0; looks < LOOKS_MAX && top > 1; looks++) {
    const bottom = Math.max(1, top - WINDOW)
    const window = { sql: 'seq >= ? AND seq < ?', params: [bottom, top] }
    const { sql, params } = list(table, [...conditions, window], 'seq DESC', limit - found.length)
    found.push(...(await db.rows(sql, ...params)))
    if (found.length > limit) return { rows: found, below: null }
    top = bottom
  }
  return { rows: found, below: top > 1 ? top : null }
}

/**
 * Rows that stand so. What calls for a person has an index of its own, `<table>_<status>`, which costs nothing as long
 * as nothing does; everything else is looked for.
 */
export function listOfStatus(db: Database, table: string, status: string, asked: Asked): Promise<Found<Row>> {
  if (!CALLING.has(`${table} ${status}`)) {
    const conditions = [...asked.conditions, { sql: 'status = ?', params: [status] }]
    return listRare(db, table, { ...asked, conditions })
  }
  const conditions = [...asked.conditions, { sql: `status = '${status}'`, params: [] }]
  return listBySeq(db, `${table} INDEXED BY ${table}_${status}`, { ...asked, conditions })
}

const CALLING: ReadonlySet<string> = new Set([
  'runs failed',
  'events failed',
  'deliveries failed',
  'deliveries unknown',
])

async function endOf(db: Database, table: string): Promise<number> {
  const [row] = await db.rows(`SELECT coalesce(max(seq), 0) + 1 AS top FROM ${table}`)
  return number(row?.top)
}

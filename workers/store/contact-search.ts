import type { Contact } from '../../schema/actor.ts'
import { number, text } from './cell.ts'
import type { Database, Statement } from './database.ts'
import { toContact } from './subjects.ts'

/** A condition over a contact's row; `parts` must hold together. Parameters stand for the `?`, in order. */
export type SqlFilter = Condition & { parts: readonly Condition[] }
type Condition = { sql: string; params: readonly (string | number)[]; term?: string }

export type Window = { contacts: Contact[]; looked: number; last: string | null }

type Walk = { filter: SqlFilter; after: string | null; window: number }

/**
 * The contacts among the next `window` ones, newest first, for which a condition holds, at most `limit` of them: no more
 * are read than are needed for that. The window is what bounds the rows read when few match.
 */
export async function findWithin(db: Database, walk: Walk, limit: number): Promise<Window> {
  const inner = walked(walk, 'DESC')
  const sql = `SELECT * FROM (SELECT s.* ${inner.sql}) WHERE ${walk.filter.sql} LIMIT ?`
  const rows = await db.rows(sql, ...inner.params, ...walk.filter.params, limit)
  const contacts = rows.map(toContact)
  const end = await endOf(db, walk, contacts.length === limit ? contacts.at(-1)?.id : undefined)
  return { contacts, ...end }
}

async function endOf(db: Database, walk: Walk, until: string | undefined) {
  const inner = walked(walk, 'DESC', until)
  const sql = `SELECT count(*) AS looked, min(id) AS last FROM (SELECT s.id ${inner.sql})`
  const [row] = await db.rows(sql, ...inner.params)
  return { looked: number(row?.looked ?? 0), last: typeof row?.last === 'string' ? row.last : null }
}

/** How many of the next `window` contacts, in the order of their ids, a condition holds for. */
export function countWithin(filter: SqlFilter, after: string, window: number): Statement {
  const inner = walked({ filter, after, window }, 'ASC')
  return {
    sql: `SELECT count(*) AS looked, max(id) AS last, coalesce(sum(CASE WHEN ${filter.sql} THEN 1 ELSE 0 END), 0) AS matched
      FROM (SELECT s.* ${inner.sql})`,
    params: [...filter.params, ...inner.params],
  }
}

/** The next contacts for which a condition may hold, to be looked at by the evaluator; and where the window ends. */
export async function candidatesWithin(
  db: Database,
  { filter, after, window }: { filter: SqlFilter; after: string; window: number },
): Promise<Window> {
  const inner = walked({ filter, after, window }, 'ASC')
  const [rows, ended] = await db.batch([
    { sql: `SELECT * FROM (SELECT s.* ${inner.sql}) WHERE ${filter.sql}`, params: [...inner.params, ...filter.params] },
    { sql: `SELECT count(*) AS looked, max(id) AS last FROM (SELECT s.id ${inner.sql})`, params: inner.params },
  ])
  const row = ended?.rows[0]
  return {
    contacts: (rows?.rows ?? []).map(toContact),
    looked: number(row?.looked ?? 0),
    last: row?.last === null || row?.last === undefined ? null : text(row.last),
  }
}

/** Ids of contacts begin with a `c`: what lies behind them is no contact. */
const END = 'd'

/**
 * Which contacts are looked at, in the order of their ids: of a condition that a term or a stage leads to, only those
 * that have it.
 */
function walked({ filter, after, window }: Walk, order: 'ASC' | 'DESC', until?: string): Statement {
  const leads = filter.parts.flatMap(({ term }) => term ?? [])
  const term = leads.find((one) => !one.startsWith(STAGE))
  const stage = term === undefined ? leads[0]?.slice(STAGE.length) : undefined
  const id = term === undefined ? 's.id' : 't.subject_id'
  const past = order === 'DESC' ? `${id} < ?` : `${id} > ?`
  const conditions: Condition[] = [
    ...(term === undefined ? [{ sql: "s.kind = 'contact'", params: [] }] : [{ sql: 't.term = ?', params: [term] }]),
    ...(stage === undefined ? [] : [{ sql: 's.stage = ?', params: [stage] }]),
    { sql: past, params: [after ?? END] },
    ...(until === undefined ? [] : [{ sql: `${id} >= ?`, params: [until] }]),
  ]
  const from =
    term === undefined
      ? `subjects s${stage === undefined ? '' : ' INDEXED BY subjects_stage'}`
      : 'terms t CROSS JOIN subjects s ON s.id = t.subject_id'
  return {
    sql: `FROM ${from} WHERE ${conditions.map(({ sql }) => sql).join(' AND ')} ORDER BY ${id} ${order} LIMIT ?`,
    params: [...conditions.flatMap(({ params }) => params), window],
  }
}

const STAGE = 'stage:'

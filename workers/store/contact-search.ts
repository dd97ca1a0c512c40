import type { Contact } from '../../schema/actor.ts'
import { number, text } from './cell.ts'
import { FOUND } from './contacts.ts'
import type { Database, Statement } from './database.ts'
import { toContact } from './subjects.ts'

/** A condition over a contact's row; `parts` must hold together. Parameters stand for the `?`, in order. */
export type SqlFilter = Condition & { parts: readonly Condition[] }
type Condition = { sql: string; params: readonly (string | number)[] }

export type Window = { contacts: Contact[]; looked: number; last: string | null }

/**
 * The contacts among the next `window` ones, newest first, for which a condition holds, at most `limit` of them. The
 * window is what bounds the rows read when few match; a condition on the stage walks its index and looks at no others.
 */
export async function findWithin(
  db: Database,
  { filter, q, after, window, limit }: Asked & { after: string | null; window: number; limit: number },
): Promise<Window> {
  const inner = newest({ filter, after, window })
  const search = q === undefined ? '' : `AND (${FOUND})`
  const found: Statement = {
    sql: `SELECT * FROM (SELECT * ${inner.sql}) WHERE (${filter.sql}) ${search} ORDER BY id DESC LIMIT ?`,
    params: [...inner.params, ...filter.params, ...(q === undefined ? [] : [q, q, q, q, q]), limit],
  }
  const end: Statement = {
    sql: `SELECT count(*) AS looked, min(id) AS last FROM (SELECT id ${inner.sql})`,
    params: inner.params,
  }
  const [rows, ended] = await db.batch([found, end])
  const last = ended?.rows[0]?.last
  return {
    contacts: (rows?.rows ?? []).map(toContact),
    looked: number(ended?.rows[0]?.looked ?? 0),
    last: typeof last === 'string' ? last : null,
  }
}

type Asked = { filter: SqlFilter; q?: string | undefined }

function newest({ filter, after, window }: { filter: SqlFilter; after: string | null; window: number }): Statement {
  const stage = filter.parts.find(({ sql }) => sql === '(stage = ?)')
  const from = stage ? 'FROM subjects INDEXED BY subjects_stage' : 'FROM subjects'
  const conditions = ["kind = 'contact'", ...(stage ? ['stage = ?'] : []), ...(after === null ? [] : ['id < ?'])]
  return {
    sql: `${from} WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT ?`,
    params: [...(stage?.params ?? []), ...(after === null ? [] : [after]), window],
  }
}

/** How many of the next `window` contacts, in the order of their ids, a condition holds for. */
export function countWithin(filter: SqlFilter, after: string, window: number): Statement {
  return {
    sql: `SELECT count(*) AS looked, max(id) AS last, coalesce(sum(CASE WHEN ${filter.sql} THEN 1 ELSE 0 END), 0) AS matched
      FROM (SELECT * FROM subjects WHERE kind = 'contact' AND id > ? ORDER BY id LIMIT ?)`,
    params: [...filter.params, after, window],
  }
}

/** The next contacts for which a condition may hold, to be looked at by the evaluator; and where the window ends. */
export async function candidatesWithin(
  db: Database,
  { filter, after, window }: { filter: SqlFilter; after: string; window: number },
): Promise<Window> {
  const inner = "FROM subjects WHERE kind = 'contact' AND id > ? ORDER BY id LIMIT ?"
  const [rows, ended] = await db.batch([
    {
      sql: `SELECT * FROM (SELECT * ${inner}) WHERE ${filter.sql} ORDER BY id`,
      params: [after, window, ...filter.params],
    },
    { sql: `SELECT count(*) AS looked, max(id) AS last FROM (SELECT id ${inner})`, params: [after, window] },
  ])
  const row = ended?.rows[0]
  return {
    contacts: (rows?.rows ?? []).map(toContact),
    looked: number(row?.looked ?? 0),
    last: row?.last === null || row?.last === undefined ? null : text(row.last),
  }
}

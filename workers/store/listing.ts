import type { Statement } from './database.ts'

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

import type { Statement } from './database.ts'

type Cell = string | number | null

/**
 * One statement that writes any number of rows: they travel as one JSON parameter, so the limit of 100 parameters does
 * not count. `then` follows the SELECT, e.g. an ON CONFLICT clause.
 */
export function insertAll<const C extends string>(
  table: string,
  columns: readonly C[],
  rows: readonly Record<C, Cell>[],
  then = '',
): Statement {
  return { sql: insertSql(table, columns, then), params: [JSON.stringify(rows)] }
}

const cache = new Map<string, string>()

function insertSql(table: string, columns: readonly string[], then: string): string {
  const name = `${table} ${columns.length} ${then}`
  let sql = cache.get(name)
  if (sql === undefined) {
    const values = columns.map((column) => `value->>'${column}'`).join(', ')
    sql = `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values} FROM json_each(?1) WHERE true ${then}`
    cache.set(name, sql)
  }
  return sql
}

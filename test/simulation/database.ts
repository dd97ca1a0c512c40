import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'

const migrations = join(import.meta.dirname, '..', '..', 'schema', 'migrations')
const schema = readdirSync(migrations)
  .filter((name) => name.endsWith('.sql'))
  .sort()
  .map((name) => readFileSync(join(migrations, name), 'utf8').replaceAll('--> statement-breakpoint', ''))
  .join('\n')

type Cell = string | number | null
export type Asked = { sql: string; params: readonly Cell[] }
export type Told = { results: Record<string, unknown>[]; meta: { changes: number; rows_read: 0; rows_written: 0 } }

/** D1's database: SQLite's own semantics, a batch is a transaction, and its errors read as D1's do. */
export type Store = {
  batch: (statements: readonly Asked[]) => Told[]
  /** What is in it now; to be called to put everything back as it was then. */
  copy: () => () => void
  /** For whoever judges. */
  rows: (sql: string, ...params: Cell[]) => Record<string, unknown>[]
  close: () => void
}

export function store(): Store {
  const db = new DatabaseSync(':memory:')
  db.exec(schema)
  const prepared = new Map<string, StatementSync>()
  const prepare = (sql: string) => {
    const known = prepared.get(sql) ?? db.prepare(sql)
    prepared.set(sql, known)
    return known
  }
  const one = ({ sql, params }: Asked): Told => {
    const before = totalChanges()
    const results = prepare(sql).all(...params) as Record<string, unknown>[]
    return { results, meta: { changes: totalChanges() - before, rows_read: 0, rows_written: 0 } }
  }
  const totalChanges = () => Number(prepare('SELECT total_changes() AS n').get()?.n)
  return {
    batch: (statements) => {
      db.exec('BEGIN')
      try {
        const told = statements.map(one)
        db.exec('COMMIT')
        return told
      } catch (error) {
        db.exec('ROLLBACK')
        throw new Error(`D1_ERROR: ${error instanceof Error ? error.message : error}: SQLITE_ERROR`)
      }
    },
    copy: () => {
      const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'faqs%'").all().map(({ name }) => String(name)) // biome-ignore format: one thought
      const then = tables.map(
        (name) => [name, db.prepare(`SELECT * FROM "${name}"`).all() as Record<string, Cell>[]] as const,
      )
      return () => {
        for (const [name, rows] of then) {
          db.exec(`DELETE FROM "${name}"`)
          const columns = Object.keys(rows[0] ?? {})
          if (rows.length === 0) continue
          const insert = db.prepare(`INSERT INTO "${name}" (${columns.map((one) => `"${one}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`) // biome-ignore format: one thought
          for (const row of rows) insert.run(...columns.map((column) => row[column] ?? null))
        }
      }
    },
    rows: (sql, ...params) => prepare(sql).all(...params) as Record<string, unknown>[],
    close: () => db.close(),
  }
}

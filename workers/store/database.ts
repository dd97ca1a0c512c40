import { tookDatabase } from './log.ts'

/** The one way to D1. Every call passes here, is counted here, and its failures are told apart here. */
export type Statement = { sql: string; params: readonly (string | number | null)[] }
export type Row = Record<string, unknown>
export type Rows = { rows: Row[]; changes: number }

export type Database = {
  /** Run statements in one transaction: all, or none. */
  batch: (statements: readonly Statement[]) => Promise<Rows[]>
  /** One read. */
  rows: (sql: string, ...params: (string | number | null)[]) => Promise<Row[]>
}

/** Since the start, or the last reset. */
export type DatabaseStats = {
  batches: number
  statements: number
  rows_read: number
  rows_written: number
  /** What the statements took inside the database, as it says itself. */
  ms: number
}

let faults = 0

/** Calls that the database refused or lost since this isolate began. A key that was taken is none. */
export function faultsOfDatabase(): number {
  return faults
}

export function emptyStats(): DatabaseStats {
  return { batches: 0, statements: 0, rows_read: 0, rows_written: 0, ms: 0 }
}

export function database(d1: D1Database, stats: DatabaseStats): Database {
  const prepared = new Map<string, D1PreparedStatement>()
  const prepare = ({ sql, params }: Statement) => {
    let statement = prepared.get(sql)
    if (!statement) {
      statement = d1.prepare(sql)
      prepared.set(sql, statement)
    }
    return params.length > 0 ? statement.bind(...params) : statement
  }
  const batch = async (statements: readonly Statement[]): Promise<Rows[]> => {
    if (statements.length === 0) return []
    const began = Date.now()
    const results = await d1.batch<Row>(statements.map(prepare)).catch((error: unknown) => {
      if (failureOf(error) !== 'conflict') faults += 1
      throw error
    })
    tookDatabase(Date.now() - began)
    stats.batches += 1
    stats.statements += statements.length
    return results.map((result) => {
      stats.rows_read += result.meta.rows_read
      stats.rows_written += result.meta.rows_written
      stats.ms += result.meta.duration
      return { rows: result.results, changes: result.meta.changes }
    })
  }
  return {
    batch,
    rows: async (sql, ...params) => (await batch([{ sql, params }]))[0]?.rows ?? [],
  }
}

/**
 * What an error of D1 means. D1 gives no codes, only messages. A key that was taken means that somebody came first, but
 * for the keys that only a subject's own version can take: there it is a fault that trying again does not mend.
 */
export function failureOf(error: unknown): 'conflict' | 'transient' | 'broken' {
  const message = error instanceof Error ? error.message : String(error)
  if (/UNIQUE constraint failed: (ledger|deliveries)\./.test(message)) return 'broken'
  if (/UNIQUE constraint failed|SQLITE_CONSTRAINT_(PRIMARYKEY|UNIQUE)/.test(message)) return 'conflict'
  if (TRANSIENT.some((text) => message.includes(text))) return 'transient'
  return 'broken'
}

/** From Cloudflare's list of errors that may be tried again. */
const TRANSIENT = [
  'Network connection lost',
  'storage caused object to be reset',
  'reset because its code was updated',
  'Cannot resolve D1 DB due to transient issue',
  'overloaded',
]

import { insertAll } from './bulk.ts'
import type { Statement } from './database.ts'

const COLUMNS = ['subject_id', 'version', 'at', 'events', 'entries'] as const

export type JournalRow = Record<(typeof COLUMNS)[number], string | number | null>

/** One row a commit. Its key is the fence: a second commit on the same version fails with it. */
export function writeJournal(rows: readonly JournalRow[]): Statement {
  return insertAll('journal', COLUMNS, rows)
}

/** How many of these rows are there exactly so. */
export function countWritten(rows: readonly JournalRow[]): Statement {
  const same = COLUMNS.map((column) => `j.${column} = w.value->>'${column}'`).join(' AND ')
  const sql = `SELECT count(*) AS found FROM json_each(?1) w CROSS JOIN journal j ON ${same}`
  return { sql, params: [JSON.stringify(rows)] }
}

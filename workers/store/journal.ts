import { insertAll } from './bulk.ts'
import type { Statement } from './database.ts'

const COLUMNS = ['subject_id', 'version', 'at', 'events', 'entries'] as const

/** One row a commit. Its key is the fence: a second commit on the same version fails with it. */
export function writeJournal(rows: readonly Record<(typeof COLUMNS)[number], string | number | null>[]): Statement {
  return insertAll('journal', COLUMNS, rows)
}

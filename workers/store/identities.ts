import { insertAll } from './bulk.ts'
import type { Statement } from './database.ts'

const COLUMNS = ['channel', 'external_id', 'subject_id'] as const

/** Give identities to subjects. One that belongs to somebody else already fails the whole commit. */
export function writeIdentities(rows: readonly Record<(typeof COLUMNS)[number], string>[]): Statement {
  return insertAll('identities', COLUMNS, rows)
}

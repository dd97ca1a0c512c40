import { insertAll } from './bulk.ts'
import type { Statement } from './database.ts'

const COLUMNS = ['experiment', 'subject_id', 'branch', 'at'] as const

/** A contact is exposed to an experiment once. */
export function writeExposures(rows: readonly Record<(typeof COLUMNS)[number], string | number>[]): Statement {
  return insertAll('exposures', COLUMNS, rows, 'ON CONFLICT DO NOTHING')
}

import type { LedgerEntry } from '../../schema/ledger.ts'
import { insertAll } from './bulk.ts'
import type { Statement } from './database.ts'

const COLUMNS = [
  'subject_id',
  'seq',
  'delta',
  'kind',
  'reason',
  'key',
  'at',
  'available_at',
  'expires_at',
  'balance',
  'item',
  'took',
] as const

export function writeLedger(entries: readonly LedgerEntry[]): Statement {
  const rows = entries.map((entry) => ({
    subject_id: entry.subjectId,
    seq: entry.seq,
    delta: entry.delta,
    kind: entry.kind,
    reason: entry.reason,
    key: entry.key,
    at: entry.at,
    available_at: entry.availableAt,
    expires_at: entry.expiresAt,
    balance: entry.balance,
    item: entry.item,
    took: entry.took.length > 0 ? JSON.stringify(entry.took) : null,
  }))
  return insertAll('ledger', COLUMNS, rows)
}

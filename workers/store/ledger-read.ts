import type { LedgerEntry, LedgerKind } from '../../schema/ledger.ts'
import { jsonOrNull, number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { list, when } from './listing.ts'

export async function listLedger(
  db: Database,
  subjectId: string,
  before: number | null,
  limit: number,
): Promise<LedgerEntry[]> {
  const of = { sql: 'subject_id = ?', params: [subjectId] }
  const { sql, params } = list('ledger', [of, ...when(before, 'seq < ?')], 'seq DESC', limit)
  return (await db.rows(sql, ...params)).map(toLedgerEntry)
}

export function entryByKey(subjectId: string, key: string): Statement {
  return { sql: 'SELECT * FROM ledger WHERE subject_id = ?1 AND key = ?2', params: [subjectId, key] }
}

/** An entry, and the one that reversed it. Its key is looked for behind it. */
export function entryOrReversal(subjectId: string, seq: number, key: string): Statement {
  const sql = 'SELECT * FROM ledger WHERE subject_id = ?1 AND seq >= ?2 AND (seq = ?2 OR key = ?3)'
  return { sql, params: [subjectId, seq, key] }
}

export function entryAt(subjectId: string, seq: number): Statement {
  return { sql: 'SELECT * FROM ledger WHERE subject_id = ?1 AND seq = ?2', params: [subjectId, seq] }
}

export function toLedgerEntry(row: Row): LedgerEntry {
  return {
    subjectId: text(row.subject_id),
    seq: number(row.seq),
    delta: number(row.delta),
    kind: text(row.kind) as LedgerKind,
    reason: text(row.reason),
    key: text(row.key),
    at: number(row.at),
    availableAt: numberOrNull(row.available_at),
    expiresAt: numberOrNull(row.expires_at),
    balance: number(row.balance),
    item: textOrNull(row.item),
    took: jsonOrNull(row.took) ?? [],
  }
}

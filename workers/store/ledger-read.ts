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

/** In the ledgers of all ids of a contact. */
export function entryByKey(subjects: readonly string[], key: string): Statement {
  const sql = 'SELECT l.* FROM json_each(?1) k CROSS JOIN ledger l ON l.subject_id = k.value WHERE l.key = ?2'
  return { sql, params: [JSON.stringify(subjects), key] }
}

/** An entry, followed by the one that reversed it: behind it, or in the ledger of somebody who took this one over. */
export function entryOrReversal(subjectId: string, seq: number, subjects: readonly string[]): Statement {
  const sql = `SELECT * FROM ledger WHERE subject_id = ?1 AND seq >= ?2 AND (seq = ?2 OR key = ?4)
    UNION ALL SELECT l.* FROM ledger e, json_each(?3) k CROSS JOIN ledger l
    ON l.subject_id = k.value AND l.key = 'reverse:' || e.key WHERE e.subject_id = ?1 AND e.seq = ?2`
  return { sql, params: [subjectId, seq, JSON.stringify(subjects), `reverse:${seq}`] }
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

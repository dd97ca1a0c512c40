import type { ConsentChange } from '../../schema/consent.ts'
import { insertAll } from './bulk.ts'
import { number, text, textOrNull } from './cell.ts'
import type { Database, Statement } from './database.ts'
import { list, under, when } from './listing.ts'

const COLUMNS = ['id', 'subject_id', 'category', 'channel', 'granted', 'source', 'proof', 'at'] as const

export function writeConsents(changes: readonly ConsentChange[]): Statement {
  const rows = changes.map(({ subjectId, granted, ...change }) => ({
    ...change,
    subject_id: subjectId,
    granted: granted ? 1 : 0,
  }))
  return insertAll('consents', COLUMNS, rows)
}

/** The consents of all ids of a contact as they were given and withdrawn, the newest first. */
export async function listConsents(
  db: Database,
  subjects: readonly string[],
  { after, limit }: { after: string | null; limit: number },
): Promise<ConsentChange[]> {
  const conditions = [under('consents', 'id', subjects), ...when(after, 'id < ?')]
  const { sql, params } = list('consents', conditions, 'id DESC', limit)
  return (await db.rows(sql, ...params)).map((row) => ({
    id: text(row.id),
    subjectId: text(row.subject_id),
    category: text(row.category) as ConsentChange['category'],
    channel: textOrNull(row.channel),
    granted: row.granted === 1,
    source: text(row.source) as ConsentChange['source'],
    proof: text(row.proof),
    at: number(row.at),
  }))
}

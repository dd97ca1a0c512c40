import { tagTerm } from '../../schema/terms.ts'
import { number, text } from './cell.ts'
import type { Database } from './database.ts'

/** Beyond this many, who has a tag is not counted. */
export const TAGGED_MAX = 10_000

export type Tagged = { tag: string; contacts: number }

const LAST = '\u{10ffff}'

/** Tags that begin so, in their order, one more than `limit`: from each to the next by the key, whoever has them. */
export async function listTags(
  db: Database,
  begins: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<Tagged[]> {
  const from = tagTerm(begins)
  const sql = `WITH RECURSIVE next(term) AS (
      SELECT min(term) FROM terms WHERE term >= ?1 AND term < ?2 AND (?3 IS NULL OR term > ?3)
      UNION ALL SELECT (SELECT min(term) FROM terms WHERE term > next.term AND term < ?2) FROM next
        WHERE next.term IS NOT NULL LIMIT ?4)
    SELECT next.term, (SELECT count(*) FROM (SELECT 1 FROM terms t WHERE t.term = next.term LIMIT ?5)) AS contacts
    FROM next WHERE next.term IS NOT NULL`
  const known = after === null ? null : tagTerm(after)
  const rows = await db.rows(sql, from, `${from}${LAST}`, known, limit + 1, TAGGED_MAX + 1)
  return rows.map((row) => ({ tag: text(row.term).slice(tagTerm('').length), contacts: number(row.contacts) }))
}

import type { Faq } from '../../schema/faq.ts'
import { number, text } from './cell.ts'
import type { Database } from './database.ts'
import { faqOf } from './faqs.ts'

const NEAR_MAX = 60

/** Entries that share terms with a question, the nearest first by the index's own reckoning. */
export async function findFaqs(db: Database, terms: readonly string[]): Promise<Faq[]> {
  if (terms.length === 0) return []
  const match = terms
    .slice(0, 200)
    .map((term) => `"${term.replaceAll('"', '')}"`)
    .join(' OR ')
  const sql = `SELECT f.* FROM (SELECT id FROM faqs_fts WHERE faqs_fts MATCH ?1 ORDER BY rank LIMIT ${NEAR_MAX}) n
    CROSS JOIN faqs f ON f.id = n.id`
  return (await db.rows(sql, match)).map(faqOf)
}

/** How many entries there are, and in how many of them each of these terms stands. */
export async function holdingTerms(
  db: Database,
  terms: readonly string[],
): Promise<{ total: number; holding: Map<string, number> }> {
  const [counted, found] = await db.batch([
    { sql: 'SELECT count(*) AS n FROM faqs', params: [] },
    {
      sql: 'SELECT t.term, t.doc FROM json_each(?1) k CROSS JOIN faqs_terms t ON t.term = k.value',
      params: [JSON.stringify(terms)],
    },
  ])
  return {
    total: number(counted?.rows[0]?.n),
    holding: new Map((found?.rows ?? []).map((row) => [text(row.term), number(row.doc)])),
  }
}

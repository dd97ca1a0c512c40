import type { Faq } from '../../schema/faq.ts'
import { number } from './cell.ts'
import type { Database } from './database.ts'
import { faqOf } from './faqs.ts'

const COMPARED_MAX = 100
const TERMS_MAX = 300

/**
 * The entries that a question is compared with: those that share terms with it, the nearest first by the index's own
 * reckoning, and of a short list the others too, which may say the same with other words. And how many entries of the list
 * are not found by the words of this mark yet.
 */
export async function findFaqs(
  db: Database,
  terms: readonly string[],
  mark: string,
): Promise<{ near: Faq[]; stale: number }> {
  const match = terms
    .slice(0, TERMS_MAX)
    .map((term) => `"${term.replaceAll('"', '')}"`)
    .join(' OR ')
  const [found, counted] = await db.batch([
    {
      sql: `WITH near AS MATERIALIZED (
          SELECT id FROM faqs_fts WHERE faqs_fts MATCH ?1 ORDER BY rank LIMIT ${COMPARED_MAX}
        )
        SELECT f.* FROM (
          SELECT id FROM near UNION ALL
          SELECT * FROM (SELECT id FROM faqs WHERE id NOT IN near ORDER BY id LIMIT ${COMPARED_MAX} - (SELECT count(*) FROM near))
        ) n CROSS JOIN faqs f ON f.id = n.id`,
      params: [match || '""'],
    },
    {
      sql: `SELECT (SELECT count(*) FROM faqs) - (SELECT count(*) FROM faqs_fts WHERE faqs_fts MATCH ?1) AS n`,
      params: [`"${mark}"`],
    },
  ])
  return { near: (found?.rows ?? []).map(faqOf), stale: number(counted?.rows[0]?.n) }
}

/** Entries that are not found by the words of this mark yet. */
export async function staleFaqs(db: Database, mark: string, limit: number): Promise<Faq[]> {
  const sql = `SELECT * FROM faqs WHERE id NOT IN (SELECT id FROM faqs_fts WHERE faqs_fts MATCH ?1) ORDER BY id LIMIT ?2`
  return (await db.rows(sql, `"${mark}"`, limit)).map(faqOf)
}

import type { Faq } from '../../schema/faq.ts'
import { json, number, text } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { list, when } from './listing.ts'

export type FaqRow = { faq: Faq; createdAt: number; updatedAt: number }
/** An entry with the terms by which it is found. */
export type FoundBy = { faq: Faq; terms: string }

export async function listFaqs(db: Database, after: string | null, limit: number): Promise<FaqRow[]> {
  const { sql, params } = list('faqs', when(after, 'id > ?'), 'id', limit)
  return (await db.rows(sql, ...params)).map(toFaq)
}

export async function countFaqs(db: Database): Promise<number> {
  return number((await db.rows('SELECT count(*) AS n FROM faqs'))[0]?.n)
}

export async function knownFaqs(db: Database, ids: readonly string[]): Promise<string[]> {
  const sql = 'SELECT f.id FROM json_each(?1) k CROSS JOIN faqs f ON f.id = k.value'
  return (await db.rows(sql, JSON.stringify(ids))).map((row) => text(row.id))
}

export async function findFaq(db: Database, id: string): Promise<FaqRow | undefined> {
  const [row] = await db.rows('SELECT * FROM faqs WHERE id = ?1', id)
  return row && toFaq(row)
}

/** Write entries, and what they are found by. */
export async function saveFaqs(db: Database, faqs: readonly FoundBy[], now: number): Promise<void> {
  const rows = faqs.map(({ faq: { id, ...body }, terms }) => ({ id, body: JSON.stringify(body), terms }))
  const all = JSON.stringify(rows)
  await db.batch([
    {
      sql: `INSERT INTO faqs (id, body, created_at, updated_at) SELECT value->>'id', value->>'body', ?2, ?2 FROM json_each(?1)
        WHERE true ON CONFLICT (id) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at`,
      params: [all, now],
    },
    ...found(all),
  ])
}

/** Write again what entries are found by, when the words have changed. */
export async function reindexFaqs(db: Database, faqs: readonly FoundBy[]): Promise<void> {
  const all = faqs.map(({ faq, terms }) => ({ id: faq.id, terms }))
  if (all.length > 0) await db.batch(found(JSON.stringify(all)))
}

function found(all: string): Statement[] {
  return [
    { sql: "DELETE FROM faqs_fts WHERE id IN (SELECT value->>'id' FROM json_each(?1))", params: [all] },
    { sql: "INSERT INTO faqs_fts (id, terms) SELECT value->>'id', value->>'terms' FROM json_each(?1)", params: [all] },
  ]
}

export async function deleteFaq(db: Database, id: string): Promise<boolean> {
  const [deleted] = await db.batch([
    { sql: 'DELETE FROM faqs WHERE id = ?1 RETURNING id', params: [id] },
    { sql: 'DELETE FROM faqs_fts WHERE id = ?1', params: [id] },
  ])
  return (deleted?.rows.length ?? 0) > 0
}

export function faqOf(row: Row): Faq {
  return { ...json<Omit<Faq, 'id'>>(row.body), id: text(row.id) }
}

function toFaq(row: Row): FaqRow {
  return { faq: faqOf(row), createdAt: number(row.created_at), updatedAt: number(row.updated_at) }
}

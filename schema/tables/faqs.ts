import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What members often ask: see `Faq`. */
export const faqs = sqliteTable('faqs', {
  id: text().primaryKey(),
  /** As JSON. */
  body: text().notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

/** Where questions are found by their terms. A virtual table: see workers/local/generate.ts. */
export const faqsFts = sqliteTable('faqs_fts', { id: text(), terms: text() })

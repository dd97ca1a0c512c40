import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The shared library: messages that any workflow may name. */
export const texts = sqliteTable('texts', {
  id: text().primaryKey(),
  /** By locale, as JSON; the locale of a text that has only one is empty. */
  locales: text().notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

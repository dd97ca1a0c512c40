import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Named conditions over a contact. They are evaluated when they are asked for; only the last count of each is kept. */
export const segments = sqliteTable('segments', {
  id: text().primaryKey(),
  name: text().notNull(),
  source: text().notNull(),
  /** How many contacts were in it, and when that was counted. */
  count: integer(),
  countedAt: integer('counted_at'),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

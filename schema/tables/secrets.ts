import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What steps may send along and nobody may read: sealed with AES-GCM under MASTER_KEY. */
export const secrets = sqliteTable('secrets', {
  name: text().primaryKey(),
  sealed: text().notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

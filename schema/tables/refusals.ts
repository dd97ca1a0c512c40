import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The last webhooks that a channel refused, for whoever sets it up. Never a body: a stranger may have sent it. */
export const refusals = sqliteTable('refusals', {
  seq: integer().primaryKey(),
  channel: text().notNull(),
  at: integer().notNull(),
  status: integer().notNull(),
  why: text().notNull(),
  method: text().notNull(),
  size: integer().notNull(),
  /** Names of the headers that came along, without what they said. */
  headers: text().notNull(),
})

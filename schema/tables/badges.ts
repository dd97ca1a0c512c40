import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Badges that members can have. With a rule it is awarded as soon as that holds. */
export const badges = sqliteTable('badges', {
  id: text().primaryKey(),
  /** Texts, each alone or by locale, as JSON. */
  name: text().notNull(),
  description: text(),
  rule: text(),
  createdAt: integer('created_at').notNull(),
})

import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What points can be redeemed for. How many are left is a share: `item:<id>`. */
export const items = sqliteTable('items', {
  id: text().primaryKey(),
  name: text().notNull(),
  points: integer().notNull(),
  perMember: integer('per_member'),
  createdAt: integer('created_at').notNull(),
})

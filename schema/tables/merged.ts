import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Contacts that are no more, and who they are now: always somebody who is. */
export const merged = sqliteTable(
  'merged',
  {
    fromId: text('from_id').primaryKey(),
    intoId: text('into_id').notNull(),
    at: integer().notNull(),
  },
  (t) => [index('merged_into').on(t.intoId)],
)

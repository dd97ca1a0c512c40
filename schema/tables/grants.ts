import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * What members got of something that they share: a place in a rolling window. One row each that was granted, none that
 * was refused; counted when the next one asks, and kept until nobody can ask for it any more.
 */
export const grants = sqliteTable(
  'grants',
  {
    resource: text().notNull(),
    /** Who asked: `run:step:iteration`. */
    id: text().notNull(),
    at: integer().notNull(),
    keepUntil: integer('keep_until').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.resource, t.id] }),
    index('grants_at').on(t.resource, t.at),
    index('grants_keep_until').on(t.keepUntil),
  ],
)

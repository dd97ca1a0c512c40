import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * What was answered to those who asked for something that members share, under the key of the step that asked, kept
 * until nobody can ask for it any more. A place in a rolling window has a row when it was granted, none when it was
 * refused; the rows are what is counted when the next one asks. Everything else has an `answer` either way.
 */
export const grants = sqliteTable(
  'grants',
  {
    resource: text().notNull(),
    /** Who asked: `run:step:iteration`. */
    id: text().notNull(),
    at: integer().notNull(),
    keepUntil: integer('keep_until').notNull(),
    answer: text(),
  },
  (t) => [
    primaryKey({ columns: [t.resource, t.id] }),
    index('grants_at').on(t.resource, t.at),
    index('grants_keep_until').on(t.keepUntil),
  ],
)

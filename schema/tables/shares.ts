import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Things that there is a number of, and how many of them are taken: goods in stock, points of a budget, seats. */
export const shares = sqliteTable('shares', {
  resource: text().primaryKey(),
  /** Null for as many as anybody wants. */
  capacity: integer(),
  taken: integer().notNull(),
})

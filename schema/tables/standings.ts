import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What commits note, one row each: carried over to the boards and the figures later, by the minute or before a look. */
export const moves = sqliteTable('moves', {
  id: integer().primaryKey(),
  /** Places that contacts have moved to. See `Standing` of the engine. */
  moved: text().notNull(),
  /** What it says for the figures: see `Noted`; and the earliest quarter of an hour that it speaks of. */
  noted: text().notNull().default('{}'),
  low: integer(),
})

/** Who stands where on which board. The key is the order of the board, so a page of it is a range, and so is a rank. */
export const standings = sqliteTable(
  'standings',
  {
    board: text().notNull(),
    /** `2026-W02`, `2026-01` or `ever`. */
    period: text().notNull(),
    score: integer().notNull(),
    subjectId: text('subject_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.board, t.period, t.score, t.subjectId] })],
)

import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * What contacts are found by: `tag:<tag>`, `tier:<tier>`, and `name:` with what of the name begins at each of its words,
 * and of addresses and handles at each of their parts. Commits note what has changed of it (`moves`), and it follows. The
 * key is the order of a page, newest last.
 */
export const terms = sqliteTable(
  'terms',
  {
    term: text().notNull(),
    subjectId: text('subject_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.term, t.subjectId] })],
)

import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Which contact was put into which branch of an experiment, and when: once each. */
export const exposures = sqliteTable(
  'exposures',
  {
    experiment: text().notNull(),
    subjectId: text('subject_id').notNull(),
    branch: text().notNull(),
    at: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.experiment, t.subjectId] })],
)

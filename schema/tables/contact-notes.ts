import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What workflows wrote down about contacts, by the commit that wrote it. */
export const contactNotes = sqliteTable(
  'contact_notes',
  {
    subjectId: text('subject_id').notNull(),
    version: integer().notNull(),
    /** The key of the step that wrote it. */
    id: text().notNull(),
    runId: text('run_id').notNull(),
    text: text().notNull(),
    at: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.subjectId, t.version, t.id] })],
)

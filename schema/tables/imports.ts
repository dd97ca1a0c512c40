import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What is to be imported, in the pieces in which it came; gone when the job is done. */
export const importParts = sqliteTable(
  'import_parts',
  {
    jobId: text('job_id').notNull(),
    part: integer().notNull(),
    /** Bytes in base64: a piece may end in the middle of a character. */
    content: text().notNull(),
    lines: integer().notNull(),
    /** Product time at which it came. */
    at: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.part] })],
)

/** Lines that could not be imported: as many as anybody reads. */
export const importErrors = sqliteTable(
  'import_errors',
  {
    jobId: text('job_id').notNull(),
    line: integer().notNull(),
    column: text().notNull(),
    reason: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.line, t.column] })],
)

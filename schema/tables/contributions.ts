import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What members have made for the community, and what was made of it. `id` begins with the id of who made it. */
export const contributions = sqliteTable(
  'contributions',
  {
    id: text().primaryKey(),
    subjectId: text('subject_id').notNull(),
    kind: text().notNull(),
    title: text(),
    text: text(),
    url: text(),
    at: integer().notNull(),
    status: text({ enum: ['waiting', 'graded', 'rejected'] }).notNull(),
    grade: integer(),
    featuredAt: integer('featured_at'),
    decidedAt: integer('decided_at'),
    decidedBy: text('decided_by'),
    note: text(),
  },
  (t) => [
    index('contributions_at').on(t.at),
    index('contributions_subject').on(t.subjectId, t.at),
    index('contributions_waiting').on(t.at).where(sql`status = 'waiting'`),
  ],
)

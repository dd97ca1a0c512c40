import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Consents as they were given and withdrawn: the proof. Ids begin with the subject's and count up. */
export const consents = sqliteTable('consents', {
  id: text().primaryKey(),
  subjectId: text('subject_id').notNull(),
  category: text().notNull(),
  channel: text(),
  granted: integer().notNull(),
  source: text({ enum: ['word', 'workflow', 'api', 'link'] }).notNull(),
  proof: text().notNull(),
  at: integer().notNull(),
})

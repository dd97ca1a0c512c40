import { index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What can be asked: see `Survey`. */
export const surveys = sqliteTable('surveys', {
  id: text().primaryKey(),
  /** As JSON. */
  body: text().notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

/**
 * What was answered, once for each time that somebody was asked. `id` is the key of the step that asked, so ids begin
 * with the subject's; an anonymous answer has an id of its own, no subject, and only the day as its time.
 */
export const surveyAnswers = sqliteTable(
  'survey_answers',
  {
    id: text().primaryKey(),
    surveyId: text('survey_id').notNull(),
    subjectId: text('subject_id'),
    score: real(),
    /** By question, as JSON. */
    answers: text().notNull(),
    at: integer().notNull(),
  },
  (t) => [index('survey_answers_survey').on(t.surveyId, t.at)],
)

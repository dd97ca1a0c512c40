import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What waits for a person. `id` is the key of the step that asks, so ids begin with the subject's. */
export const tasks = sqliteTable(
  'tasks',
  {
    id: text().primaryKey(),
    subjectId: text('subject_id').notNull(),
    runId: text('run_id').notNull(),
    workflowId: text('workflow_id').notNull(),
    kind: text({ enum: ['approval', 'task', 'moderation', 'complaint'] }).notNull(),
    title: text().notNull(),
    detail: text(),
    assignee: text(),
    status: text({ enum: ['open', 'approved', 'rejected', 'done', 'expired', 'cancelled'] }).notNull(),
    dueAt: integer('due_at'),
    answerBy: integer('answer_by'),
    firstAnsweredAt: integer('first_answered_at'),
    createdAt: integer('created_at').notNull(),
    decidedAt: integer('decided_at'),
    decidedBy: text('decided_by'),
    note: text(),
  },
  (t) => [index('tasks_created').on(t.createdAt), index('tasks_status').on(t.status, t.createdAt)],
)

import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** A position in a program and a few variables. Ids begin with the subject's, so that they also list by subject. */
export const runs = sqliteTable(
  'runs',
  {
    seq: integer().primaryKey(),
    id: text().notNull().unique('runs_id'),
    workflowId: text('workflow_id').notNull(),
    version: integer().notNull(),
    subjectId: text('subject_id').notNull(),
    status: text({ enum: ['active', 'waiting', 'completed', 'exited', 'failed', 'cancelled'] }).notNull(),
    position: integer().notNull(),
    step: text(),
    wakeAt: integer('wake_at'),
    waiting: text(),
    startedAt: integer('started_at').notNull(),
    endedAt: integer('ended_at'),
    reason: text(),
    /** Everything else the engine keeps of a run: see `RunMemory`. */
    memory: text().notNull(),
    firstVersion: integer('first_version').notNull(),
    lastVersion: integer('last_version').notNull(),
  },
  (t) => [index('runs_workflow').on(t.workflowId), index('runs_failed').on(t.status).where(sql`status = 'failed'`)],
)

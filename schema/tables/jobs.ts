import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Long work in pages: how far it is, and who is at it. */
export const jobs = sqliteTable(
  'jobs',
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    /** What it works on: see run/jobs.ts. */
    task: text().notNull(),
    status: text({ enum: ['running', 'paused', 'done', 'cancelled', 'failed'] }).notNull(),
    cursor: text().notNull(),
    done: integer().notNull(),
    /** Of those that are done, for how many something was started. */
    matched: integer().notNull().default(0),
    total: integer(),
    error: text(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    leaseUntil: integer('lease_until').notNull(),
  },
  (t) => [index('jobs_running').on(t.leaseUntil).where(sql`status = 'running'`)],
)

/** When each schedule trigger ticks next. Computed from the definition: a lost row is made anew. */
export const schedules = sqliteTable(
  'schedules',
  {
    workflowId: text('workflow_id').notNull(),
    trigger: integer().notNull(),
    version: integer().notNull(),
    nextAt: integer('next_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workflowId, t.trigger] })],
)

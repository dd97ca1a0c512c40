import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Messages to many, and how far they are. */
export const broadcasts = sqliteTable(
  'broadcasts',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** As written: see `Broadcast`. */
    body: text().notNull(),
    /** Grows with every change of what is written. */
    version: integer().notNull(),
    status: text({
      enum: ['draft', 'approving', 'scheduled', 'sending', 'paused', 'done', 'rejected', 'expired', 'cancelled'],
    }).notNull(),
    /** Steps of the approval as they were when it was submitted, as JSON; which of them is asked, and how often it was. */
    steps: text().notNull(),
    step: integer().notNull(),
    round: integer().notNull(),
    taskId: text('task_id'),
    /** Product time at which it begins. */
    beginsAt: integer('begins_at').notNull(),
    /** When somebody must look at it; null when there is nothing to look for. */
    lookAt: integer('look_at'),
    jobId: text('job_id'),
    reason: text(),
    /** What became of its messages, once it has ended. */
    figures: text(),
    createdAt: integer('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    updatedAt: integer('updated_at').notNull(),
    startedAt: integer('started_at'),
    endedAt: integer('ended_at'),
  },
  (t) => [
    index('broadcasts_look').on(t.lookAt).where(sql`look_at IS NOT NULL`),
    index('broadcasts_begins').on(t.beginsAt),
  ],
)

/** Everything that was ever written of a broadcast. */
export const broadcastVersions = sqliteTable(
  'broadcast_versions',
  {
    broadcastId: text('broadcast_id').notNull(),
    version: integer().notNull(),
    body: text().notNull(),
    at: integer().notNull(),
    by: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.broadcastId, t.version] })],
)

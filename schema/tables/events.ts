import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The inbox, and the memory of what came. `id` is derived from what the sender repeats, so a redelivery meets it. */
export const events = sqliteTable(
  'events',
  {
    seq: integer().primaryKey(),
    id: text().notNull().unique('events_id'),
    type: text().notNull(),
    channel: text(),
    /** Who, on that channel; or the subject itself when the sender knows it. */
    externalId: text('external_id'),
    subjectId: text('subject_id'),
    profile: text(),
    at: integer().notNull(),
    receivedAt: integer('received_at').notNull(),
    data: text().notNull(),
    /** Workflows whose work led here, the first one first. */
    causes: text().notNull(),
    status: text({ enum: ['pending', 'handled', 'failed'] }).notNull(),
    attempts: integer().notNull().default(0),
    /** Real time until which somebody is at it. */
    leaseUntil: integer('lease_until').notNull(),
    started: text(),
    reason: text(),
    /** Per workflow that did not start: why. */
    refused: text(),
    /** Events that handling this one raised about the same subject, each with its own outcome. */
    raised: text(),
  },
  (t) => [
    index('events_pending').on(t.leaseUntil).where(sql`status = 'pending'`),
    index('events_failed').on(t.status).where(sql`status = 'failed'`),
  ],
)

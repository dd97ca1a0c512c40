import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What must leave the house: messages, and the requests of `http.request`. `id` is the idempotency key. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    seq: integer().primaryKey(),
    id: text().notNull().unique('deliveries_id'),
    kind: text({ enum: ['message', 'request'] }).notNull(),
    subjectId: text('subject_id'),
    runId: text('run_id'),
    channel: text(),
    recipient: text(),
    /** A message's text, or a request as JSON. */
    body: text().notNull(),
    /** What the event brought along to answer it with, as JSON. */
    ticket: text(),
    category: text().notNull(),
    status: text({
      enum: ['queued', 'deferred', 'sending', 'sent', 'failed', 'unknown', 'skipped', 'expired', 'cancelled'],
    }).notNull(),
    reason: text(),
    attempts: integer().notNull(),
    /** How often and how far apart to try: see `RetryPolicy`. */
    retry: text().notNull(),
    /** `resend` or `hold` when nobody can know whether it went out. */
    onUnknown: text('on_unknown', { enum: ['resend', 'hold'] }).notNull(),
    /** 1 when a run waits for the outcome. */
    awaited: integer().notNull(),
    providerId: text('provider_id'),
    createdAt: integer('created_at').notNull(),
    /** Product time before which it must not go. */
    sendAfter: integer('send_after').notNull(),
    /** Real time until which somebody is at it, and who. */
    leaseUntil: integer('lease_until').notNull(),
    lease: text(),
    sentAt: integer('sent_at'),
  },
  (t) => [index('deliveries_open').on(t.sendAfter).where(sql`status IN ('queued', 'deferred', 'sending')`)],
)

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
    /** Whether `recipient` is a person or a room. */
    audience: text({ enum: ['contact', 'room'] })
      .notNull()
      .default('contact'),
    /** A message's text, or a request as JSON. */
    body: text().notNull(),
    /** What the event brought along to answer it with, as JSON. */
    ticket: text(),
    /** What a message shows beside its text, as JSON: see `Extras`. */
    content: text(),
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
    /** Its place among what waits for the same channel: lower goes first. */
    rank: integer().notNull().default(0),
    /** The channel, while it stands in line for its pace. */
    line: text(),
    /** How many pieces of a long message have been sent. */
    piecesSent: integer('pieces_sent').notNull().default(0),
    providerId: text('provider_id'),
    createdAt: integer('created_at').notNull(),
    /** Product time before which it must not go. */
    sendAfter: integer('send_after').notNull(),
    /** Real time until which somebody is at it, and who. */
    leaseUntil: integer('lease_until').notNull(),
    lease: text(),
    sentAt: integer('sent_at'),
  },
  (t) => [
    index('deliveries_open').on(t.sendAfter).where(sql`status IN ('queued', 'sending') AND line IS NULL`),
    index('deliveries_failed').on(t.status).where(sql`status = 'failed'`),
    index('deliveries_unknown').on(t.status).where(sql`status = 'unknown'`),
    index('deliveries_line').on(t.line, t.rank, t.seq).where(sql`line IS NOT NULL`),
  ],
)

import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * Whoever a stimulus can concern: a contact, or a system entity. One row is the whole actor but for its runs.
 * `version` counts commits and fences them; `due_at` is the next instant at which anything of it falls due.
 */
export const subjects = sqliteTable(
  'subjects',
  {
    id: text().primaryKey(),
    kind: text({ enum: ['contact', 'system'] }).notNull(),
    version: integer().notNull(),
    dueAt: integer('due_at'),
    name: text(),
    locale: text(),
    timezone: text(),
    phone: text(),
    email: text(),
    tags: text().notNull(),
    traits: text().notNull(),
    points: integer().notNull(),
    tier: text(),
    stage: text().notNull(),
    risk: integer().notNull(),
    owner: text(),
    streak: integer().notNull(),
    referrals: integer().notNull(),
    consents: text().notNull(),
    identities: text().notNull(),
    lastChannel: text('last_channel'),
    joinedAt: integer('joined_at'),
    leftAt: integer('left_at'),
    lastSeenAt: integer('last_seen_at'),
    createdAt: integer('created_at').notNull(),
    /** Ids of the runs that have not ended, in order of their start. */
    active: text().notNull(),
    /** When each workflow was last entered, by entry key. */
    entries: text().notNull(),
    /** The branch of each experiment that they were put into. */
    branches: text().notNull(),
    dates: text().notNull(),
    segments: text().notNull(),
    bursts: text().notNull(),
    /** When each throttled step let them pass, within its window. */
    throttles: text().notNull().default('{}'),
    /** What else we remember of them: see `Facts`. */
    facts: text().notNull().default('{}'),
    runCount: integer('run_count').notNull(),
    ledgerCount: integer('ledger_count').notNull(),
  },
  (t) => [
    index('subjects_due').on(t.dueAt).where(sql`due_at IS NOT NULL`),
    index('subjects_email').on(sql`lower(email)`).where(sql`email IS NOT NULL`),
    index('subjects_phone').on(t.phone).where(sql`phone IS NOT NULL`),
    index('subjects_stage').on(t.stage).where(sql`kind = 'contact'`),
  ],
)

/** Which subject a platform's id belongs to. The primary key is what makes a contact unique. */
export const identities = sqliteTable(
  'identities',
  {
    channel: text().notNull(),
    externalId: text('external_id').notNull(),
    subjectId: text('subject_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.channel, t.externalId] })],
)

/** One row a commit of a subject. Its key is the fence: of two commits on the same version, one fails. */
export const journal = sqliteTable(
  'journal',
  {
    subjectId: text('subject_id').notNull(),
    version: integer().notNull(),
    at: integer().notNull(),
    /** Ids of the events that this commit handled. */
    events: text().notNull(),
    /** What each run did, in order: see `JournalEntry` of the engine. */
    entries: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.subjectId, t.version] })],
)

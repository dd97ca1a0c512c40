import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Meetings that members sign up for. How many seats there are is a share: `seat:<id>`. */
export const gatherings = sqliteTable(
  'gatherings',
  {
    id: text().primaryKey(),
    /** A text or one per locale, as JSON; so is the description. */
    name: text().notNull(),
    description: text(),
    place: text(),
    startsAt: integer('starts_at').notNull(),
    endsAt: integer('ends_at'),
    waitlist: integer().notNull(),
    code: text().notNull(),
    status: text({ enum: ['open', 'cancelled'] }).notNull(),
    /** Sign-ups so far: the place of the last one in their order. */
    made: integer().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [index('gatherings_starts').on(t.startsAt)],
)

/** Who has signed up: one row a member, whatever became of it. */
export const signups = sqliteTable(
  'signups',
  {
    gatheringId: text('gathering_id').notNull(),
    subjectId: text('subject_id').notNull(),
    status: text({ enum: ['confirmed', 'waitlisted', 'cancelled', 'attended'] }).notNull(),
    /** Their place in the order of signing up. */
    seq: integer().notNull(),
    /** The key of whatever changed it last. */
    asked: text().notNull(),
    promoted: integer().notNull().default(0),
    at: integer().notNull(),
    changedAt: integer('changed_at').notNull(),
    checkedInAt: integer('checked_in_at'),
    score: real(),
    feedback: text(),
    feedbackAt: integer('feedback_at'),
  },
  (t) => [
    primaryKey({ columns: [t.gatheringId, t.subjectId] }),
    index('signups_waiting').on(t.gatheringId, t.seq).where(sql`status = 'waitlisted'`),
    index('signups_subject').on(t.subjectId),
  ],
)

import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** The personal code of each member who has asked for one. The key makes it unique, the index gives each only one. */
export const referralCodes = sqliteTable(
  'referral_codes',
  {
    code: text().primaryKey(),
    subjectId: text('subject_id').notNull(),
    createdAt: integer('created_at').notNull(),
    clicks: integer().notNull(),
  },
  (t) => [uniqueIndex('referral_codes_subject').on(t.subjectId)],
)

/**
 * Who was brought by whom: once for each member. `n` is the order in which they were committed, so that each can count
 * those before it. Device, address, phone and mail are keyed hashes.
 */
export const referrals = sqliteTable(
  'referrals',
  {
    n: integer().primaryKey(),
    inviteeId: text('invitee_id').notNull(),
    referrerId: text('referrer_id').notNull(),
    code: text().notNull(),
    at: integer().notNull(),
    status: text({ enum: ['asked', 'pending', 'held', 'review', 'qualified', 'rejected', 'reversed'] }).notNull(),
    score: integer().notNull(),
    /** See `Signal`. */
    signals: text().notNull(),
    device: text(),
    ip: text(),
    phone: text(),
    email: text(),
    /** The key of whoever asked. */
    asked: text().notNull(),
    reason: text(),
    decidedAt: integer('decided_at'),
    decidedBy: text('decided_by'),
  },
  (t) => [
    uniqueIndex('referrals_invitee').on(t.inviteeId),
    index('referrals_referrer').on(t.referrerId, t.at),
    index('referrals_status').on(t.status),
    index('referrals_ip').on(t.ip, t.at, t.referrerId).where(sql`ip IS NOT NULL`),
    index('referrals_device').on(t.device).where(sql`device IS NOT NULL`),
    index('referrals_phone').on(t.phone).where(sql`phone IS NOT NULL`),
    index('referrals_email').on(t.email).where(sql`email IS NOT NULL`),
  ],
)

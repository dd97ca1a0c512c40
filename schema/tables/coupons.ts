import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** A pool of coupon codes: imported ones, or ones that are made when they are issued. */
export const pools = sqliteTable('pools', {
  id: text().primaryKey(),
  name: text().notNull(),
  kind: text({ enum: ['imported', 'generated'] }).notNull(),
  prefix: text().notNull(),
  alphabet: text().notNull(),
  length: integer().notNull(),
  perMember: integer('per_member'),
  expiresIn: text('expires_in'),
  expiresInMs: integer('expires_in_ms'),
  expiresAt: integer('expires_at'),
  /** How many codes there are, or may be; null for as many as anybody wants. */
  total: integer(),
  issued: integer().notNull(),
  used: integer().notNull(),
  createdAt: integer('created_at').notNull(),
})

export const codes = sqliteTable(
  'codes',
  {
    poolId: text('pool_id').notNull(),
    code: text().notNull(),
    /** The order in which imported codes go. */
    n: integer().notNull(),
    subjectId: text('subject_id'),
    /** The key of the step that it was issued to. */
    asked: text(),
    issuedAt: integer('issued_at'),
    expiresAt: integer('expires_at'),
    usedAt: integer('used_at'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.code] }),
    index('codes_free').on(t.poolId, t.n).where(sql`issued_at IS NULL`),
    index('codes_subject').on(t.subjectId, t.poolId).where(sql`subject_id IS NOT NULL`),
  ],
)

import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Points, append only. The balance of a contact is the sum of its entries, and each entry says it. */
export const ledger = sqliteTable(
  'ledger',
  {
    subjectId: text('subject_id').notNull(),
    seq: integer().notNull(),
    delta: integer().notNull(),
    kind: text().notNull(),
    reason: text().notNull(),
    /** What made it, once: `run:step:iteration`, or an operator's key. */
    key: text().notNull(),
    at: integer().notNull(),
    availableAt: integer('available_at'),
    expiresAt: integer('expires_at'),
    balance: integer().notNull(),
    item: text(),
    /** Of what it took, what would have expired: `[[expires at, points]]`. */
    took: text(),
  },
  (t) => [primaryKey({ columns: [t.subjectId, t.seq] })],
)

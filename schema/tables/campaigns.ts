import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Campaigns, and the phase that was last told of. */
export const campaigns = sqliteTable(
  'campaigns',
  {
    id: text().primaryKey(),
    /** As written: see `Campaign`. */
    body: text().notNull(),
    /** Grows with every change of what is written. */
    version: integer().notNull(),
    phase: text({ enum: ['planned', 'warm_up', 'burst', 'continuation', 'wrap_up', 'ended'] }).notNull(),
    /** When the next phase begins; null when none does. */
    lookAt: integer('look_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [index('campaigns_look').on(t.lookAt).where(sql`look_at IS NOT NULL`)],
)

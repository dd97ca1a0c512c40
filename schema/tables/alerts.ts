import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Episodes of alerts, as their subjects last left them. `drill` is 1 for exercises. */
export const alerts = sqliteTable(
  'alerts',
  {
    id: text().primaryKey(),
    key: text().notNull(),
    name: text().notNull(),
    level: integer().notNull(),
    title: text().notNull(),
    detail: text(),
    drill: integer().notNull(),
    status: text({ enum: ['open', 'acknowledged', 'resolved'] }).notNull(),
    raisedAt: integer('raised_at').notNull(),
    occurrences: integer().notNull(),
    suppressed: integer().notNull(),
    lastAt: integer('last_at').notNull(),
    acknowledgedAt: integer('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
    resolvedAt: integer('resolved_at'),
    resolvedBy: text('resolved_by'),
    note: text(),
    contactId: text('contact_id'),
    workflowId: text('workflow_id'),
    /** Who was paged when, and what else happened, as JSON: see `AlertEntry`. */
    history: text().notNull(),
  },
  (t) => [index('alerts_raised').on(t.raisedAt)],
)

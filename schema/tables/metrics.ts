import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What was counted, by the minute: milliseconds since the epoch, divided. */
export const metrics = sqliteTable(
  'metrics',
  {
    metric: text().notNull(),
    minute: integer().notNull(),
    value: real().notNull(),
  },
  (t) => [primaryKey({ columns: [t.metric, t.minute] })],
)

/** On which side of its line each metric trigger was found. `turn` counts the changes of this row, and fences them. */
export const crossings = sqliteTable(
  'crossings',
  {
    workflowId: text('workflow_id').notNull(),
    trigger: integer().notNull(),
    holds: integer().notNull(),
    turn: integer().notNull(),
    /** When it may change without anything being counted: something leaves the windows. */
    lookAt: integer('look_at'),
  },
  (t) => [primaryKey({ columns: [t.workflowId, t.trigger] })],
)

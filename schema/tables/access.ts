import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** API keys. The key itself is shown once; only its hash is kept. */
export const keys = sqliteTable('keys', {
  hash: text().primaryKey(),
  id: text().notNull(),
  name: text().notNull(),
  role: text({ enum: ['viewer', 'operator', 'admin'] }).notNull(),
  prefix: text().notNull(),
  createdAt: integer('created_at').notNull(),
  /** Product time from which on it opens nothing; null when it never ends. */
  expiresAt: integer('expires_at'),
  /** To the hour: not every request is worth a row. */
  lastUsedAt: integer('last_used_at'),
  /** Requests that it may make in a minute; null for what the settings say. */
  perMinute: integer('per_minute'),
})

/** First answers to writes that carried an Idempotency-Key. */
export const answers = sqliteTable(
  'answers',
  {
    caller: text().notNull(),
    key: text().notNull(),
    request: text().notNull(),
    status: integer().notNull(),
    body: text().notNull(),
    at: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.caller, t.key] }), index('answers_at').on(t.at)],
)

/** Small things with a name that must survive: the virtual clock, cached platform tokens. */
export const notes = sqliteTable('notes', {
  name: text().primaryKey(),
  value: text().notNull(),
  expiresAt: integer('expires_at'),
})

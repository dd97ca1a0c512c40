import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** One row. Its revision grows with every change of what decides: workflows, channels, settings. */
export const catalogue = sqliteTable('catalogue', {
  id: integer().primaryKey(),
  revision: integer().notNull(),
})

export const workflows = sqliteTable('workflows', {
  id: text().primaryKey(),
  name: text().notNull(),
  draft: text().notNull(),
  status: text({ enum: ['draft', 'active', 'paused'] }).notNull(),
  /** The version that new runs take; absent until the first publication. */
  version: integer(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

/** Published definitions never change. */
export const versions = sqliteTable(
  'versions',
  {
    workflowId: text('workflow_id').notNull(),
    version: integer().notNull(),
    definition: text().notNull(),
    inputs: text().notNull(),
    publishedAt: integer('published_at').notNull(),
    publishedBy: text('published_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workflowId, t.version] })],
)

export const channels = sqliteTable('channels', {
  id: text().primaryKey(),
  kind: text().notNull(),
  name: text().notNull(),
  config: text().notNull(),
  /** Sealed with AES-GCM under MASTER_KEY. */
  secrets: text().notNull(),
  apiBase: text('api_base'),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

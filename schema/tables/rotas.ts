import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Who is on call when, as JSON: see `Rota`. */
export const rotas = sqliteTable('rotas', {
  id: text().primaryKey(),
  rota: text().notNull(),
  createdAt: integer('created_at').notNull(),
})

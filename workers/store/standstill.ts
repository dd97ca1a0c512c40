import { jsonOrNull } from './cell.ts'
import type { Database, Statement } from './database.ts'

/** Why nothing is carried out for the time being: an import that is not whole yet, or of which something else came than was exported. */
export type Standstill = { why: 'import'; of: string; spoiled?: true }

const NAME = 'standstill'

export async function findStandstill(db: Database): Promise<Standstill | null> {
  const [row] = await db.rows('SELECT value FROM notes WHERE name = ?1', NAME)
  return jsonOrNull(row?.value)
}

export function standStill(standstill: Standstill): Statement {
  const sql = 'INSERT INTO notes (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
  return { sql, params: [NAME, JSON.stringify(standstill)] }
}

export const GO_ON: Statement = { sql: 'DELETE FROM notes WHERE name = ?1', params: [NAME] }

import { CONTACTS } from '../../schema/figure.ts'
import { number } from './cell.ts'
import type { Database, Statement } from './database.ts'

/** How many contacts there are, as SQL: what has been added up, and what has been noted since. Nobody is counted for it. */
export const CONTACTS_NOW = `(SELECT coalesce((SELECT value FROM figures WHERE area = '${CONTACTS}' AND slot = 0 AND metric = 'n'), 0)
  + coalesce((SELECT sum(f.value->>3) FROM moves m, json_each(m.noted, '$.f') f WHERE f.value->>0 = '${CONTACTS}'), 0))`

export async function countContacts(db: Database): Promise<number> {
  const [row] = await db.rows(`SELECT ${CONTACTS_NOW} AS n`)
  return number(row?.n)
}

/** One fewer. */
export const NOTE_GONE: Statement = {
  sql: `INSERT INTO moves (moved, noted) VALUES ('[]', json_object('p', json('[]'), 'f', json_array(json_array('${CONTACTS}', 0, 'n', -1))))`,
  params: [],
}

import { text } from './cell.ts'
import type { Database, Statement } from './database.ts'
import { RAISE_REVISION } from './revision.ts'

/** Something sealed, and where it lies. */
export type Sealed = { place: 'channels' | 'secrets' | 'notes'; id: string; sealed: string }

/** Everything that lies sealed in the database for longer than a day. */
export async function readSealed(db: Database): Promise<Sealed[]> {
  const rows = await db.rows(
    `SELECT 'channels' AS place, id, secrets AS sealed FROM channels WHERE secrets <> ''
      UNION ALL SELECT 'secrets', name, sealed FROM secrets
      UNION ALL SELECT 'notes', name, value->>'$' FROM notes WHERE name = 'webhook_secret'`,
  )
  return rows.map((row) => ({
    place: row.place as Sealed['place'],
    id: text(row.id),
    sealed: text(row.sealed),
  }))
}

/** Put what was sealed again in its place, unless somebody has changed it meanwhile. */
export async function replaceSealed(db: Database, changed: readonly (Sealed & { fresh: string })[]): Promise<void> {
  const statements = changed.map(({ place, id, sealed, fresh }): Statement => {
    const { sql, wrap } = REPLACE[place]
    return { sql, params: [id, wrap(sealed), wrap(fresh)] }
  })
  if (statements.length > 0) await db.batch([...statements, RAISE_REVISION])
}

const plain = (sealed: string) => sealed
const REPLACE: Record<Sealed['place'], { sql: string; wrap: (sealed: string) => string }> = {
  channels: { sql: 'UPDATE channels SET secrets = ?3 WHERE id = ?1 AND secrets = ?2', wrap: plain },
  secrets: { sql: 'UPDATE secrets SET sealed = ?3 WHERE name = ?1 AND sealed = ?2', wrap: plain },
  notes: {
    sql: 'UPDATE notes SET value = ?3 WHERE name = ?1 AND value = ?2',
    wrap: (sealed) => JSON.stringify(sealed),
  },
}

import { number, text } from './cell.ts'
import type { Database, Row } from './database.ts'
import { list, when } from './listing.ts'

export type StoredKey = { id: string; name: string; role: string; prefix: string; createdAt: number }

export async function listKeys(db: Database, after: string | null, limit: number): Promise<StoredKey[]> {
  const { sql, params } = list('keys', when(after, 'id < ?'), 'id DESC', limit)
  return (await db.rows(sql, ...params)).map(toKey)
}

/** Only the hash is kept of the key itself. */
export async function addKey(db: Database, key: StoredKey & { hash: string }): Promise<void> {
  const sql = 'INSERT INTO keys (hash, id, name, role, prefix, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)'
  await db.batch([{ sql, params: [key.hash, key.id, key.name, key.role, key.prefix, key.createdAt] }])
}

export async function deleteKey(db: Database, id: string): Promise<boolean> {
  return (await db.rows('DELETE FROM keys WHERE id = ?1 RETURNING id', id)).length > 0
}

function toKey(row: Row): StoredKey {
  return {
    id: text(row.id),
    name: text(row.name),
    role: text(row.role),
    prefix: text(row.prefix),
    createdAt: number(row.created_at),
  }
}

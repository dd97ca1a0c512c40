import { number, numberOrNull, text } from './cell.ts'
import type { Database, Row } from './database.ts'
import { list, when } from './listing.ts'

export type StoredKey = {
  id: string
  name: string
  role: string
  prefix: string
  createdAt: number
  expiresAt: number | null
  lastUsedAt: number | null
  perMinute: number | null
}

export async function listKeys(db: Database, after: string | null, limit: number): Promise<StoredKey[]> {
  const { sql, params } = list('keys', when(after, 'id < ?'), 'id DESC', limit)
  return (await db.rows(sql, ...params)).map(toKey)
}

export async function findKey(db: Database, id: string): Promise<StoredKey | undefined> {
  const [row] = await db.rows('SELECT * FROM keys WHERE id = ?1', id)
  return row && toKey(row)
}

export async function findKeyByHash(db: Database, hash: string): Promise<StoredKey | undefined> {
  const [row] = await db.rows('SELECT * FROM keys WHERE hash = ?1', hash)
  return row && toKey(row)
}

/** Only the hash is kept of the key itself. */
export async function addKey(db: Database, key: StoredKey & { hash: string }): Promise<void> {
  const sql = `INSERT INTO keys (hash, id, name, role, prefix, created_at, expires_at, per_minute)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`
  const { hash, id, name, role, prefix, createdAt, expiresAt, perMinute } = key
  await db.batch([{ sql, params: [hash, id, name, role, prefix, createdAt, expiresAt, perMinute] }])
}

/** Remember that it was used. */
export async function touchKey(db: Database, id: string, now: number): Promise<void> {
  await db.batch([{ sql: 'UPDATE keys SET last_used_at = ?2 WHERE id = ?1', params: [id, now] }])
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
    expiresAt: numberOrNull(row.expires_at),
    lastUsedAt: numberOrNull(row.last_used_at),
    perMinute: numberOrNull(row.per_minute),
  }
}

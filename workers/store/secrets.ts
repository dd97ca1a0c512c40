import { number, text } from './cell.ts'
import type { Database, Row } from './database.ts'
import { list, when } from './listing.ts'
import { RAISE_REVISION } from './revision.ts'

/** A secret without what it says. */
export type SecretRow = { name: string; createdAt: number; updatedAt: number }

export async function listSecrets(db: Database, after: string | null, limit: number): Promise<SecretRow[]> {
  const { sql, params } = list('secrets', when(after, 'name > ?'), 'name', limit)
  return (await db.rows(sql, ...params)).map(toSecret)
}

export async function countSecrets(db: Database): Promise<number> {
  return number((await db.rows('SELECT count(*) AS n FROM secrets'))[0]?.n)
}

export async function findSecret(db: Database, name: string): Promise<SecretRow | undefined> {
  const [row] = await db.rows('SELECT * FROM secrets WHERE name = ?1', name)
  return row && toSecret(row)
}

export async function saveSecret(db: Database, secret: SecretRow & { sealed: string }): Promise<void> {
  const sql = `INSERT INTO secrets (name, sealed, created_at, updated_at) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, updated_at = excluded.updated_at`
  const params = [secret.name, secret.sealed, secret.createdAt, secret.updatedAt]
  await db.batch([{ sql, params }, RAISE_REVISION])
}

export async function deleteSecret(db: Database, name: string): Promise<boolean> {
  const sql = 'DELETE FROM secrets WHERE name = ?1 RETURNING name'
  const [deleted] = await db.batch([{ sql, params: [name] }, RAISE_REVISION])
  return (deleted?.rows.length ?? 0) > 0
}

function toSecret(row: Row): SecretRow {
  return { name: text(row.name), createdAt: number(row.created_at), updatedAt: number(row.updated_at) }
}

import type { Contact, Identity } from '../../schema/actor.ts'
import { text } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { type Condition, list, when } from './listing.ts'
import { WHO_IS } from './merged.ts'
import { toContact } from './subjects.ts'

/** A contact by its id, or by that of one that was merged into it. */
export async function findContact(db: Database, id: string): Promise<Contact | undefined> {
  const [row] = await db.rows(`SELECT * FROM subjects WHERE id = ${WHO_IS} AND kind = 'contact'`, id)
  return row && toContact(row)
}

export async function contactIdOf(db: Database, { channel, external_id }: Identity): Promise<string | undefined> {
  const sql = 'SELECT subject_id FROM identities WHERE channel = ?1 AND external_id = ?2'
  const [row] = await db.rows(sql, channel, external_id)
  return row && text(row.subject_id)
}

export async function findContacts(db: Database, ids: readonly string[]): Promise<Contact[]> {
  const sql = "SELECT s.* FROM json_each(?1) k CROSS JOIN subjects s ON s.id = k.value WHERE s.kind = 'contact'"
  return (await db.rows(sql, JSON.stringify(ids))).map(toContact)
}

/** Which of these ids are no contact's. */
export async function missingContacts(db: Database, ids: readonly string[]): Promise<string[]> {
  const sql = `SELECT k.value AS id FROM json_each(?1) k LEFT JOIN subjects s ON s.id = k.value AND s.kind = 'contact'
    WHERE s.id IS NULL`
  return (await db.rows(sql, JSON.stringify(ids))).map((row) => text(row.id))
}

/** Which of these identities belong to somebody. */
export async function takenIdentities(db: Database, identities: readonly Identity[]): Promise<Identity[]> {
  const sql = `SELECT i.channel, i.external_id FROM json_each(?1) k CROSS JOIN identities i
    ON i.channel = k.value->>'channel' AND i.external_id = k.value->>'external_id'`
  const rows = await db.rows(sql, JSON.stringify(identities))
  return rows.map((row) => ({ channel: text(row.channel), external_id: text(row.external_id) }))
}

/** All contacts, newest first. */
export async function listContacts(db: Database, after: string | null, limit: number): Promise<Contact[]> {
  const conditions: Condition[] = [{ sql: "kind = 'contact'", params: [] }, ...when(after ?? END, 'id < ?')]
  const { sql, params } = list('subjects', conditions, 'id DESC', limit)
  return (await db.rows(sql, ...params)).map(toContact)
}

/** Ids of contacts begin with a `c`: what lies behind them is no contact. */
const END = 'd'

/** The subject's version, and some rows as of the same instant. */
export async function readAt(
  db: Database,
  id: string,
  also: Statement,
): Promise<{ version: number | undefined; rows: Row[] }> {
  const [subject, rows] = await db.batch([{ sql: 'SELECT version FROM subjects WHERE id = ?1', params: [id] }, also])
  const version = subject?.rows[0]?.version
  return { version: typeof version === 'number' ? version : undefined, rows: rows?.rows ?? [] }
}

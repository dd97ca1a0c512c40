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

export type ContactFilter = { q: string | undefined; identity: Identity | undefined }

/** Contacts, newest first: all, those that a search finds, or the one with an identity. */
export async function listContacts(
  db: Database,
  { q, identity }: ContactFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<Contact[]> {
  const conditions: Condition[] = [
    { sql: "kind = 'contact'", params: [] },
    ...when(
      identity?.channel,
      'id IN (SELECT subject_id FROM identities WHERE channel = ? AND external_id = ?)',
      ...Object.values(identity ?? {}),
    ),
    ...when(q, FOUND, ...(q === undefined ? [] : [q, q, q, q, q])),
    ...when(after, 'id < ?'),
  ]
  const { sql, params } = list('subjects', conditions, 'id DESC', limit)
  return (await db.rows(sql, ...params)).map(toContact)
}

/** What a search finds: its parameters are what is looked for, five times. */
export const FOUND = `id = ? OR phone = ? OR lower(email) = lower(?) OR instr(lower(name), lower(?)) > 0
  OR id IN (SELECT subject_id FROM identities WHERE external_id = ?)`

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

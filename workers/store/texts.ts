import { json, number, text } from './cell.ts'
import type { Database, Row } from './database.ts'
import { list, when } from './listing.ts'
import { RAISE_REVISION } from './revision.ts'

/** A text of the shared library, by locale. */
export type TextRow = { id: string; locales: Record<string, string>; createdAt: number; updatedAt: number }

export async function listTexts(db: Database, after: string | null, limit: number): Promise<TextRow[]> {
  const { sql, params } = list('texts', when(after, 'id > ?'), 'id', limit)
  return (await db.rows(sql, ...params)).map(toText)
}

export async function countTexts(db: Database): Promise<number> {
  return number((await db.rows('SELECT count(*) AS n FROM texts'))[0]?.n)
}

export async function findText(db: Database, id: string): Promise<TextRow | undefined> {
  const [row] = await db.rows('SELECT * FROM texts WHERE id = ?1', id)
  return row && toText(row)
}

export async function saveText(db: Database, { id, locales, createdAt, updatedAt }: TextRow): Promise<void> {
  const sql = `INSERT INTO texts (id, locales, created_at, updated_at) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (id) DO UPDATE SET locales = excluded.locales, updated_at = excluded.updated_at`
  await db.batch([{ sql, params: [id, JSON.stringify(locales), createdAt, updatedAt] }, RAISE_REVISION])
}

export async function deleteText(db: Database, id: string): Promise<boolean> {
  const [deleted] = await db.batch([
    { sql: 'DELETE FROM texts WHERE id = ?1 RETURNING id', params: [id] },
    RAISE_REVISION,
  ])
  return (deleted?.rows.length ?? 0) > 0
}

function toText(row: Row): TextRow {
  return {
    id: text(row.id),
    locales: json(row.locales),
    createdAt: number(row.created_at),
    updatedAt: number(row.updated_at),
  }
}

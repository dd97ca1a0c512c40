import { json, jsonOrNull, number, text, textOrNull } from './cell.ts'
import type { Database, Row } from './database.ts'
import { RAISE_REVISION } from './revision.ts'

type LocalText = string | Record<string, string>

export type Badge = {
  id: string
  name: LocalText
  description: LocalText | null
  rule: string | null
  createdAt: number
}

export async function listBadges(db: Database, after: string | null, limit: number): Promise<Badge[]> {
  return (await db.rows('SELECT * FROM badges WHERE id > ?1 ORDER BY id LIMIT ?2', after ?? '', limit + 1)).map(toBadge)
}

export async function findBadge(db: Database, id: string): Promise<Badge | undefined> {
  const [row] = await db.rows('SELECT * FROM badges WHERE id = ?1', id)
  return row && toBadge(row)
}

export async function saveBadge(db: Database, { id, name, description, rule, createdAt }: Badge): Promise<void> {
  const sql = `INSERT INTO badges (id, name, description, rule, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description, rule = excluded.rule`
  const params = [id, JSON.stringify(name), description === null ? null : JSON.stringify(description), rule, createdAt]
  await db.batch([{ sql, params }, RAISE_REVISION])
}

export async function deleteBadge(db: Database, id: string): Promise<boolean> {
  const [gone] = await db.batch([{ sql: 'DELETE FROM badges WHERE id = ?1', params: [id] }, RAISE_REVISION])
  return (gone?.changes ?? 0) > 0
}

function toBadge(row: Row): Badge {
  return {
    id: text(row.id),
    name: json(row.name),
    description: jsonOrNull(row.description),
    rule: textOrNull(row.rule),
    createdAt: number(row.created_at),
  }
}

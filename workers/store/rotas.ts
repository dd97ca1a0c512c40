import type { Rota } from '../../schema/rota.ts'

import { json, number, text } from './cell.ts'
import type { Database, Row } from './database.ts'
import { RAISE_REVISION } from './revision.ts'

export type KnownRota = { id: string; rota: Rota; createdAt: number }

export async function listRotas(db: Database, after: string | null, limit: number): Promise<KnownRota[]> {
  return (await db.rows('SELECT * FROM rotas WHERE id > ?1 ORDER BY id LIMIT ?2', after ?? '', limit + 1)).map(toRota)
}

export async function findRota(db: Database, id: string): Promise<KnownRota | undefined> {
  const [row] = await db.rows('SELECT * FROM rotas WHERE id = ?1', id)
  return row && toRota(row)
}

export async function saveRota(db: Database, { id, rota, createdAt }: KnownRota): Promise<void> {
  const sql = `INSERT INTO rotas (id, rota, created_at) VALUES (?1, ?2, ?3)
    ON CONFLICT (id) DO UPDATE SET rota = excluded.rota`
  await db.batch([{ sql, params: [id, JSON.stringify(rota), createdAt] }, RAISE_REVISION])
}

export async function deleteRota(db: Database, id: string): Promise<boolean> {
  const [gone] = await db.batch([{ sql: 'DELETE FROM rotas WHERE id = ?1', params: [id] }, RAISE_REVISION])
  return (gone?.changes ?? 0) > 0
}

function toRota(row: Row): KnownRota {
  return { id: text(row.id), rota: json(row.rota), createdAt: number(row.created_at) }
}

import { number, numberOrNull, text } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { RAISE_REVISION } from './revision.ts'

export type Segment = {
  id: string
  name: string
  source: string
  count: number | null
  countedAt: number | null
  createdAt: number
  updatedAt: number
}

export async function listSegments(db: Database, after: string | null, limit: number): Promise<Segment[]> {
  const rows = await db.rows('SELECT * FROM segments WHERE id > ?1 ORDER BY id LIMIT ?2', after ?? '', limit + 1)
  return rows.map(toSegment)
}

export async function findSegment(db: Database, id: string): Promise<Segment | undefined> {
  const [row] = await db.rows('SELECT * FROM segments WHERE id = ?1', id)
  return row && toSegment(row)
}

/** Keep a segment. What was counted of another condition is forgotten. */
export async function saveSegment(
  db: Database,
  { id, name, source, now }: { id: string; name: string; source: string; now: number },
  also: readonly Statement[],
): Promise<void> {
  const sql = `INSERT INTO segments (id, name, source, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, source = excluded.source, updated_at = excluded.updated_at,
    count = CASE WHEN source = excluded.source THEN count END,
    counted_at = CASE WHEN source = excluded.source THEN counted_at END`
  await db.batch([{ sql, params: [id, name, source, now] }, RAISE_REVISION, ...also])
}

/** What came of counting this condition, unless the segment has another by now. */
export function keepCount(id: string, source: string, { count, at }: { count: number; at: number }): Statement {
  return {
    sql: 'UPDATE segments SET count = ?3, counted_at = ?4 WHERE id = ?1 AND source = ?2',
    params: [id, source, count, at],
  }
}

export async function deleteSegment(db: Database, id: string): Promise<boolean> {
  const [gone] = await db.batch([{ sql: 'DELETE FROM segments WHERE id = ?1', params: [id] }, RAISE_REVISION])
  return (gone?.changes ?? 0) > 0
}

function toSegment(row: Row): Segment {
  return {
    id: text(row.id),
    name: text(row.name),
    source: text(row.source),
    count: numberOrNull(row.count),
    countedAt: numberOrNull(row.counted_at),
    createdAt: number(row.created_at),
    updatedAt: number(row.updated_at),
  }
}

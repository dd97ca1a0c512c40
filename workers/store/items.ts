import { number, numberOrNull, text } from './cell.ts'
import type { Database, Row } from './database.ts'
import { RAISE_REVISION } from './revision.ts'

export type Item = {
  id: string
  name: string
  points: number
  perMember: number | null
  createdAt: number
  /** What is left; null for no end. */
  stock: number | null
  redeemed: number
}

const ITEMS = `SELECT i.*, s.capacity - s.taken AS stock, s.taken AS redeemed
  FROM items i JOIN shares s ON s.resource = 'item:' || i.id`

export async function listItems(db: Database, after: string | null, limit: number): Promise<Item[]> {
  return (await db.rows(`${ITEMS} WHERE i.id > ?1 ORDER BY i.id LIMIT ?2`, after ?? '', limit + 1)).map(toItem)
}

export async function findItem(db: Database, id: string): Promise<Item | undefined> {
  const [row] = await db.rows(`${ITEMS} WHERE i.id = ?1`, id)
  return row && toItem(row)
}

export type ItemWish = Pick<Item, 'id' | 'name' | 'points' | 'perMember' | 'createdAt'> & { stock?: number | null }

/** Keep an item. `stock` is how many are left from now on, whatever was redeemed; without it that stays as it is. */
export async function saveItem(db: Database, item: ItemWish): Promise<void> {
  const { id, name, points, perMember, createdAt, stock } = item
  const then = stock === undefined ? 'NOTHING' : 'UPDATE SET capacity = taken + ?2'
  await db.batch([
    {
      sql: `INSERT INTO items (id, name, points, per_member, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, points = excluded.points, per_member = excluded.per_member`,
      params: [id, name, points, perMember, createdAt],
    },
    {
      sql: `INSERT INTO shares (resource, capacity, taken) VALUES (?1, ?2, 0) ON CONFLICT (resource) DO ${then}`,
      params: [`item:${id}`, stock ?? null],
    },
    RAISE_REVISION,
  ])
}

export async function deleteItem(db: Database, id: string): Promise<boolean> {
  const [gone] = await db.batch([
    { sql: 'DELETE FROM items WHERE id = ?1', params: [id] },
    { sql: 'DELETE FROM shares WHERE resource = ?1', params: [`item:${id}`] },
    RAISE_REVISION,
  ])
  return (gone?.changes ?? 0) > 0
}

function toItem(row: Row): Item {
  return {
    id: text(row.id),
    name: text(row.name),
    points: number(row.points),
    perMember: numberOrNull(row.per_member),
    createdAt: number(row.created_at),
    stock: numberOrNull(row.stock),
    redeemed: number(row.redeemed),
  }
}

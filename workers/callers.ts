import { createHash, timingSafeEqual } from 'node:crypto'
import type { House } from './house.ts'

export type Role = 'viewer' | 'operator' | 'admin'

/** Who asks: an API key, by its id. */
export type Caller = { id: string; role: Role }

const RANK: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 }

export function isAtLeast(caller: Caller, role: Role): boolean {
  return RANK[caller.role] >= RANK[role]
}

/** What is kept of a key. Keys are long and random, so a plain hash is enough. */
export function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** Whoever holds the key with this hash, or undefined: the environment's admin key, or one of the table. */
export async function callerByHash({ env, deps }: House, hash: string): Promise<Caller | undefined> {
  const admin = env.ADMIN_KEY && Buffer.from(hashOf(env.ADMIN_KEY))
  const given = Buffer.from(hash)
  if (admin && admin.length === given.length && timingSafeEqual(given, admin)) return { id: 'admin-key', role: 'admin' }
  const [row] = await deps.db.rows('SELECT id, role FROM keys WHERE hash = ?1', hash)
  return row ? { id: String(row.id), role: row.role as Role } : undefined
}

import { createHash, timingSafeEqual } from 'node:crypto'
import type { House } from './house.ts'
import { endSession, hasEnded } from './store/answers.ts'
import { findKeyByHash, touchKey } from './store/keys.ts'

export type Role = 'viewer' | 'operator' | 'admin'

/** Who asks: an API key, by its id and its name. `perMinute` is its own limit, if it has one. */
export type Caller = { id: string; name: string; role: Role; perMinute?: number }

const RANK: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 }

export function isAtLeast(caller: Caller, role: Role): boolean {
  return RANK[caller.role] >= RANK[role]
}

/** What is kept of a key. Keys are long and random, so a plain hash is enough. */
export function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** Last use is told to the hour: a key that works all day costs 24 rows, not one a request. */
const TOUCHED_MS = 3_600_000

/**
 * Whoever holds the key with this hash, or undefined: the environment's admin key, or one of the table that has not
 * expired. The table is asked each time, so that a key that is taken back opens nothing from then on.
 */
export async function callerByHash({ env, deps }: House, hash: string): Promise<Caller | undefined> {
  const admin = env.ADMIN_KEY && Buffer.from(hashOf(env.ADMIN_KEY))
  const given = Buffer.from(hash)
  if (admin && admin.length === given.length && timingSafeEqual(given, admin))
    return { id: 'admin-key', name: 'ADMIN_KEY', role: 'admin' }
  const key = await findKeyByHash(deps.db, hash)
  const now = deps.clock.now()
  if (!key || (key.expiresAt !== null && key.expiresAt <= now)) return undefined
  if (key.lastUsedAt === null || now - key.lastUsedAt >= TOUCHED_MS) await touchKey(deps.db, key.id, now)
  const { id, name, role, perMinute } = key
  return { id, name, role: role as Role, ...(perMinute !== null && { perMinute }) }
}

/** The same for who signed in with it: `session` is what their cookie says, until they leave. */
export async function callerInSession(house: House, hash: string, session: string): Promise<Caller | undefined> {
  const [caller, ended] = await Promise.all([callerByHash(house, hash), hasEnded(house.deps.db, session)])
  return ended ? undefined : caller
}

export async function leave({ deps }: House, session: string): Promise<void> {
  await endSession(deps.db, session, deps.clock.real())
}

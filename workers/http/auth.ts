import { createHash, timingSafeEqual } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import type { App, C, Caller, Role } from './context.ts'
import { problem } from './problem.ts'

const RANK: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 }

/** Whoever the bearer key belongs to, or undefined. */
export async function callerOf(c: C): Promise<Caller | undefined> {
  const key = /^Bearer (.{1,200})$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (key === undefined) return undefined
  const hash = hashOf(key)
  const admin = c.env.ADMIN_KEY
  if (admin && timingSafeEqual(Buffer.from(hash), Buffer.from(hashOf(admin)))) return { id: 'admin-key', role: 'admin' }
  const [row] = await c.var.house.deps.db.rows('SELECT id, role FROM keys WHERE hash = ?1', hash)
  return row ? { id: String(row.id), role: row.role as Role } : undefined
}

/** What is kept of a key. Keys are long and random, so a plain hash is enough. */
export function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

export function mayWrite(caller: Caller): boolean {
  return RANK[caller.role] >= RANK.operator
}

/** 401 without a key, 403 below the role: viewers read, operators write. */
export const authenticated = createMiddleware<App>(async (c, next) => {
  const caller = await callerOf(c)
  if (!caller) return problem(c, 401)
  c.set('caller', caller)
  const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
  if (!reads && !mayWrite(caller)) return problem(c, 403)
  return next()
})

export function atLeast(role: Role) {
  return createMiddleware<App>(async (c, next) => {
    if (RANK[c.var.caller.role] < RANK[role]) return problem(c, 403)
    return next()
  })
}

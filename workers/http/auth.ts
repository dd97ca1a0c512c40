import { createMiddleware } from 'hono/factory'
import { type Caller, callerByHash, hashOf, isAtLeast, type Role } from '../callers.ts'
import { tooMany } from './allowance.ts'
import type { App, C } from './context.ts'
import { problem } from './problem.ts'

/** Whoever the bearer key belongs to, or undefined. */
export async function callerOf(c: C): Promise<Caller | undefined> {
  const key = /^Bearer (.{1,200})$/i.exec(c.req.header('authorization') ?? '')?.[1]
  return key === undefined ? undefined : callerByHash(c.var.house, hashOf(key))
}

export function mayWrite(caller: Caller): boolean {
  return isAtLeast(caller, 'operator')
}

/** 429 when this key has asked more often than it may. */
export async function tooOften(c: C, caller: Caller): Promise<Response | undefined> {
  const { settings } = await c.var.house.deps.catalogue.known()
  return tooMany(c, `key ${caller.id}`, caller.perMinute ?? settings.limits.key_per_minute)
}

/** 401 without a key, 403 below the role: viewers read, operators write. */
export const authenticated = createMiddleware<App>(async (c, next) => {
  const caller = await callerOf(c)
  if (!caller) return problem(c, 401)
  const refused = await tooOften(c, caller)
  if (refused) return refused
  c.set('caller', caller)
  const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
  if (!reads && !mayWrite(caller)) return problem(c, 403)
  return next()
})

export function atLeast(role: Role) {
  return createMiddleware<App>(async (c, next) => {
    if (!isAtLeast(c.var.caller, role)) return problem(c, 403)
    return next()
  })
}

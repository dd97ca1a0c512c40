import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import { logInfo, within } from '../store/log.ts'
import type { App, C } from './context.ts'

const BYTES = 12

/** Each request has an id: its answer, the log and the audit say the same one. In development the answer says what it took. */
export const identified = createMiddleware<App>(async (c, next) => {
  c.set('requestId', newRequestId())
  const { deps } = c.var.house
  const began = deps.clock.real()
  const context = { request_id: c.var.requestId, database: { calls: 0, ms: 0 } }
  await within(context, next)
  c.header('X-Request-Id', c.var.requestId)
  const ms = deps.clock.real() - began
  const { calls, ms: databaseMs } = context.database
  if (deps.development) c.header('Server-Timing', `total;dur=${ms}, db;dur=${databaseMs};desc="${calls} calls"`)
  else logInfo('answered', { method: c.req.method, route: routeOf(c), status: c.res.status, ms, d1: calls })
})

/** The route as it is written, without what stood in its places: that may be somebody's. */
export function routeOf(c: C): string {
  const named = matchedRoutes(c).filter(({ path }) => !path.includes('*'))
  return named.at(-1)?.path ?? '*'
}

export function newRequestId(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(BYTES))).toString('base64url')
}

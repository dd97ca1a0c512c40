import { createMiddleware } from 'hono/factory'
import type { App } from './context.ts'

const BYTES = 12

/** Each request has an id: its answer, the log and the audit say the same one. */
export const identified = createMiddleware<App>(async (c, next) => {
  c.set('requestId', newRequestId())
  await next()
  c.header('X-Request-Id', c.var.requestId)
})

export function newRequestId(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(BYTES))).toString('base64url')
}

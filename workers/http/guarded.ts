import { createMiddleware } from 'hono/factory'
import type { App } from './context.ts'

const YEAR_SECONDS = 366 * 86_400
/** Of what is no page of ours nothing is loaded or carried out, should a browser open it. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

/** What every answer tells browsers: it is what it says that it is, nobody frames it, and we are reached as we were. */
export const guarded = createMiddleware<App>(async (c, next) => {
  await next()
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('X-Frame-Options', 'DENY')
  if (!c.res.headers.has('content-security-policy')) c.header('Content-Security-Policy', CONTENT_SECURITY_POLICY)
  if (new URL(c.req.url).protocol === 'https:') c.header('Strict-Transport-Security', `max-age=${YEAR_SECONDS}`)
})

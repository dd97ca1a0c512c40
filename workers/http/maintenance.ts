import { createMiddleware } from 'hono/factory'
import type { App } from './context.ts'
import { problem } from './problem.ts'

const AGAIN_SECONDS = '60'
/** What takes something in, whatever the method says. */
const DOORS = /^\/(hooks|events|timers|l|r|s|u|a|g)(\/|$)/

/** While the house is closed nothing is taken in and nothing changed; reading goes on. Platforms send again later. */
export const closed = createMiddleware<App>(async (c, next) => {
  const reads = ['GET', 'HEAD', 'OPTIONS'].includes(c.req.method) && !DOORS.test(c.req.path)
  const enters = c.req.path === '/sign-in' || c.req.path.startsWith('/dev/')
  if (c.env.MAINTENANCE !== '1' || reads || enters) return next()
  c.header('Retry-After', AGAIN_SECONDS)
  return problem(c, 503, 'closed for maintenance')
})

import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { house } from '../house.ts'
import { logError } from '../store/log.ts'
import { acknowledging } from './acknowledge.tsx'
import { checkin } from './checkin.tsx'
import type { App } from './context.ts'
import { dev } from './dev.ts'
import { docs } from './docs.tsx'
import { events } from './events.ts'
import { FRAME_CSS } from './frame.tsx'
import { guarded } from './guarded.ts'
import { health } from './health.ts'
import { hooks } from './hooks.ts'
import { identified, routeOf } from './identified.ts'
import { links } from './links.ts'
import { closed } from './maintenance.ts'
import { problem } from './problem.ts'
import { referralLanding } from './referral-landing.tsx'
import { schema } from './schema.ts'
import { surveyPage } from './survey-page.tsx'
import { unsubscribe } from './unsubscribe.tsx'
import { v1 } from './v1.ts'
import { wakes } from './wake.ts'

/** The whole HTTP surface. */
export const api = new Hono<App>()

api.use(async (c, next) => {
  c.set('house', await house(c.env))
  return next()
})
api.use(identified)
api.use(guarded)
api.use(closed)
api.route('/hooks', hooks)
api.route('/events', events)
api.route('/timers', wakes)
api.route('/l', links)
api.route('/r', referralLanding)
api.get('/page.css', (c) => c.body(FRAME_CSS, 200, { 'content-type': 'text/css; charset=utf-8' }))
api.route('/a', acknowledging)
api.route('/s', surveyPage)
api.route('/', unsubscribe)
api.route('/g', checkin)
api.route('/api/v1', v1)
api.route('/dev', dev)
api.route('/', health)
api.route('/', schema)
api.route('/', docs)

api.notFound((c) => problem(c, 404))
api.onError((error, c) => {
  if (error instanceof HTTPException) return problem(c, error.status as ContentfulStatusCode)
  const asked = { method: c.req.method, route: routeOf(c) }
  logError('a request failed', error, asked)
  return problem(c, 500)
})

import { Hono } from 'hono'
import { html } from 'hono/html'
import { bytesOf } from '../body.ts'
import { assets } from './assets.ts'
import { entrance, signedIn } from './entrance.tsx'
import { NAV } from './nav.ts'
import { alerts } from './pages/alerts.tsx'
import { audit } from './pages/audit.tsx'
import { broadcasts } from './pages/broadcasts.tsx'
import { calendar } from './pages/calendar.tsx'
import { campaigns } from './pages/campaigns.tsx'
import { channels } from './pages/channels.tsx'
import { contributions } from './pages/contributions.tsx'
import { experiments } from './pages/experiments.tsx'
import { faqs } from './pages/faqs.tsx'
import { figures } from './pages/figures.tsx'
import { gatherings } from './pages/gatherings.tsx'
import { jobs } from './pages/jobs.tsx'
import { keys } from './pages/keys.tsx'
import { leaderboards } from './pages/leaderboards.tsx'
import { library } from './pages/library.tsx'
import { members } from './pages/members.tsx'
import { messages } from './pages/messages.tsx'
import { moving, STREAMED_PATH } from './pages/moving.tsx'
import { overview } from './pages/overview.tsx'
import { preferences } from './pages/preferences.tsx'
import { referrals } from './pages/referrals.tsx'
import { rotas } from './pages/rotas.tsx'
import { runs } from './pages/runs.tsx'
import { segments } from './pages/segments.tsx'
import { settings } from './pages/settings.tsx'
import { surveys } from './pages/surveys.tsx'
import { tasks } from './pages/tasks.tsx'
import { templates } from './pages/templates.tsx'
import { workflows } from './pages/workflows.tsx'
import type { Page, Site } from './site.ts'
import { type Ask, visitOf } from './visit.ts'

/** Own style, own scripts, own pictures, own forms: nothing else, and nobody may frame it. */
function contentSecurityPolicy(nonce: string | undefined): string {
  return [
    "default-src 'none'",
    `style-src 'self'${nonce === undefined ? '' : ` 'nonce-${nonce}'`}`,
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

const BODY_BYTES_MAX = 1024 * 1024

/** The operators' pages. `ask` is the API, asked as whoever is signed in. */
export function consoleOf(ask: Ask): Hono<Site> {
  const site = new Hono<Site>()
  site.use(async (c, next) => {
    await next()
    if (!isOurs(c)) return
    c.header('Content-Security-Policy', contentSecurityPolicy(c.var.visit?.nonce))
    c.header('Referrer-Policy', 'same-origin')
    if (!c.res.headers.has('cache-control')) c.header('Cache-Control', 'no-store')
  })
  site.use(bounded)
  site.route('/', assets)
  site.route('/', entrance)
  site.use(async (c, next) => guard(c, ask, next))
  for (const page of [
    overview,
    workflows,
    runs,
    members,
    segments,
    messages,
    tasks,
    channels,
    audit,
    jobs,
    keys,
    library,
    moving,
    settings,
    templates,
    alerts,
    referrals,
    contributions,
    preferences,
    figures,
    broadcasts,
    calendar,
    gatherings,
    campaigns,
    experiments,
    faqs,
    leaderboards,
    surveys,
    rotas,
  ])
    site.route('/', page)
  return site
}

const PLACES: ReadonlySet<string> = new Set([
  '',
  'sign-in',
  'sign-out',
  'preferences',
  'console',
  ...NAV.flatMap(({ items }) => items.map(({ path }) => path.split('/')[1] ?? '')),
])

/** Whether this address is a page of the console; everything else belongs to machines. */
function isOurs(c: Page): boolean {
  return PLACES.has(c.req.path.split('/')[1] ?? '')
}

/** Of any size, read as it comes. Another site cannot send it without asking first: it is no form, and has a header of its own. */
function isStreamed(c: Page): boolean {
  return c.req.path === STREAMED_PATH && c.req.header('x-csrf') !== undefined
}

/** A form is read once, as far as it may be long; what is none, or longer, is refused before anybody looks at it. */
async function bounded(c: Page, next: () => Promise<void>): Promise<Response | undefined> {
  if (isOurs(c) && !isStreamed(c) && c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    const bytes = await bytesOf(c, BODY_BYTES_MAX)
    if (!bytes) return c.body(null, 413)
    const headers = { 'content-type': c.req.header('content-type') ?? 'application/x-www-form-urlencoded' }
    const form = await new Response(bytes, { headers }).formData().catch(() => undefined)
    if (!form) return c.body(null, 400)
    c.req.bodyCache.formData = form
  }
  await next()
  return undefined
}

/** Only for who is signed in; and what changes something must come from one of our own forms. */
async function guard(c: Page, ask: Ask, next: () => Promise<void>): Promise<Response | undefined> {
  if (!isOurs(c)) {
    await next()
    return undefined
  }
  const session = await signedIn(c)
  const url = new URL(c.req.url)
  if (!session) return c.redirect(`/sign-in?to=${encodeURIComponent(`${url.pathname}${url.search}`)}`, 303)
  c.set('visit', await visitOf(c, ask, session))
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    const foreign = c.req.header('origin') !== undefined && c.req.header('origin') !== url.origin
    const given = foreign ? undefined : isStreamed(c) ? c.req.header('x-csrf') : (await c.req.formData()).get('_csrf')
    if (given !== session.csrf)
      return c.html(html`<!DOCTYPE html><p>This form is no longer good: go back and load the page again.</p>`, 403)
  }
  await next()
  return undefined
}

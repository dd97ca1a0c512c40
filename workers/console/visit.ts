import { createHash } from 'node:crypto'
import { getCookie, setCookie } from 'hono/cookie'
import type { Caller } from '../callers.ts'
import { apiThrough } from './api.ts'
import type { Flash, Page, Visit } from './site.ts'
import { LOCALES, type Locale, preferred } from './words.ts'

/** The API as the console reaches it: see workers/http/inside.ts. */
export type Ask = (caller: Caller, request: Request, env: Page['env'], context: ExecutionContext) => Promise<Response>

const YEAR_SECONDS = 366 * 86_400

/** Everything that a page may know of whoever looks at it. */
export async function visitOf(c: Page, ask: Ask, session: { caller: Caller; csrf: string }): Promise<Visit> {
  const { deps } = c.var.house
  const { settings } = await deps.catalogue.known()
  const url = new URL(c.req.url)
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  // What streams is no form that has been read.
  const sent = (await c.req.bodyCache.formData)?.get('_once')
  const once = typeof sent === 'string' ? sent : undefined
  return {
    ...session,
    locale: localeOf(c),
    zone: chosenZone(c) ?? settings.timezone,
    theme: themeOf(getCookie(c, 'theme')),
    api: apiThrough((request) => ask(session.caller, request, c.env, c.executionCtx as ExecutionContext), once),
    nonce,
    mark: createHash('sha256')
      .update(once ?? nonce)
      .digest('hex')
      .slice(0, 6),
    path: `${url.pathname}${url.search}`,
    flash: takeFlash(c),
    nowMs: deps.clock.now(),
  }
}

export function localeOf(c: Page): Locale {
  const chosen = LOCALES.find((locale) => locale === getCookie(c, 'locale'))
  return chosen ?? preferred(c.req.header('accept-language'))
}

function chosenZone(c: Page): string | undefined {
  const zone = getCookie(c, 'zone')
  return zone !== undefined && isZone(zone) ? zone : undefined
}

/** Whether this names a time zone that we know. */
export function isZone(zone: string): boolean {
  try {
    return zone !== '' && new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}

export function themeOf(value: string | undefined): Visit['theme'] {
  return value === 'light' || value === 'dark' ? value : 'auto'
}

/** Remember how somebody likes to see the console. */
export function prefer(c: Page, name: 'locale' | 'theme' | 'zone', value: string): void {
  setCookie(c, name, value, { path: '/', sameSite: 'Lax', httpOnly: true, maxAge: YEAR_SECONDS })
}

/** Go to a page and say there, once, what was done. */
export function done(c: Page, to: string, text: string, tone: Flash['tone'] = 'good'): Response {
  setCookie(c, 'flash', JSON.stringify({ tone, text: text.slice(0, 500) }), {
    path: '/',
    sameSite: 'Lax',
    httpOnly: true,
    maxAge: 60,
  })
  return c.redirect(ownPath(to), 303)
}

const PATH_CHARS_MAX = 2_000

/** Only our own pages: whatever a form says. Browsers leave tabs and line breaks out, so that `/⇥/` would be `//`. */
export function ownPath(path: string): string {
  return path.length <= PATH_CHARS_MAX && /^\/(?![^?#]*[/\\]{2})(?![/\\])\P{Cc}*$/u.test(path) ? path : '/'
}

function takeFlash(c: Page): Flash | undefined {
  const written = c.req.method === 'GET' ? getCookie(c, 'flash') : undefined
  if (written === undefined) return undefined
  setCookie(c, 'flash', '', { path: '/', maxAge: 0 })
  try {
    const { tone, text } = JSON.parse(written) as Partial<Flash>
    return typeof text === 'string' ? { tone: tone === 'bad' ? 'bad' : 'good', text } : undefined
  } catch {
    return undefined
  }
}

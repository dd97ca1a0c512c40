import { getCookie, setCookie } from 'hono/cookie'
import { type Caller, callerByHash, hashOf } from '../callers.ts'
import type { House } from '../house.ts'
import type { Page } from './site.ts'

const NAME = 'qunflow_session'
const LASTS_MS = 12 * 3_600_000

export type Session = { caller: Caller; csrf: string }

/**
 * Sign in with an API key. The cookie holds the key's hash and a secret of the session, sealed: whoever reads it learns
 * nothing, and a key that is taken back ends its sessions with the next request.
 */
export async function signIn(c: Page, key: string): Promise<boolean> {
  const { house } = c.var
  const hash = hashOf(key)
  if (!(await callerByHash(house, hash))) return false
  const csrf = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64url')
  const sealed = await house.vault.seal({ hash, csrf, since: String(house.deps.clock.real()) })
  setCookie(c, NAME, sealed, { ...attributes(c), maxAge: LASTS_MS / 1000 })
  return true
}

export function signOut(c: Page): void {
  setCookie(c, NAME, '', { ...attributes(c), maxAge: 0 })
}

/** Whoever is signed in, or undefined. */
export async function sessionOf(c: Page): Promise<Session | undefined> {
  const sealed = getCookie(c, NAME)
  const opened = sealed === undefined ? undefined : await open(c.var.house, sealed)
  if (!opened || c.var.house.deps.clock.real() - Number(opened.since) > LASTS_MS) return undefined
  const caller = await callerByHash(c.var.house, opened.hash)
  return caller && { caller, csrf: opened.csrf }
}

async function open(house: House, sealed: string): Promise<{ hash: string; csrf: string; since: string } | undefined> {
  try {
    const { hash, csrf, since } = await house.vault.open(sealed)
    if (typeof hash !== 'string' || typeof csrf !== 'string' || typeof since !== 'string') return undefined
    return { hash, csrf, since }
  } catch {
    return undefined
  }
}

/** Sent over https wherever the product is reached so; never to scripts, never along with another site's requests. */
function attributes(c: Page) {
  return { httpOnly: true, sameSite: 'Lax', path: '/', secure: new URL(c.req.url).protocol === 'https:' } as const
}

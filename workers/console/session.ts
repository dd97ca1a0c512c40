import { getCookie, setCookie } from 'hono/cookie'
import { type Caller, callerByHash, callerInSession, hashOf, leave } from '../callers.ts'
import type { House } from '../house.ts'
import type { Page } from './site.ts'

const NAME = 'qunflow_session'
export const LASTS_MS = 12 * 3_600_000

export type Session = { caller: Caller; csrf: string }

/**
 * Sign in with an API key. The cookie holds the key's hash and a secret of the session, sealed: whoever reads it learns
 * nothing, and a key that is taken back ends its sessions with the next request. Undefined when there is no such key.
 */
export async function signIn(c: Page, key: string): Promise<Caller | undefined> {
  const { house } = c.var
  const hash = hashOf(key)
  const caller = await callerByHash(house, hash)
  if (!caller) return undefined
  const sealed = await house.vault.seal({ hash, csrf: newCsrf(), since: String(house.deps.clock.real()) })
  setCookie(c, NAME, sealed, { ...cookieAttributes(c), maxAge: LASTS_MS / 1000 })
  return caller
}

/** The cookie is taken away, and whoever has kept it opens nothing with it. */
export async function signOut(c: Page, { csrf }: Session): Promise<void> {
  await leave(c.var.house, csrf)
  setCookie(c, NAME, '', { ...cookieAttributes(c), maxAge: 0 })
}

/** Whoever is signed in with a key, or undefined. */
export async function sessionOf(c: Page): Promise<Session | undefined> {
  const sealed = getCookie(c, NAME)
  const opened = sealed === undefined ? undefined : await openSealed(c.var.house, sealed)
  if (!opened || c.var.house.deps.clock.real() - Number(opened.since) > LASTS_MS) return undefined
  const { hash, csrf } = opened
  const caller = hash === undefined ? undefined : await callerInSession(c.var.house, hash, csrf)
  return caller && { caller, csrf }
}

type Opened = { csrf: string; since: string; hash?: string; email?: string }

/** What one of our cookies holds; undefined when it is none of ours. */
export async function openSealed(house: House, sealed: string): Promise<Opened | undefined> {
  try {
    const { hash, email, csrf, since } = await house.vault.open(sealed)
    if (typeof csrf !== 'string' || typeof since !== 'string') return undefined
    return { csrf, since, ...(typeof hash === 'string' && { hash }), ...(typeof email === 'string' && { email }) }
  } catch {
    return undefined
  }
}

export function newCsrf(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64url')
}

/** From where somebody comes, as the network says. */
export function addressOf(c: Page): string {
  return c.req.header('cf-connecting-ip') ?? 'local'
}

/** Sent over https wherever the product is reached so; never to scripts, never along with another site's requests. */
export function cookieAttributes(c: Page) {
  return { httpOnly: true, sameSite: 'Lax', path: '/', secure: new URL(c.req.url).protocol === 'https:' } as const
}

import { getCookie, setCookie } from 'hono/cookie'
import { roleOf } from '../../schema/access.ts'
import type { Caller } from '../callers.ts'
import { auditSignIn } from '../sign-in-audit.ts'
import { addressOf, cookieAttributes, LASTS_MS, newCsrf, openSealed, type Session } from './session.ts'
import type { Page } from './site.ts'

const NAME = 'qunflow_access'
const HEADER = 'cf-access-jwt-assertion'

type Entering =
  | { kind: 'session'; session: Session }
  /** Access stands before us and does not say who this is. */
  | { kind: 'refused' }
  /** Access says who it is, and nobody has said what they may do. */
  | { kind: 'stranger'; email: string }
  | { kind: 'none' }

/**
 * Whoever Cloudflare Access says this is, with the role that the settings give them. Each request is looked at anew: who is
 * taken off the list, or signed out there, is out. The cookie only holds the secret that our forms carry.
 */
export async function enterByAccess(c: Page): Promise<Entering> {
  const { house } = c.var
  const token = c.req.header(HEADER)
  if (!house.access || token === undefined) return { kind: 'none' }
  const said = await house.access(token)
  if (said.kind === 'refused') return { kind: 'refused' }
  const { email } = said
  const { settings } = await house.deps.catalogue.refresh()
  const role = roleOf(settings.access, email)
  if (!role) return { kind: 'stranger', email }
  const caller: Caller = { id: `access:${email}`, name: email, role }
  const csrf = (await knownCsrf(c, email)) ?? (await begin(c, caller))
  return { kind: 'session', session: { caller, csrf } }
}

export function forgetAccess(c: Page): void {
  setCookie(c, NAME, '', { ...cookieAttributes(c), maxAge: 0 })
}

/** Whether signing out has to be said to Access as well. */
export function cameByAccess(c: Page): boolean {
  return c.var.house.access !== undefined && c.req.header(HEADER) !== undefined
}

async function knownCsrf(c: Page, email: string): Promise<string | undefined> {
  const sealed = getCookie(c, NAME)
  const opened = sealed === undefined ? undefined : await openSealed(c.var.house, sealed)
  const isOver = c.var.house.deps.clock.real() - Number(opened?.since) > LASTS_MS
  return opened && opened.email === email && !isOver ? opened.csrf : undefined
}

async function begin(c: Page, caller: Caller): Promise<string> {
  const { house } = c.var
  const csrf = newCsrf()
  const sealed = await house.vault.seal({ email: caller.name, csrf, since: String(house.deps.clock.real()) })
  setCookie(c, NAME, sealed, { ...cookieAttributes(c), maxAge: LASTS_MS / 1000 })
  const { requestId } = c.var
  await auditSignIn(house, { caller, by: 'access', address: addressOf(c), requestId, status: 200 })
  return csrf
}

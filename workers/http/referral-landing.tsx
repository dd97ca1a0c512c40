import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { invitationToken } from '../../workflows/engine/referrals/attribute.ts'
import { msOf } from '../../workflows/engine/referrals/moves.ts'
import type { Deps } from '../run/deps.ts'
import { clickCode, isCode } from '../store/referrals.ts'
import type { App, C } from './context.ts'
import { framed, localeOf } from './frame.tsx'
import { isPerson } from './person.ts'
import { problem } from './problem.ts'
import { ReferralPage } from './referral-page.tsx'

const COOKIE = 'qunflow_invite'
const COOKIE_MAX_S = 400 * 86_400
const CODE = /^[A-Za-z0-9]{1,64}$/

/**
 * Where a personal link leads: on to the target of the settings, which nobody else can choose, or to a page that shows
 * the code. A token of ours is kept, so that a form behind the target can hand it in. A person’s first look counts, on
 * the row of the code; nothing is written for machines.
 */
export const referralLanding = new Hono<App>().get('/:code', async (c) => {
  const { deps } = c.var.house
  const { referral } = (await deps.catalogue.known()).settings
  const given = c.req.param('code')
  const code = /[a-z]/.test(referral.code.alphabet) ? given : given.toUpperCase()
  if (!CODE.test(code) || !(await found(c, deps, code))) return problem(c, 404)
  const token = deps.known.keyed ? invitationToken(deps.known.keyed, code, deps.clock.now()) : code
  const maxAge = Math.min(COOKIE_MAX_S, Math.floor(msOf(referral.window) / 1000))
  const secure = deps.known.publicUrl?.startsWith('https:') ?? false
  setCookie(c, COOKIE, token, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge })
  if (referral.target === undefined) return framed(c, <ReferralPage code={code} locale={localeOf(c, null)} />)
  c.header('Cache-Control', 'no-store')
  c.header('Referrer-Policy', 'no-referrer')
  c.header('X-Robots-Tag', 'noindex')
  return c.redirect(referral.target.replaceAll('{code}', code).replaceAll('{token}', token), 302)
})

/** Is there such a code? A person who has not been here before is counted by the same question. */
function found(c: C, deps: Deps, code: string): Promise<boolean> {
  const isBack = getCookie(c, COOKIE)?.startsWith(`${code}.`) ?? false
  return isPerson(c) && !isBack ? clickCode(deps.db, code) : isCode(deps.db, code)
}

import { Hono } from 'hono'
import { html } from 'hono/html'
import { auditSignIn } from '../sign-in-audit.ts'
import { cameByAccess, enterByAccess, forgetAccess } from './access-session.ts'
import { Head } from './layout.tsx'
import { addressOf, type Session, sessionOf, signIn, signOut } from './session.ts'
import { failed, mustWaitSeconds } from './sign-in-throttle.ts'
import type { Page, Site } from './site.ts'
import { localeOf, ownPath } from './visit.ts'
import { fill, words } from './words.ts'

const say = words({
  title: ['Sign in', '登录'],
  sub: ['Automation for member communities', '社群自动化平台'],
  key: ['API key', 'API 密钥'],
  hint: ['An admin gives you one under Settings → Keys.', '由管理员在“设置 → 密钥”中发放。'],
  development: ['This is a development copy: the key is', '这是开发环境，密钥为'],
  go: ['Sign in', '登录'],
  wrong: [
    'No key is written like this. Check it, or ask an admin for a new one.',
    '密钥不对。请检查，或向管理员申请新的。',
  ],
  stranger: [
    'Cloudflare Access says that you are {email}, and nobody has said what you may do here. Ask an admin to name you under Settings → Sign-in, or use a key.',
    'Cloudflare Access 确认你是 {email}，但此处尚未授予权限。请管理员在“设置 → 登录”中添加，或使用密钥。',
  ],
  refused: [
    'What Cloudflare Access says about you could not be verified. Sign in there again, or use a key.',
    '无法验证 Cloudflare Access 的身份信息。请重新登录 Access，或使用密钥。',
  ],
  wait: ['Too many tries. Try again in {seconds} seconds.', '尝试次数过多，请在 {seconds} 秒后再试。'],
})

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0b6b57"/><text x="16" y="22" font-size="17" font-weight="700" fill="#fff" text-anchor="middle">群</text></svg>`

/** What is open to everybody: the way in. */
export const entrance = new Hono<Site>()
  .get('/favicon.svg', (c) => c.body(ICON, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=86400' }))
  .get('/sign-in', async (c) => {
    if (await sessionOf(c)) return c.redirect('/', 303)
    const w = say(localeOf(c))
    const entering = await enterByAccess(c)
    switch (entering.kind) {
      case 'session':
        return c.redirect(ownPath(c.req.query('to') ?? '/'), 303)
      case 'stranger':
        await tell(c, { by: 'access', status: 403, email: entering.email })
        return door(c, fill(w.stranger, { email: entering.email }), 403)
      case 'refused':
        await tell(c, { by: 'access', status: 401 })
        return door(c, w.refused, 401)
      case 'none':
        return door(c, undefined)
    }
  })
  .post('/sign-in', enter)
  .post('/sign-out', async (c) => {
    const session = await signedIn(c)
    const isOurs = session && (await c.req.formData()).get('_csrf') === session.csrf
    if (!isOurs) return c.redirect('/sign-in', 303)
    await signOut(c, session)
    forgetAccess(c)
    return c.redirect(cameByAccess(c) ? '/cdn-cgi/access/logout' : '/sign-in', 303)
  })

/** Whoever is signed in: with a key, or else by Cloudflare Access. */
export async function signedIn(c: Page): Promise<Session | undefined> {
  const session = await sessionOf(c)
  if (session) return session
  const entering = await enterByAccess(c)
  return entering.kind === 'session' ? entering.session : undefined
}

type Failure = { by: 'key' | 'access'; status: number; email?: string }

function tell(c: Page, failure: Failure): Promise<void> {
  const { house, requestId } = c.var
  return auditSignIn(house, { caller: undefined, address: addressOf(c), requestId, ...failure })
}

async function enter(c: Page): Promise<Response> {
  const w = say(localeOf(c))
  const origin = c.req.header('origin')
  if (origin !== undefined && origin !== new URL(c.req.url).origin) return door(c, w.wrong, 403)
  const address = addressOf(c)
  const now = c.var.house.deps.clock.real()
  const seconds = mustWaitSeconds(address, now)
  if (seconds > 0) {
    c.header('Retry-After', String(seconds))
    return door(c, fill(w.wait, { seconds }), 429)
  }
  const form = await c.req.formData()
  const caller = await signIn(c, String(form.get('key') ?? '').trim())
  if (caller) {
    const { house, requestId } = c.var
    await auditSignIn(house, { caller, by: 'key', address, requestId, status: 200 })
    return c.redirect(ownPath(String(form.get('to') ?? '/')), 303)
  }
  if (failed(address, now)) await tell(c, { by: 'key', status: mustWaitSeconds(address, now) > 0 ? 429 : 401 })
  return door(c, w.wrong, 401)
}

function door(c: Page, wrong: string | undefined, status: 200 | 401 | 403 | 429 = 200): Response | Promise<Response> {
  const locale = localeOf(c)
  const w = say(locale)
  const { development } = c.var.house.deps
  const page = (
    <html lang={locale} data-theme="auto">
      <Head title={w.title} />
      <body>
        <main class="sign">
          <div class="card">
            <div class="brand">
              <span class="mark" aria-hidden="true">
                群
              </span>
              Qunflow
            </div>
            <h1>{w.title}</h1>
            <p class="quiet">{w.sub}</p>
            {wrong !== undefined && (
              <div class="flash bad" role="alert">
                {wrong}
              </div>
            )}
            <form method="post" action="/sign-in">
              <input type="hidden" name="to" value={ownPath(c.req.query('to') ?? '/')} />
              <div class="field">
                <label for="key">{w.key}</label>
                <input
                  id="key"
                  name="key"
                  type="password"
                  required
                  autocomplete="current-password"
                  aria-describedby="key-hint"
                />
                <span class="hint" id="key-hint">
                  {development ? (
                    <>
                      {w.development} <code>dev-admin-key</code>
                    </>
                  ) : (
                    w.hint
                  )}
                </span>
              </div>
              <button type="submit" class="first">
                {w.go}
              </button>
            </form>
          </div>
        </main>
      </body>
    </html>
  )
  return c.html(html`<!DOCTYPE html>${page}`, status)
}

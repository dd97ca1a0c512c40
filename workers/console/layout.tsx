import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import { SCRIPT_PATHS, STYLE_PATH } from './assets.ts'
import { NAV } from './nav.ts'
import { Icon } from './parts/icon.tsx'
import { SendButton } from './parts/send-button.tsx'
import type { Page, Visit } from './site.ts'
import { words } from './words.ts'

const say = words({
  skip: ['Skip to the content', '跳到内容'],
  menu: ['Menu', '菜单'],
  main: ['Main', '主导航'],
  out: ['Sign out', '退出'],
  language: ['中文', 'English'],
  light: ['Light', '浅色'],
  dark: ['Dark', '深色'],
  signedIn: ['Signed in as', '当前身份'],
  viewer: ['viewer', '只读'],
  operator: ['operator', '运营'],
  admin: ['admin', '管理员'],
})

type Shown = {
  title: string
  /** A sentence below the title. */
  sub?: Child
  /** Buttons beside the title. */
  acts?: Child
  /** Where this page lies: links above the title. */
  crumbs?: readonly { title: string; path: string }[]
  children?: Child
  /** Look again after so many seconds: something is going on. */
  againSeconds?: number
  /** A script of this page, beside the one that all have. */
  script?: keyof typeof SCRIPT_PATHS
}

/** Answer a whole page. */
export function show(
  c: Page,
  shown: Shown,
  status: 200 | 400 | 403 | 404 | 409 | 422 | 500 = 200,
): Response | Promise<Response> {
  const { visit } = c.var
  return c.html(html`<!DOCTYPE html>${<Frame visit={visit} shown={shown} />}`, status)
}

function Frame({ visit, shown }: { visit: Visit; shown: Shown }) {
  const w = say(visit.locale)
  return (
    <html lang={visit.locale} data-theme={visit.theme}>
      <Head title={shown.title} script={shown.script} />
      <body data-nonce={visit.nonce}>
        <a class="skip" href="#content">
          {w.skip}
        </a>
        <header class="side">
          <div class="top">
            <a class="brand" href="/">
              <span class="mark" aria-hidden="true">
                群
              </span>
              Qunflow
            </a>
            <details class="menu">
              <summary class="button">{w.menu}</summary>
            </details>
          </div>
          <nav aria-label={w.main}>
            <Nav visit={visit} />
          </nav>
          <Foot visit={visit} />
        </header>
        <main id="content">
          {shown.crumbs && (
            <nav class="crumbs" aria-label={shown.title}>
              {shown.crumbs.map(({ title, path }) => (
                <>
                  <a href={path}>{title}</a> /{' '}
                </>
              ))}
            </nav>
          )}
          <div class="head">
            <div>
              <h1>{shown.title}</h1>
              {shown.sub && <p class="sub">{shown.sub}</p>}
            </div>
            {shown.acts && <div class="acts">{shown.acts}</div>}
          </div>
          {visit.flash && (
            <div class={`flash ${visit.flash.tone}`} role={visit.flash.tone === 'bad' ? 'alert' : 'status'}>
              {visit.flash.text}
            </div>
          )}
          {shown.children}
          {shown.againSeconds !== undefined && <span data-again={shown.againSeconds} />}
        </main>
      </body>
    </html>
  )
}

export function Head({ title, script }: { title: string; script?: keyof typeof SCRIPT_PATHS | undefined }) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="referrer" content="same-origin" />
      <title>{`${title} · Qunflow`}</title>
      <link rel="icon" href="/favicon.svg" />
      <link rel="stylesheet" href={STYLE_PATH} />
      <script src={SCRIPT_PATHS.page} defer />
      {script && <script src={SCRIPT_PATHS[script]} defer />}
    </head>
  )
}

function Nav({ visit }: { visit: Visit }) {
  const i = visit.locale === 'zh-CN' ? 1 : 0
  return (
    <>
      {NAV.map((group) => (
        <section>
          <h2>{group.title[i]}</h2>
          <ul>
            {group.items.map(({ path, icon, title }) => (
              <li>
                <a href={path} {...(isHere(visit.path, path) && { 'aria-current': 'page' })}>
                  <Icon name={icon} />
                  {title[i]}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function isHere(here: string, path: string): boolean {
  const [plain = '/'] = here.split('?')
  return plain === path || (path !== '/' && plain.startsWith(`${path}/`))
}

function Foot({ visit }: { visit: Visit }) {
  const w = say(visit.locale)
  const other = visit.locale === 'zh-CN' ? 'en' : 'zh-CN'
  return (
    <div class="foot">
      <div class="row">
        <SendButton visit={visit} to="/preferences" values={{ locale: other }} class="plain">
          <span lang={other}>{w.language}</span>
        </SendButton>
        <SendButton
          visit={visit}
          to="/preferences"
          values={{ theme: visit.theme === 'dark' ? 'light' : 'dark' }}
          class="plain"
        >
          {visit.theme === 'dark' ? w.light : w.dark}
        </SendButton>
        <SendButton visit={visit} to="/sign-out" class="plain">
          {w.out}
        </SendButton>
      </div>
      <div class="who">
        {w.signedIn} {w[visit.caller.role]} · <a href="/preferences">{visit.zone}</a>
      </div>
    </div>
  )
}

import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { C } from './context.ts'

export type Locale = 'en' | 'zh-CN'

/** Nothing but our own style sheet, and a form that comes back to us. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const OTHER = { en: { lang: 'zh-CN', name: '中文' }, 'zh-CN': { lang: 'en', name: 'English' } } as const

type Shown = { locale: Locale; title: string /** Whether `?lang=` changes what is read. */; switches?: boolean }

/** A page for whoever follows a link that we sent: small, and without scripts. */
export function Frame({ locale, title, switches, children }: Shown & { children?: Child }) {
  const other = OTHER[locale]
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="stylesheet" href="/page.css" />
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          {children}
          {switches && (
            <a href={`?lang=${other.lang}`} lang={other.lang}>
              {other.name}
            </a>
          )}
        </main>
      </body>
    </html>
  )
}

/** Answers with such a page, which nobody keeps, lists, frames or hears of where it leads. */
export function framed(c: C, content: unknown, status: ContentfulStatusCode = 200) {
  c.header('Content-Security-Policy', CONTENT_SECURITY_POLICY)
  c.header('Referrer-Policy', 'no-referrer')
  c.header('Cache-Control', 'no-store')
  c.header('X-Robots-Tag', 'noindex')
  return c.html(html`<!DOCTYPE html>${content}`, status)
}

/** As the link says, else whoever it is for, else the browser. */
export function localeOf(c: C, own: string | null): Locale {
  const wanted = c.req.query('lang') ?? own ?? c.req.header('accept-language') ?? ''
  return wanted.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

/** Enough of a name to be recognised by whom it is; a link may be passed on. */
export function maskedName(name: string | null): string {
  const [first = ''] = [...(name ?? '')]
  return `${first}***`
}

export const FRAME_CSS = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; --line: color-mix(in srgb, currentColor 22%, transparent); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.25rem; }
main { max-width: 34rem; width: 100%; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .75rem; }
h2 { font-size: 1rem; margin: 2.5rem 0 .25rem; }
a { color: inherit; }
i, .dim, section + section { opacity: .75; }
section + section { font-size: .9rem; }
.detail { white-space: pre-wrap; }
.qr { max-width: 14rem; }
.code { font: 700 2rem/1.2 ui-monospace, monospace; letter-spacing: .12em; margin: 1.25rem 0; user-select: all; }
[role=alert] { color: light-dark(#b42318, #ff9c8f); font-weight: 600; }
form { margin: 1rem 0; }
fieldset { border: 1px solid var(--line); border-radius: .6rem; margin: 1rem 0; padding: .5rem 1rem 1rem; min-width: 0; }
legend { font-weight: 600; }
label { display: inline-block; margin: .25rem .75rem .25rem 0; }
.rows label { display: block; padding: .1rem 0; }
textarea { width: 100%; font: inherit; padding: .5rem; border: 1px solid var(--line); border-radius: .5rem; }
button { font: inherit; font-weight: 600; padding: .65rem 1.4rem; border-radius: .6rem; border: 1px solid #0b6b57; background: #0b6b57; color: #fff; cursor: pointer; }
button.quiet { background: none; color: inherit; border-color: var(--line); }
`

import { Hono } from 'hono'
import type { Alert } from '../../schema/alert.ts'
import { seriesOfId } from '../../workflows/engine/alerts/series.ts'
import { titleIn } from '../../workflows/engine/alerts/words.ts'
import type { AlertLink } from '../run/alert-link.ts'
import { handleCommand } from '../run/handle.ts'
import { findAlert } from '../store/alerts.ts'
import { later } from './afterwards.ts'
import type { App, C } from './context.ts'
import { problem } from './problem.ts'

/**
 * The link in a page: what the alert is, and a button to acknowledge it. Opening it does nothing, because whatever shows
 * a preview of a link opens it too.
 */
export const acknowledging = new Hono<App>()
  .get('/:token', async (c) => {
    const found = await read(c)
    return found ? shown(c, found.alert) : problem(c, 404)
  })
  .post('/:token', async (c) => {
    const found = await read(c)
    if (!found) return problem(c, 404)
    await acknowledge(c, found)
    return shown(c, (await findAlert(c.var.house.deps.db, found.alert.id)) ?? found.alert)
  })

type Found = { link: AlertLink; alert: Alert }

async function read(c: C): Promise<Found | undefined> {
  const { deps } = c.var.house
  const link = deps.alertLinks?.read(c.req.param('token') ?? '')
  const alert = link && (await findAlert(deps.db, link.alertId))
  return link && alert && { link, alert }
}

/** Whoever was sent the link is who acknowledges. */
async function acknowledge(c: C, { link, alert }: Found): Promise<void> {
  const subjectId = seriesOfId(alert.id)
  if (subjectId === undefined) return
  const paged = alert.history.find((entry) => entry.kind === 'paged' && entry.message === link.message)
  const by = paged?.kind === 'paged' ? paged.person : 'link'
  const command = { kind: 'acknowledge alert', answering: { alertId: alert.id, by, via: 'link' } } as const
  const work = { who: { subjectId }, events: [], results: [], commands: [command] }
  await handleCommand(c.var.house.deps, work, later(c))
}

const WORDS = {
  en: {
    level: (level: number) => `Alert, level ${level}`,
    button: 'Acknowledge',
    open: 'Nobody sees to it yet.',
    acknowledged: 'Acknowledged. Thank you.',
    resolved: 'The alert is resolved.',
  },
  zh: {
    level: (level: number) => `${['', '一', '二', '三'][level] ?? level}级告警`,
    button: '确认收到',
    open: '还没有人处理。',
    acknowledged: '已确认，谢谢。',
    resolved: '告警已解除。',
  },
} as const

async function shown(c: C, alert: Alert): Promise<Response> {
  const { settings } = await c.var.house.deps.catalogue.known()
  const locale = /^zh/i.test(c.req.header('accept-language') ?? settings.locale) ? 'zh' : 'en'
  const words = WORDS[locale]
  c.header('Cache-Control', 'no-store')
  c.header('Referrer-Policy', 'no-referrer')
  c.header('X-Robots-Tag', 'noindex')
  c.header('X-Frame-Options', 'DENY')
  c.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
  return c.html(
    <html lang={locale === 'zh' ? 'zh-CN' : 'en'}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{titleIn(locale, alert)}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <main>
          <p>{words.level(alert.level)}</p>
          <h1>{titleIn(locale, alert)}</h1>
          {alert.detail !== null && <p class="detail">{alert.detail}</p>}
          <p role="status">{words[alert.status]}</p>
          {alert.status === 'open' && (
            <form method="post">
              <button type="submit">{words.button}</button>
            </form>
          )}
        </main>
      </body>
    </html>,
  )
}

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;padding:1.5rem;display:grid;place-items:center;min-height:80vh}
main{max-width:32rem;width:100%}h1{font-size:1.4rem;margin:.2rem 0 1rem}.detail{white-space:pre-wrap}
button{font:inherit;font-weight:600;padding:.8rem 1.4rem;width:100%;border:0;border-radius:.5rem;background:#0a6b4f;color:#fff}`

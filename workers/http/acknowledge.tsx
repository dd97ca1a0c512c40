import { Hono } from 'hono'
import type { Alert } from '../../schema/alert.ts'
import { seriesOfId } from '../../workflows/engine/alerts/series.ts'
import { titleIn } from '../../workflows/engine/alerts/words.ts'
import type { AlertLink } from '../run/alert-link.ts'
import { handleCommand } from '../run/handle.ts'
import { findAlert } from '../store/alerts.ts'
import { later } from './afterwards.ts'
import type { App, C } from './context.ts'
import { Frame, framed, localeOf } from './frame.tsx'
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
  'zh-CN': {
    level: (level: number) => `${['', '一', '二', '三'][level] ?? level}级告警`,
    button: '确认收到',
    open: '还没有人处理。',
    acknowledged: '已确认，谢谢。',
    resolved: '告警已解除。',
  },
} as const

async function shown(c: C, alert: Alert): Promise<Response> {
  const { settings } = await c.var.house.deps.catalogue.known()
  const locale = localeOf(c, c.req.header('accept-language') ?? settings.locale)
  const words = WORDS[locale]
  return framed(
    c,
    <Frame locale={locale} title={titleIn(locale, alert)}>
      <p>{words.level(alert.level)}</p>
      {alert.detail !== null && <p class="detail">{alert.detail}</p>}
      <p role="status">{words[alert.status]}</p>
      {alert.status === 'open' && (
        <form method="post">
          <button type="submit">{words.button}</button>
        </form>
      )}
    </Frame>,
  )
}

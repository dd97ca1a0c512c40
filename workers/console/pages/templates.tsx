import { Hono } from 'hono'
import type * as v from 'valibot'
import type { TemplateSummary } from '../../../schema/api/templates.ts'
import { TEMPLATE_GOALS } from '../../../schema/template.ts'
import type { List as Listed } from '../api.ts'
import { show } from '../layout.tsx'
import { Icon, type IconName } from '../parts/icon.tsx'
import { refusal } from '../parts/refusal.tsx'
import type { Site } from '../site.ts'
import { words } from '../words.ts'
import { answers } from './templates/answers.tsx'
import { template } from './templates/template.tsx'
import { upgrade } from './templates/upgrade.tsx'

const say = words({
  title: ['Templates', '模板'],
  sub: [
    'Pick one, answer its questions, watch a week of it, and turn it on.',
    '选一个，回答几个问题，先看模拟的一周，再上线。',
  ],
  search: ['Search', '搜索'],
  all: ['All', '全部'],
  live: ['in use', '使用中'],
  newer: ['newer version', '有新版本'],
  none: ['No template fits. Try fewer words.', '没有符合的模板，换几个词试试。'],
})

const GLYPHS: Readonly<Record<string, IconName>> = {
  newcomers: 'people', lifecycle: 'clock', points: 'trophy', members: 'home', referral: 'gift', events: 'ticket',
  content: 'book', safety: 'bell', service: 'message', reports: 'chart',
} // biome-ignore format: one list, read at a glance

type Summary = v.InferOutput<typeof TemplateSummary>

/** The gallery: by goal, searched in both languages. */
export const templates = new Hono<Site>()
  .get('/templates', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const { q = '', goal = '' } = c.req.query()
    const [listed, whole] = await Promise.all([
      visit.api.get<Listed<Summary>>('/templates', { q, goal, locale: visit.locale, limit: 200 }),
      visit.api.get<Listed<Summary>>('/templates', { locale: visit.locale, limit: 200 }),
    ])
    if (listed.kind === 'refused') return refusal(c, listed)
    const goals = new Map(
      whole.kind === 'ok' ? whole.body.items.flatMap(({ goals: own }) => own.map(({ id, name }) => [id, name])) : [],
    )
    return show(c, {
      title: w.title,
      sub: w.sub,
      children: (
        <>
          <form class="filters" method="get">
            <input type="hidden" name="goal" value={goal} />
            <label>
              {w.search}
              <input name="q" type="search" value={q} />
            </label>
            <button type="submit">{w.search}</button>
          </form>
          <nav class="tabs" aria-label={w.title}>
            <a href="/templates" {...(goal === '' && { 'aria-current': 'page' })}>
              {w.all}
            </a>
            {TEMPLATE_GOALS.filter((one) => goals.has(one)).map((one) => (
              <a href={`/templates?goal=${one}`} {...(one === goal && { 'aria-current': 'page' })}>
                {goals.get(one)}
              </a>
            ))}
          </nav>
          {listed.body.items.length === 0 && <p class="card empty">{w.none}</p>}
          <ul class="tiles wide">
            {listed.body.items.map((one) => (
              <li>
                <a class="tile" href={`/templates/${one.id}`}>
                  <span class="glyph">
                    <Icon name={GLYPHS[one.category?.id ?? ''] ?? 'flow'} />
                  </span>
                  <strong>{one.name}</strong>
                  <span class="quiet">{one.description}</span>
                  <span class="tags">
                    {one.installed.length > 0 && <span class="badge good">{w.live}</span>}
                    {one.behind.length > 0 && <span class="badge warn">{w.newer}</span>}
                    {one.goals.map(({ name }) => (
                      <span class="badge">{name}</span>
                    ))}
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </>
      ),
    })
  })
  .route('/', template)
  .route('/', answers)
  .route('/', upgrade)

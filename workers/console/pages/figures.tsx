import { Hono } from 'hono'
import type * as v from 'valibot'
import type { FunnelAnswer, OverviewAnswer, RetentionAnswer } from '../../../schema/api/metrics.ts'
import { show } from '../layout.tsx'
import { Chart } from '../parts/chart.tsx'
import { Empty } from '../parts/empty.tsx'
import { refusal } from '../parts/refusal.tsx'
import { Tabs } from '../parts/tabs.tsx'
import type { Site, Visit } from '../site.ts'
import { dayOf } from '../wall-clock.ts'
import { words } from '../words.ts'
import { plusDays } from './calendar/days.ts'
import { Funnel } from './figures/funnel.tsx'
import { Retention } from './figures/retention.tsx'

const say = words({
  title: ['Figures', '数据'],
  sub: [
    'How the community does over time, who comes back, and how far members come.',
    '社群的趋势、成员留存与转化漏斗。',
  ],
  range: ['Range', '时间范围'],
  d7: ['7 days', '7 天'],
  d30: ['30 days', '30 天'],
  d90: ['90 days', '90 天'],
  print: ['A report to print: use the browser’s Print.', '需要打印版时，请使用浏览器的打印功能。'],
  new: ['New members', '新增成员'],
  active: ['Active members', '活跃成员'],
  interactions: ['Interactions', '互动次数'],
  sent: ['Messages sent', '已发消息'],
  orders: ['Orders', '订单'],
  value: ['Order value', '订单金额'],
  points_issued: ['Points issued', '发放积分'],
  points_redeemed: ['Points redeemed', '兑换积分'],
  empty: ['No figures yet', '还没有数据'],
  emptySub: [
    'Figures begin with the first event of a channel. Set one up, or turn on a template.',
    '收到渠道的第一个事件后就会有数据。请先设置渠道或启用模板。',
  ],
  channels: ['Set up a channel', '设置渠道'],
  templates: ['Pick a template', '选择模板'],
})

type Overview = v.InferOutput<typeof OverviewAnswer>
const RANGES = ['7', '30', '90'] as const
const SERIES = ['active', 'new', 'interactions', 'sent', 'orders', 'value', 'points_issued', 'points_redeemed'] as const

/** Courses, retention and the funnel over the same days. */
export const figures = new Hono<Site>().get('/figures', async (c) => {
  const { visit } = c.var
  const w = say(visit.locale)
  const days = RANGES.find((one) => one === c.req.query('days')) ?? '30'
  const to = dayOf(visit.nowMs, visit.zone)
  const range = { from: plusDays(to, 1 - Number(days)), to, timezone: visit.zone }
  const [overview, retention, funnel] = await Promise.all([
    visit.api.get<Overview>('/metrics/overview', range),
    visit.api.get<v.InferOutput<typeof RetentionAnswer>>('/metrics/retention', range),
    visit.api.get<v.InferOutput<typeof FunnelAnswer>>('/metrics/funnel', range),
  ])
  if (overview.kind === 'refused') return refusal(c, overview)
  const isEmpty = overview.body.days.every((day) => SERIES.every((name) => day[name] === 0))
  return show(c, {
    title: w.title,
    sub: w.sub,
    children: (
      <>
        <Tabs
          visit={visit}
          label={w.range}
          name="days"
          current={days}
          choices={RANGES.map((one) => [one, w[`d${one}`]])}
        />
        {isEmpty ? (
          <Empty title={w.empty} sub={w.emptySub}>
            <a class="button first" href="/templates">
              {w.templates}
            </a>
            <a class="button" href="/channels">
              {w.channels}
            </a>
          </Empty>
        ) : (
          <>
            <Courses visit={visit} overview={overview.body} />
            {funnel.kind === 'ok' && <Funnel visit={visit} funnel={funnel.body} />}
            {retention.kind === 'ok' && <Retention visit={visit} retention={retention.body} />}
            <p class="quiet">{w.print}</p>
          </>
        )}
      </>
    ),
  })
})

function Courses({ visit, overview: { days } }: { visit: Visit; overview: Overview }) {
  const w = say(visit.locale)
  return (
    <div class="grid">
      {SERIES.filter((name) => days.some((day) => day[name] > 0)).map((name) => (
        <section class="card">
          <h2>{w[name]}</h2>
          <Chart
            visit={visit}
            label={w[name]}
            days={days.map(({ day }) => day)}
            values={days.map((day) => day[name])}
            kind={name === 'active' ? 'line' : 'bars'}
          />
        </section>
      ))}
    </div>
  )
}

import type * as v from 'valibot'
import type { OverviewAnswer } from '../../../schema/api/metrics.ts'
import { Figure } from '../parts/figure.tsx'
import type { Visit } from '../site.ts'
import { words } from '../words.ts'

const say = words({
  title: ['Last 30 days', '最近 30 天'],
  more: ['All figures', '全部数据'],
  joined: ['New members', '新增成员'],
  active: ['Active a day', '日均活跃'],
  month: ['Active in 30 days', '30 日活跃'],
  stickiness: ['Stickiness', '黏性'],
  interactions: ['Interactions', '互动次数'],
  sent: ['Messages sent', '已发消息'],
  converted: ['Conversions', '转化'],
  orders: ['Orders', '订单'],
  value: ['Order value', '订单金额'],
  issued: ['Points issued', '发放积分'],
  redeemed: ['Points redeemed', '兑换积分'],
  referrals: ['Qualified referrals', '有效邀请'],
  nps: ['NPS', 'NPS'],
  alerts: ['Alerts', '告警'],
})

type Overview = v.InferOutput<typeof OverviewAnswer>

type Shown = {
  label: string
  value: number | null
  before: number | null
  series?: readonly number[]
  isShare?: boolean
}

/** The community in numbers, as far as there are any, against the thirty days before. */
export function OverviewFigures({ visit, overview }: { visit: Visit; overview: Overview }) {
  const w = say(visit.locale)
  const { figures: now, before, days } = overview
  const was = before.figures
  const series = (
    name:
      | 'new'
      | 'active'
      | 'interactions'
      | 'sent'
      | 'converted'
      | 'orders'
      | 'value'
      | 'points_issued'
      | 'points_redeemed',
  ) => days.map((day) => day[name])
  const all: Shown[] = [
    { label: w.joined, value: now.members.new, before: was.members.new, series: series('new') },
    { label: w.active, value: now.active.daily_mean, before: was.active.daily_mean, series: series('active') },
    { label: w.month, value: now.active.last_30_days, before: was.active.last_30_days },
    { label: w.stickiness, value: now.active.stickiness, before: was.active.stickiness, isShare: true },
    {
      ...{ label: w.interactions, value: now.interactions.events, before: was.interactions.events },
      series: series('interactions'),
    },
    { label: w.sent, value: now.messages.sent, before: was.messages.sent, series: series('sent') },
    {
      label: w.converted,
      value: now.workflows.converted,
      before: was.workflows.converted,
      series: series('converted'),
    },
    { label: w.orders, value: now.orders.paid, before: was.orders.paid, series: series('orders') },
    { label: w.value, value: now.orders.value, before: was.orders.value, series: series('value') },
    { label: w.issued, value: now.points.issued, before: was.points.issued, series: series('points_issued') },
    { label: w.redeemed, value: now.points.redeemed, before: was.points.redeemed, series: series('points_redeemed') },
    { label: w.referrals, value: now.referrals.qualified, before: was.referrals.qualified },
    { label: w.nps, value: now.nps.score, before: was.nps.score },
    { label: w.alerts, value: now.alerts.raised, before: was.alerts.raised },
  ]
  const shown = all.filter(({ value, before }) => Boolean(value) || Boolean(before))
  if (shown.length === 0) return null
  return (
    <section aria-label={w.title}>
      <div class="row between">
        <h2>{w.title}</h2>
        <a class="quiet" href="/figures">
          {w.more}
        </a>
      </div>
      <div class="figures">
        {shown.map(({ label, value, before, series, isShare }) => (
          <Figure
            visit={visit}
            label={label}
            value={value}
            before={before}
            {...(series && { series })}
            {...(isShare && { isShare })}
          />
        ))}
      </div>
    </section>
  )
}

import type * as v from 'valibot'
import type { OverviewAnswer } from '../../../schema/api/metrics.ts'
import { Figure } from '../parts/figure.tsx'
import type { Visit } from '../site.ts'
import { words } from '../words.ts'

const say = words({
  title: ['Last 30 days', '最近 30 天'],
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

/** The community in numbers, against the thirty days before. */
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
  return (
    <section aria-label={w.title}>
      <h2>{w.title}</h2>
      <div class="figures">
        <Figure
          visit={visit}
          label={w.joined}
          value={now.members.new}
          before={was.members.new}
          series={series('new')}
        />
        <Figure
          visit={visit}
          label={w.active}
          value={now.active.daily_mean}
          before={was.active.daily_mean}
          series={series('active')}
        />
        <Figure visit={visit} label={w.month} value={now.active.last_30_days} before={was.active.last_30_days} />
        <Figure
          visit={visit}
          label={w.stickiness}
          value={now.active.stickiness}
          before={was.active.stickiness}
          isShare
        />
        <Figure
          visit={visit}
          label={w.interactions}
          value={now.interactions.events}
          before={was.interactions.events}
          series={series('interactions')}
        />
        <Figure
          visit={visit}
          label={w.sent}
          value={now.messages.sent}
          before={was.messages.sent}
          series={series('sent')}
        />
        <Figure
          visit={visit}
          label={w.converted}
          value={now.workflows.converted}
          before={was.workflows.converted}
          series={series('converted')}
        />
        <Figure
          visit={visit}
          label={w.orders}
          value={now.orders.paid}
          before={was.orders.paid}
          series={series('orders')}
        />
        <Figure
          visit={visit}
          label={w.value}
          value={now.orders.value}
          before={was.orders.value}
          series={series('value')}
        />
        <Figure
          visit={visit}
          label={w.issued}
          value={now.points.issued}
          before={was.points.issued}
          series={series('points_issued')}
        />
        <Figure
          visit={visit}
          label={w.redeemed}
          value={now.points.redeemed}
          before={was.points.redeemed}
          series={series('points_redeemed')}
        />
        <Figure visit={visit} label={w.referrals} value={now.referrals.qualified} before={was.referrals.qualified} />
        <Figure visit={visit} label={w.nps} value={now.nps.score} before={was.nps.score} />
        <Figure visit={visit} label={w.alerts} value={now.alerts.raised} before={was.alerts.raised} />
      </div>
    </section>
  )
}

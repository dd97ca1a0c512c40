import { dayAfter, periodOf } from '../../workflows/language/day.ts'
import type { WeekFigures, WeeklyReport } from '../../workflows/report/weekly.ts'
import type { Deps } from './deps.ts'
import { overview } from './overview.ts'
import { funnel, retention } from './retention.ts'
import { type Range, rangeBefore } from './windows.ts'

const FUNNEL = ['member.joined', 'active', 'checkin.made', 'order.paid']

/** The week that begins on this Monday, and the one before. */
export async function weekly(deps: Deps, monday: string): Promise<WeeklyReport> {
  const zone = (await deps.catalogue.known()).settings.timezone
  const range = { from: monday, to: dayAfter(monday, 6), zone }
  const { figures, before } = await overview(deps, range)
  const found = await funnel(deps, range, FUNNEL)
  return {
    week: { name: periodOf(monday, 'week'), from: range.from, to: range.to },
    now: lines(figures, await returned(deps, rangeBefore(range))),
    before: lines(before, await returned(deps, rangeBefore(rangeBefore(range)))),
    funnel: FUNNEL.map((step, i) => ({ step, members: found[i] ?? 0 })),
  }
}

/** Of those who joined in a week, the share that was active seven days later. */
async function returned(deps: Deps, range: Range): Promise<number | null> {
  return (await retention(deps, range)).all.d7?.rate ?? null
}

type Figures = Awaited<ReturnType<typeof overview>>['figures']

function lines(figures: Figures, d7: number | null): WeekFigures {
  const { members, active, interactions, workflows, orders, referrals, points, nps, alerts, messages } = figures
  return {
    ...{ new: members.new, left: members.left },
    ...{ active: active.last_7_days, daily: active.daily_mean, stickiness: active.stickiness, retention: d7 },
    ...{ interactions: interactions.events, interaction_rate: interactions.rate },
    ...{ entered: workflows.entered, converted: workflows.converted, conversion_rate: workflows.rate },
    ...{ orders: orders.paid, order_value: orders.value, referrals: referrals.qualified },
    ...{ points_issued: points.issued, points_redeemed: points.redeemed, points_expired: points.expired },
    ...{ nps: nps.score, alerts: alerts.raised },
    ...{ sent: messages.sent, skipped: messages.skipped, failed: messages.failed },
  }
}

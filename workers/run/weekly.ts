import type { Report } from '../../workflows/engine/report.ts'
import { dayAfter, localDay, periodOf } from '../../workflows/language/day.ts'
import { type WeekFigures, type WeeklyReport, weeklyText } from '../../workflows/report/weekly.ts'
import { REPORT_LOCALES } from '../../workflows/report/words.ts'
import type { Deps } from './deps.ts'
import { handle } from './handle.ts'
import { overview } from './overview.ts'
import type { Work } from './read.ts'
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

/** The Monday of the week that was over at this instant. */
export function lastMonday(now: number, zone: string): string {
  const day = localDay(now, zone)
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  return dayAfter(day, -weekday - 7)
}

/** The Monday of a week named as `2026-W02`; undefined when a year has no such week. */
export function mondayOf(week: string): string | undefined {
  const [, year = '', number = ''] = /^(\d{4})-W(\d{2})$/.exec(week) ?? []
  const fourth = `${year}-01-04`
  if (Number.isNaN(Date.parse(fourth))) return undefined
  const weekday = (new Date(`${fourth}T00:00:00Z`).getUTCDay() + 6) % 7
  const monday = dayAfter(fourth, (Number(number) - 1) * 7 - weekday)
  return periodOf(monday, 'week') === week ? monday : undefined
}

/**
 * Send the report of the week before, once for each who gets it, in each language asked for. It passes the gate as every
 * message does: who does not want to be written to is not.
 */
export async function sendWeekly(deps: Deps, slot: number): Promise<void> {
  const { settings, channels } = await deps.catalogue.known()
  const { channel, room, contacts, locales } = settings.report
  if (channel === undefined || !channels.has(channel)) return
  const written = await weekly(deps, lastMonday(slot, settings.timezone))
  const wanted = locales ?? [settings.locale.startsWith('zh') ? 'zh-CN' : 'en']
  const texts = REPORT_LOCALES.filter((locale) => wanted.includes(locale)).map((locale) => ({
    ...{ locale, text: weeklyText(written, locale) },
  }))
  const report = { week: written.week.name, channel, texts }
  await handle(deps, [
    ...(room === undefined ? [] : [work(COMMUNITY_SUBJECT, { ...report, room })]),
    ...contacts.map((id) => work(id, report)),
  ])
}

/** Whoever posts into rooms for the community as a whole. */
const COMMUNITY_SUBJECT = 's-community'

function work(subjectId: string, report: Report): Work {
  return { who: { subjectId }, events: [], results: [], commands: [{ kind: 'report', report }] }
}

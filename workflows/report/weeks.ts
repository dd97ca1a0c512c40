import { dayAfter, periodOf } from '../language/day.ts'

/** The Monday of the week that was over on this day. */
export function lastMonday(day: string): string {
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

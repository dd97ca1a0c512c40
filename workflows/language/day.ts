import { fromWallClock, wallClock } from './zone.ts'

/** The calendar day that a place has at this instant, as `2026-01-05`. */
export function localDay(ms: number, tz: string): string {
  const { year, month, day } = wallClock(ms, tz)
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
}

/** So many calendar days later; before, when negative. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The name of the week or month before the one that a day lies in. */
export function periodBefore(day: string, period: 'week' | 'month'): string {
  return periodOf(period === 'week' ? dayAfter(day, -7) : dayAfter(`${day.slice(0, 7)}-01`, -1), period)
}

/** The instant at which this calendar day begins there. */
export function startOfDay(day: string, tz: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return fromWallClock({ year, month, day: date, hour: 0, minute: 0 }, tz)
}

export type Period = 'day' | 'week' | 'month' | 'ever'

/** The period that a day lies in, by name: `2026-01-05`, `2026-W02` (ISO 8601, from Monday), `2026-01`, or `ever`. */
export function periodOf(day: string, period: Period): string {
  switch (period) {
    case 'day':
      return day
    case 'week': {
      const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
      const thursday = dayAfter(day, 3 - weekday)
      const days =
        (Date.parse(`${thursday}T00:00:00Z`) - Date.parse(`${thursday.slice(0, 4)}-01-01T00:00:00Z`)) / 86_400_000
      return `${thursday.slice(0, 4)}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`
    }
    case 'month':
      return day.slice(0, 7)
    case 'ever':
      return 'ever'
    default:
      return period satisfies never
  }
}

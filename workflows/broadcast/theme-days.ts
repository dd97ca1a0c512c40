import type { ThemeDay } from '../../schema/theme-days.ts'
import { dayAfter } from '../language/day.ts'
import { WEEKDAYS } from '../language/zone.ts'

/** The themes of the days from one to another, both included, in their order. */
export function themesBetween(
  days: readonly ThemeDay[],
  from: string,
  to: string,
): { on: string; name: ThemeDay['name'] }[] {
  const found: { on: string; name: ThemeDay['name'] }[] = []
  for (let day = from; day <= to && days.length > 0; day = dayAfter(day)) {
    const weekday = WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]
    for (const { on, name } of days) if ([weekday, day.slice(5), day].includes(on)) found.push({ on: day, name })
  }
  return found
}

import { slotOf } from '../../schema/figure.ts'
import { dayAfter, localDay, startOfDay } from '../../workflows/language/day.ts'
import type { Window } from '../store/figures.ts'

/** Days of a place, the first and the last one included. */
export type Range = { from: string; to: string; zone: string }

export function windowOf({ from, to, zone }: Range): Window {
  return [slotOf(startOfDay(from, zone)), slotOf(startOfDay(dayAfter(to), zone))]
}

export function daysOf({ from, to }: Range): string[] {
  const days: string[] = []
  for (let day = from; day <= to; day = dayAfter(day)) days.push(day)
  return days
}

/** As many days, just before. */
export function rangeBefore(range: Range): Range {
  return { ...range, from: dayAfter(range.from, -daysOf(range).length), to: dayAfter(range.from, -1) }
}

/** So many days that end with this one. */
export function lastDays(count: number, to: string, zone: string): Range {
  return { from: dayAfter(to, 1 - count), to, zone }
}

export function today(now: number, zone: string): string {
  return localDay(now, zone)
}

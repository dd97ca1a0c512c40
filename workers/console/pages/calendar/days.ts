import { isDay } from '../../../../schema/instant.ts'

/** Days as the calendar counts them: text such as 2026-03-01, Monday first. */

const DAY_MS = 86_400_000

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return plusDays(day, -((weekday + 6) % 7))
}

/** The first day of the month that is `months` after the one of `day`. */
export function monthOf(day: string, months = 0): string {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10)
}

/** Whole weeks, from the Monday of the first to the Sunday of the last, that hold a month. */
export function weeksOf(month: string): string[][] {
  const [first, next] = [mondayOf(month), monthOf(month, 1)]
  const weeks: string[][] = []
  for (let monday = first; monday < next; monday = plusDays(monday, 7)) weeks.push(weekOf(monday))
  return weeks
}

export function weekOf(monday: string): string[] {
  return Array.from({ length: 7 }, (_, i) => plusDays(monday, i))
}

export function isShown(text: string | undefined): text is string {
  return text?.startsWith('2') === true && isDay(text)
}

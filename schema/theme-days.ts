import * as v from 'valibot'
import { Weekday } from './calendar.ts'
import { LocalText } from './text.ts'

const THEMES_MAX = 200
const DATE = /^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/** A day with a theme: each week on a weekday, each year on a date (`03-08`), or once (`2026-03-08`). */
const ThemeDay = v.strictObject({
  on: v.union(
    [Weekday, v.pipe(v.string(), v.regex(DATE))],
    'is a weekday (mon to sun), a day of each year (03-08) or one day (2026-03-08)',
  ),
  name: LocalText,
})
export type ThemeDay = v.InferOutput<typeof ThemeDay>

export const ThemeDaySettings = v.pipe(v.array(ThemeDay), v.maxLength(THEMES_MAX))

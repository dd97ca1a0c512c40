import * as v from 'valibot'
import { CalendarSettings } from './calendar.ts'
import { Zone } from './text.ts'

const Locale = v.pipe(
  v.string(),
  v.minLength(2),
  v.maxLength(35),
  v.check(isLocale, 'not a language tag, such as en or zh-CN'),
)

/** What an operator decides for the whole community: one section for each part of the product that asks. */
export const Settings = v.strictObject({
  locale: v.optional(Locale, 'en'),
  timezone: v.optional(Zone, 'UTC'),
  calendars: v.optional(CalendarSettings, {}),
})

export type Settings = v.InferOutput<typeof Settings>

export const SETTINGS_DEFAULT: Settings = v.parse(Settings, {})

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

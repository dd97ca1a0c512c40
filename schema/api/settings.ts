import * as v from 'valibot'
import { Zone } from '../text.ts'

const Locale = v.pipe(
  v.string(),
  v.minLength(2),
  v.maxLength(35),
  v.check(isLocale, 'not a language tag, such as en or zh-CN'),
)

/** What holds for contacts of whom nothing else is known. */
export const SettingsShape = v.strictObject({ locale: Locale, timezone: Zone })

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

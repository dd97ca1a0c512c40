import * as v from 'valibot'

export const Locale = v.pipe(
  v.string(),
  v.minLength(2),
  v.maxLength(35),
  v.check(isLocale, 'not a language tag, such as en or zh-CN'),
)

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

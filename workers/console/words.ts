export const LOCALES = ['en', 'zh-CN'] as const
export type Locale = (typeof LOCALES)[number]

/**
 * The words of one page, each in English and in Chinese, and how to read them: `words({ title: ['Runs', '运行'] })`
 * answers a function from the locale to `{ title }`.
 */
export function words<const W extends Record<string, readonly [en: string, zh: string]>>(
  said: W,
): (locale: Locale) => Record<keyof W & string, string> {
  const entries = Object.entries(said)
  const english = Object.fromEntries(entries.map(([key, [en]]) => [key, en]))
  const chinese = Object.fromEntries(entries.map(([key, [, zh]]) => [key, zh]))
  return (locale) => (locale === 'zh-CN' ? chinese : english) as Record<keyof W & string, string>
}

/** Put values into the gaps of a sentence: `fill('{n} of {total}', { n: 3, total: 9 })`. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap))
}

/** A text that is one string, or one per locale: the reader's, else the nearest there is. */
export function local(text: unknown, locale: Locale): string {
  if (typeof text === 'string') return text
  if (typeof text !== 'object' || text === null) return ''
  const texts = text as Record<string, string>
  return texts[locale] ?? texts[locale.slice(0, 2)] ?? texts.en ?? Object.values(texts)[0] ?? ''
}

/** The first of the browser's languages that we speak. */
export function preferred(acceptLanguage: string | undefined): Locale {
  for (const part of (acceptLanguage ?? '').toLowerCase().split(',')) {
    if (part.trim().startsWith('zh')) return 'zh-CN'
    if (part.trim().startsWith('en')) return 'en'
  }
  return 'en'
}

/** Of the same text in several locales the one for a contact: their locale, its language alone, then the community's. */
export function inLocale<T>(locales: ReadonlyMap<string, T>, wanted: string | null, community: string): T | undefined {
  const choices = [wanted, wanted && languageOf(wanted), community, languageOf(community), '']
  for (const choice of choices) {
    if (choice === null) continue
    const exact = locales.get(choice) ?? sameLanguage(locales, choice)
    if (exact !== undefined) return exact
  }
  return locales.values().next().value
}

/** `zh` is served by `zh-CN` when nothing nearer is there. */
function sameLanguage<T>(locales: ReadonlyMap<string, T>, wanted: string): T | undefined {
  if (wanted === '' || wanted.includes('-')) return undefined
  for (const [locale, template] of locales) if (languageOf(locale) === wanted) return template
  return undefined
}

export function languageOf(locale: string): string {
  return locale.split(/[-_]/)[0] ?? locale
}

/** Of the same text in several locales the one for a contact: their locale, its language alone, then the community's. */
export function inLocale<T>(locales: ReadonlyMap<string, T>, wanted: string | null, community: string): T | undefined {
  const choices = [wanted, wanted && languageOf(wanted), community, languageOf(community), '']
  for (const choice of choices) {
    if (choice === null) continue
    const found = locales.get(choice) ?? written(locales, choice) ?? sameLanguage(locales, choice)
    if (found !== undefined) return found
  }
  return locales.values().next().value
}

/** `zh_tw` is `zh-TW`: platforms write it either way. */
function written<T>(locales: ReadonlyMap<string, T>, wanted: string): T | undefined {
  for (const [locale, template] of locales) if (plain(locale) === plain(wanted)) return template
  return undefined
}

/** `zh` is served by `zh-CN` when nothing nearer is there. */
function sameLanguage<T>(locales: ReadonlyMap<string, T>, wanted: string): T | undefined {
  if (wanted === '' || plain(wanted).includes('-')) return undefined
  for (const [locale, template] of locales) if (plain(languageOf(locale)) === plain(wanted)) return template
  return undefined
}

function plain(locale: string): string {
  return locale.replaceAll('_', '-').toLowerCase()
}

export function languageOf(locale: string): string {
  return locale.split(/[-_]/)[0] ?? locale
}

import { TEXT_CHARS_MAX } from '../../engine/limits.ts'
import type { Template } from '../../language/text.ts'
import type { Facts } from '../action.ts'

type Worded = { kind: 'worded'; text: string } | { kind: 'refused'; code: string; message: string }

/** The text of a message: as given, or a named one in the contact's locale, else its language, else the community's. */
export function wording(params: { text?: string; template?: string }, facts: Facts): Worded {
  if (params.text !== undefined) return sized(params.text)
  if (params.template === undefined)
    return { kind: 'refused', code: 'invalid_input', message: 'either `text` or `template`' }
  const locales = facts.program.texts.get(params.template) ?? facts.world.texts.get(params.template)
  const template = locales && inLocale(locales, facts.contact.locale, facts.world.locale)
  if (!template) return { kind: 'refused', code: 'unknown_template', message: `no text named ${params.template}` }
  const rendered = template.render(facts.scope)
  if (rendered.kind === 'failed') return { kind: 'refused', code: 'template_failed', message: rendered.why }
  return sized(rendered.text)
}

function inLocale(
  locales: ReadonlyMap<string, Template>,
  wanted: string | null,
  community: string,
): Template | undefined {
  const choices = [wanted, wanted && languageOf(wanted), community, languageOf(community), '']
  for (const choice of choices) {
    if (choice === null) continue
    const exact = locales.get(choice) ?? sameLanguage(locales, choice)
    if (exact) return exact
  }
  return locales.values().next().value
}

/** `zh` is served by `zh-CN` when nothing nearer is there. */
function sameLanguage(locales: ReadonlyMap<string, Template>, wanted: string): Template | undefined {
  if (wanted === '' || wanted.includes('-')) return undefined
  for (const [locale, template] of locales) if (languageOf(locale) === wanted) return template
  return undefined
}

function languageOf(locale: string): string {
  return locale.split(/[-_]/)[0] ?? locale
}

function sized(text: string): Worded {
  if (text.trim() === '') return { kind: 'refused', code: 'empty_text', message: 'the text is empty' }
  if (text.length > TEXT_CHARS_MAX) return { kind: 'refused', code: 'text_too_long', message: 'the text is too long' }
  return { kind: 'worded', text }
}

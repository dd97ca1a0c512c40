import { TEXT_CHARS_MAX } from '../../engine/limits.ts'
import { inLocale } from '../../language/in-locale.ts'
import type { Facts } from '../action.ts'

type Worded = { kind: 'worded'; text: string } | { kind: 'refused'; code: string; message: string }

/** The text of a message: as given, or a named one in the contact's locale, else its language, else the community's. */
export function wording(
  params: { text?: string; template?: string },
  facts: Pick<Facts, 'program' | 'world' | 'contact' | 'scope'>,
): Worded {
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

function sized(text: string): Worded {
  if (text.trim() === '') return { kind: 'refused', code: 'empty_text', message: 'the text is empty' }
  if (text.length > TEXT_CHARS_MAX) return { kind: 'refused', code: 'text_too_long', message: 'the text is too long' }
  return { kind: 'worded', text }
}

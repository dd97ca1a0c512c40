import type { Scope } from '../language/expressions.ts'
import { inLocale } from '../language/in-locale.ts'
import { namedBy, type Template } from '../language/text.ts'
import type { Program } from './program.ts'
import type { Turn } from './turn.ts'

/** Texts inside texts: so many in one, and so deep. */
const TEXTS_MAX = 100
const DEPTH_MAX = 5

/** A text by its name, in the contact's locale: one of the workflow's own, else of the shared library. */
function textNamed({ actor, world }: Turn, program: Program, name: string): Template | undefined {
  const locales = program.texts.get(name) ?? world.texts.get(name)
  return locales && inLocale(locales, actor.contact.locale, world.locale)
}

/** What `{{t "name"}}` writes. It throws where there is no such text: the template that asks for it fails. */
export function sayer(turn: Turn, program: Program): NonNullable<Scope['say']> {
  let said = 0
  let depth = 0
  return (name, more, within) => {
    said += 1
    if (said > TEXTS_MAX) throw new Error(`a text holds at most ${TEXTS_MAX} others`)
    if (depth >= DEPTH_MAX) throw new Error(`texts are at most ${DEPTH_MAX} inside each other`)
    const template = textNamed(turn, program, name)
    if (!template) throw new Error(`no text named ${name}`)
    depth += 1
    try {
      const inside = { ...within, ...more }
      const rendered = template.render(inside)
      if (rendered.kind === 'failed') throw new Error(rendered.why)
      namedBy(within).push(...namedBy(inside))
      return rendered.text
    } finally {
      depth -= 1
    }
  }
}

import type { DefinitionShape } from '../../schema/definition.ts'
import { eventWords } from '../../schema/event-words.ts'
import { verbOf } from '../../schema/step.ts'
import { localText, spokenStep, spokenTrigger, spokenVerb } from '../check/difference/spoken.ts'
import { type Words, wordsOf } from '../check/difference/words/words.ts'
import { stepsOf } from '../check/steps.ts'
import { draw, type Label } from './draw.ts'
import { layout, type Node } from './layout.ts'
import { pictureWords } from './words.ts'

export type PictureOptions = {
  /** `en` or `zh-CN`. */
  locale: string
  /** How many runs stand at each step, by its id, else by its path such as `actions.3`, as the API names positions. */
  counts?: Readonly<Record<string, number>>
  /** Where a step leads, by the same name. */
  href?: (step: string) => string
  /** The step to point at. */
  current?: string
}

/** A definition as a picture: SVG with a title, and with the whole flow in words as its description. */
export function picture(definition: DefinitionShape, { locale, counts, href, current }: PictureOptions): string {
  const words = wordsOf(locale)
  const own = pictureWords(locale)
  const labelOf = ({ step, at }: Node): Label => {
    const name = step.id ?? at.path.join('.')
    const said = plain(spokenVerb(words, step), locale)
    const titled = localText(step.name, locale)
    const count = counts?.[name]
    return {
      verb: verbOf(step) ?? '',
      title: titled ?? said,
      detail: titled === undefined ? (step.id ?? '') : said,
      ...(count !== undefined && { count }),
      ...(href && { href: href(name) }),
      current: name === current,
    }
  }
  const triggers = definition.triggers.map((trigger) => startedBy(words, trigger as Record<string, unknown>, locale))
  const title = `${own.picture} ${localText(definition.name, locale) ?? definition.id}`
  const steps = stepsOf(definition.actions)
  const description = [
    ...triggers,
    ...steps.map(({ step, within }) => `${'– '.repeat(within.length)}${spokenStep(words, step, locale)}`),
  ]
  return draw({
    layout: layout(definition.actions, own),
    labelOf,
    head: [own.start, ...triggers].slice(0, 5),
    end: own.end,
    title,
    description: `${own.steps(steps.length)}. ${description.join('; ')}`.slice(0, 8000),
  })
}

/** Without the marks around code, which a picture has no use for; events by their names. */
function plain(said: string, locale: string): string {
  const text = said.replace(/`([^`]*)`/g, (_, code: string) => eventWords(code, locale)).replace(/\s+/g, ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What stands under “When”: an event by its name, everything else as it is spoken. */
function startedBy(words: Words, trigger: Record<string, unknown>, locale: string): string {
  return plain(typeof trigger.on === 'string' ? `\`${trigger.on}\`` : spokenTrigger(words, trigger), locale)
}

import type { DefinitionShape } from '../../../schema/definition.ts'
import { eventWords } from '../../../schema/event-words.ts'
import { localText, spokenVerb } from '../../../workflows/check/difference/spoken.ts'
import { wordsOf } from '../../../workflows/check/difference/words/words.ts'
import { stepsOf } from '../../../workflows/check/steps.ts'
import type { Visit } from '../site.ts'

/** What each step of a definition does, in a few words, by the name under which the journal keeps it. */
export type StepNames = ReadonlyMap<string, string>

/** Empty for what is no definition. */
export function stepNames({ locale }: Visit, definition: unknown): StepNames {
  const { actions } = (definition ?? {}) as Partial<DefinitionShape>
  if (!Array.isArray(actions)) return new Map()
  const words = wordsOf(locale)
  return new Map(
    stepsOf(actions).map(({ step, path }) => [
      step.id ?? path.join('.'),
      localText(step.name, locale) ?? said(spokenVerb(words, step), locale),
    ]),
  )
}

function said(text: string, locale: string): string {
  const plain = text.replace(/`([^`]*)`/g, (_, code: string) => eventWords(code, locale))
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}

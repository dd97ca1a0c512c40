import type { DefinitionShape } from '../../../schema/definition.ts'
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
      localText(step.name, locale) ?? spokenVerb(words, step).replaceAll('`', ''),
    ]),
  )
}

import type { DefinitionShape } from '../../schema/definition.ts'
import type { StepShape } from '../../schema/step.ts'
import { spokenStep, spokenTrigger } from '../check/difference/spoken.ts'
import { wordsOf } from '../check/difference/words/words.ts'
import { branchesOf } from './branches.ts'
import { pictureWords } from './words.ts'

/** A line of a flow in words, and how deep it lies within branches. */
type Told = { depth: number; text: string }

/** A whole flow in words: what starts it, then each step, under each branch what happens there. */
export function tell(definition: DefinitionShape, locale: string): Told[] {
  const words = wordsOf(locale)
  const triggers = definition.triggers.map((trigger) => ({
    depth: 0,
    text: plain(spokenTrigger(words, trigger as Record<string, unknown>)),
  }))
  return [...triggers, ...tellSteps(definition.actions, { locale, depth: 0 })]
}

function tellSteps(steps: readonly StepShape[], { locale, depth }: { locale: string; depth: number }): Told[] {
  const words = wordsOf(locale)
  return steps.flatMap((step) => [
    { depth, text: plain(spokenStep(words, step, locale)) },
    ...branchesOf(step, pictureWords(locale)).flatMap((branch) =>
      branch.steps.length === 0
        ? []
        : [{ depth: depth + 1, text: `${branch.label}:` }, ...tellSteps(branch.steps, { locale, depth: depth + 2 })],
    ),
  ])
}

/** Without the marks around code. */
function plain(said: string): string {
  return said.replaceAll('`', '').replace(/\s+/g, ' ')
}

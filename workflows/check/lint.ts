import type { DefinitionShape } from '../../schema/definition.ts'
import type { Known } from './check.ts'
import type { Rule } from './finding.ts'
import { type Problem, pathText } from './problem.ts'
import { type Reading, readingsOf } from './readings.ts'
import { ending } from './rules/ending.ts'
import { events } from './rules/events.ts'
import { inputs } from './rules/inputs.ts'
import { loops } from './rules/loops.ts'
import { messages } from './rules/messages.ts'
import { names } from './rules/names.ts'
import { order } from './rules/order.ts'
import { parameters } from './rules/parameters.ts'
import { quiet } from './rules/quiet.ts'
import { results } from './rules/results.ts'
import { variables } from './rules/variables.ts'
import { stepsOf } from './steps.ts'

/** Every rule; one file each. */
const RULES: readonly Rule[] = [
  variables,
  inputs,
  order,
  results,
  ending,
  loops,
  events,
  names,
  parameters,
  messages,
  quiet,
]

/**
 * What can be known to be wrong, or is probably not meant, in a definition of the right shape. `bound` is what the
 * definition read of its inputs where it has literals now.
 */
export function lint(
  definition: DefinitionShape,
  known: Known,
  bound: readonly Reading[] = [],
): { problems: Problem[]; warnings: Problem[] } {
  const steps = stepsOf(definition.actions)
  const subject = { definition, known, steps, readings: [...readingsOf(definition, steps), ...bound] }
  const problems: Problem[] = []
  const warnings: Problem[] = []
  for (const { severity, path, ...found } of RULES.flatMap((rule) => rule(subject)))
    (severity === 'error' ? problems : warnings).push({ path: pathText(path), ...found })
  return { problems, warnings }
}

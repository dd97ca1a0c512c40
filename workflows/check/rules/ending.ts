import type { StepShape } from '../../../schema/step.ts'
import { error, type Finding, type Subject, warning } from '../finding.ts'
import type { Path } from '../problem.ts'
import { branchesOf, type StepAt } from '../steps.ts'
import { endsRun } from './ends.ts'

/** Steps that nothing ever reaches, because the run has ended before. */
export function ending({ definition, steps }: Subject): Finding[] {
  return [...unreachable(definition.actions, ['actions']), ...steps.flatMap(neverTaken)]
}

/** Branches that a condition without variables never takes, and steps that it always leaves out. */
function neverTaken({ step, path }: StepAt): Finding[] {
  const found = step.when?.trim() === 'false' ? [warning([...path, 'when'], 'this step is never carried out')] : []
  if ('if' in step) {
    const never = step.if.trim() === 'true' ? 'else' : step.if.trim() === 'false' ? 'then' : undefined
    if (never && step[never].length > 0) found.push(warning([...path, never], NEVER, `the condition is \`${step.if}\``))
  }
  if ('choose' in step) {
    const first = step.choose.findIndex((one) => one.if.trim() === 'true')
    if (first >= 0 && first < step.choose.length - 1)
      found.push(warning([...path, 'choose', first + 1], NEVER, 'the case before it is always taken'))
    else if (first >= 0 && step.else.length > 0)
      found.push(warning([...path, 'else'], NEVER, 'the last case is always taken'))
  }
  if ('repeat' in step && step.repeat.times === 0 && step.steps.length > 0)
    found.push(warning([...path, 'steps'], NEVER, '`times` is 0'))
  return found
}

const NEVER = 'these steps are never reached'

function unreachable(steps: readonly StepShape[], path: Path): Finding[] {
  const last = steps.findIndex(endsRun)
  const beyond = last >= 0 && last < steps.length - 1
  const found = beyond ? [error([...path, last + 1], 'this step is never reached', endHint(steps[last]))] : []
  const inside = steps.flatMap((step, i) =>
    branchesOf(step, [...path, i]).flatMap((branch) => unreachable(branch.steps, branch.path)),
  )
  return [...found, ...inside]
}

function endHint(step: StepShape | undefined): string {
  return step && 'stop' in step ? 'the step before it ends the run' : 'every branch of the step before it ends the run'
}

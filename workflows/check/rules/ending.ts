import type { StepShape } from '../../../schema/step.ts'
import { error, type Finding, type Subject } from '../finding.ts'
import type { Path } from '../problem.ts'
import { branchesOf } from '../steps.ts'
import { endsRun } from './ends.ts'

/** Steps that nothing ever reaches, because the run has ended before. */
export function ending({ definition }: Subject): Finding[] {
  return unreachable(definition.actions, ['actions'])
}

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

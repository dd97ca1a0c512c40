import type { StepShape } from '../../../schema/step.ts'
import { branchesOf } from '../steps.ts'

/** Does carrying out this list always end the run? */
export function endsAlways(steps: readonly StepShape[]): boolean {
  return steps.some(endsRun)
}

export function endsRun(step: StepShape): boolean {
  if (step.when !== undefined) return false
  if ('stop' in step) return true
  if (!branchesEnd(step)) return false
  const branches = branchesOf(step, [])
  return branches.length > 0 && branches.every(({ steps }) => endsAlways(steps))
}

/** Verbs of which exactly one branch is always taken. An action goes on without `on_error`, a loop without a turn. */
export function branchesEnd(step: StepShape): boolean {
  return !('do' in step) && !('repeat' in step)
}

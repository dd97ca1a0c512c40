import type { StepShape } from '../../schema/step.ts'
import { parseDuration } from '../language/duration.ts'
import { branchesOf } from './steps.ts'

const DAY_MS = 86_400_000

/**
 * How long a run may wait in all, in milliseconds, as far as it is written down: one after the other adds up, and of
 * branches the longest counts. What waits for an instant that only the run will know is not counted, and a loop without a
 * number of times counts once.
 */
export function longestWaitMs(steps: readonly StepShape[]): number {
  return steps.reduce((total, step) => total + ownMs(step) + timesOf(step) * longestBranchMs(step), 0)
}

function longestBranchMs(step: StepShape): number {
  return Math.max(0, ...branchesOf(step, []).map((branch) => longestWaitMs(branch.steps)))
}

function timesOf(step: StepShape): number {
  return 'repeat' in step ? (step.repeat.times ?? 1) : 1
}

function ownMs(step: StepShape): number {
  if ('wait_for' in step) return durationMs(step.wait_for.timeout)
  if ('approve' in step) return durationMs(step.approve.timeout)
  if (!('wait' in step)) return 0
  const { wait } = step
  if (typeof wait === 'string') return durationMs(wait)
  if ('for' in wait) return durationMs(wait.for)
  return 'days' in wait ? wait.days * DAY_MS : 0
}

function durationMs(written: string | undefined): number {
  return written === undefined ? 0 : (parseDuration(written) ?? 0)
}

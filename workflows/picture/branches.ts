import type { StepShape } from '../../schema/step.ts'

/** Where a step may go: into lists of steps of its own, each under a word. `loop` leads back to the step. */
export type Branch = { label: string; steps: readonly StepShape[]; loop?: true }

export type BranchWords = {
  yes: string
  no: string
  came: string
  late: string
  approved: string
  rejected: string
  free: string
  over: string
  otherwise: string
  failed: string
  each: string
}

/** The branches of a step, in order; none for a step that simply goes on. */
export function branchesOf(step: StepShape, words: BranchWords): Branch[] {
  if ('if' in step) return both(step, words.yes, words.no)
  if ('wait_for' in step) return both(step, words.came, words.late)
  if ('approve' in step) return both(step, words.approved, words.rejected)
  if ('throttle' in step) return both(step, words.free, words.over)
  if ('choose' in step)
    return [
      ...step.choose.map((one) => ({ label: one.if, steps: one.then })),
      { label: words.otherwise, steps: step.else },
    ]
  if ('split' in step) {
    const total = step.split.reduce((sum, { weight }) => sum + weight, 0)
    return step.split.map(({ name, weight, then }) => ({ label: `${name} ${percent(weight, total)}`, steps: then }))
  }
  if ('repeat' in step) return [{ label: words.each, steps: step.steps, loop: true }]
  if ('do' in step && Array.isArray(step.on_error))
    return [
      { label: '', steps: [] },
      { label: words.failed, steps: step.on_error },
    ]
  return []
}

/** A step that only waits or decides, with nothing on either side, is a plain step. */
function both({ then, else: other }: { then: StepShape[]; else: StepShape[] }, yes: string, no: string): Branch[] {
  if (then.length === 0 && other.length === 0) return []
  return [
    { label: yes, steps: then },
    { label: no, steps: other },
  ]
}

function percent(weight: number, total: number): string {
  return `${Math.round((weight / total) * 1000) / 10} %`
}

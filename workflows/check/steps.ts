import type { StepShape } from '../../schema/step.ts'
import type { Path } from './problem.ts'

/** A list of steps inside a step, and where. */
export type Branch = { path: Path; steps: readonly StepShape[] }

/** The lists inside a step, in the order in which they are written: every verb keeps its branches under these names. */
export function branchesOf(step: StepShape, path: Path): Branch[] {
  return Object.entries(step).flatMap(([key, value]): Branch[] => {
    if (!Array.isArray(value)) return []
    if (LISTS.has(key)) return [{ path: [...path, key], steps: value as StepShape[] }]
    if (!CASES.has(key)) return []
    return value.map((one: { then?: StepShape[] }, i) => ({ path: [...path, key, i, 'then'], steps: one.then ?? [] }))
  })
}

const LISTS: ReadonlySet<string> = new Set(['then', 'else', 'on_error', 'steps'])
const CASES: ReadonlySet<string> = new Set(['choose', 'split'])

export type StepAt = {
  step: StepShape
  path: Path
  /** The steps around it, the outermost first. */
  within: readonly StepAt[]
  list: readonly StepShape[]
  index: number
}

/** Every step of a list and of the lists inside, in document order. */
export function stepsOf(
  steps: readonly StepShape[],
  path: Path = ['actions'],
  within: readonly StepAt[] = [],
): StepAt[] {
  return steps.flatMap((step, index) => {
    const at: StepAt = { step, path: [...path, index], within, list: steps, index }
    const inside = branchesOf(step, at.path).flatMap((branch) => stepsOf(branch.steps, branch.path, [...within, at]))
    return [at, ...inside]
  })
}

import { paid } from './budget.ts'
import type { Evaluate } from './frame.ts'

/**
 * One addition to the output. Handlebars' generated code adds neighbouring `piece`s up in one expression, and each
 * `section` in a statement of its own, skipped when it has no value.
 */
export type Step = { kind: 'piece' | 'section'; evaluate: Evaluate }

/**
 * The output of a program. It need not be text: a body of one mustache hands its value to the block's helper as it is,
 * and two numbers beside each other are added, because handlebars concatenates with `+`.
 */
export function outputOf(steps: Step[], statements: number): Evaluate {
  const [first, ...others] = steps.map(payFor)
  if (!first) return () => ''
  if (statements === 1) return (frame) => first.evaluate(frame) ?? ''
  return addUp([first, ...others])
}

const payFor = ({ kind, evaluate }: Step): Step => ({
  kind,
  evaluate: (frame) => paid(frame.meter, () => evaluate(frame)),
})

/** Add up steps in the grouping of handlebars' generated code, which shows where values are not text. */
function addUp(steps: Step[]): Evaluate {
  const firstSection = steps.findIndex(isSection)
  if (firstSection < 0) return sum(steps)
  const lastSection = steps.findLastIndex(isSection)
  const start = sum(steps.slice(0, firstSection))
  const middle = groups(steps.slice(firstSection, lastSection + 1))
  const rest = steps.slice(lastSection + 1)
  return (frame) => {
    let output = start(frame)
    for (const group of middle) {
      const value = group(frame)
      if (value != null) output = add(output, value)
    }
    return rest.reduce((sofar, step) => add(sofar, step.evaluate(frame)), output)
  }
}

const isSection = (step: Step) => step.kind === 'section'

/** Each section by itself, and the pieces between two of them as one sum. */
function groups(steps: Step[]): Evaluate[] {
  const found: Evaluate[] = []
  let pieces: Step[] = []
  for (const step of steps) {
    if (step.kind === 'piece') {
      pieces.push(step)
      continue
    }
    if (pieces.length > 0) found.push(sum(pieces))
    pieces = []
    found.push(step.evaluate)
  }
  return found
}

function sum([first, ...rest]: Step[]): Evaluate {
  if (!first) return () => ''
  return (frame) => rest.reduce((sofar, step) => add(sofar, step.evaluate(frame)), first.evaluate(frame))
}

// JavaScript's own `+`, whatever the operands are.
const add = (left: unknown, right: unknown): unknown => (left as string) + (right as string)

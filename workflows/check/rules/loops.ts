import type { StepShape } from '../../../schema/step.ts'
import { expressionUses } from '../expression-uses.ts'
import { type Finding, type Subject, warning } from '../finding.ts'
import type { Path } from '../problem.ts'
import { stepsOf } from '../steps.ts'

/** Loops whose condition nothing inside can change: they never turn, or turn until `max`. */
export function loops({ steps }: Subject): Finding[] {
  return steps.flatMap(({ step, path }) => ('repeat' in step ? loop(step, path) : []))
}

type Repeat = Extract<StepShape, { repeat: unknown }>

function loop({ repeat, steps }: Repeat, path: Path): Finding[] {
  const kind = repeat.while === undefined ? 'until' : 'while'
  const source = repeat[kind]
  if (source === undefined) return []
  const inside = stepsOf(steps, []).map(({ step }) => step)
  if (inside.some((step) => 'stop' in step)) return []
  if (expressionUses(source).some(({ names }) => changes(names, inside))) return []
  return [
    warning([...path, 'repeat', kind], `nothing inside this loop can change its condition`, `it turns until \`max\``),
  ]
}

/** Can carrying out these steps change what is read under this name? */
function changes([root, name]: readonly string[], inside: readonly StepShape[]): boolean {
  switch (root) {
    case 'loop':
      return true
    case 'now':
      return inside.some((step) => takesTime(step))
    case 'contact':
      return inside.some((step) => takesTime(step) || 'do' in step)
    case 'vars':
      return inside.some((step) => 'set' in step && (name === undefined || Object.hasOwn(step.set, name)))
    case 'steps':
      return name === undefined || inside.some((step) => step.id === name)
    default:
      return false
  }
}

/** While a run waits, time passes and other things happen to the contact. */
function takesTime(step: StepShape): boolean {
  return (
    ['wait', 'wait_for', 'approve', 'call'].some((verb) => verb in step) ||
    ('do' in step && /^(http|ai|survey|webhook)\./.test(step.do))
  )
}

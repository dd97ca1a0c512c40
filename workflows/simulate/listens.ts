import { matches } from '../engine/match.ts'
import type { EventMatch, Program } from '../engine/program.ts'
import type { Workflow } from '../engine/world.ts'

/** Whether any of the workflows is interested in events of a type. */
export function listens(workflows: readonly Workflow[]): (type: string) => boolean {
  const patterns = workflows.flatMap(({ program }) => patternsOf(program))
  return (type) => patterns.some((pattern) => matches(pattern, type))
}

const known = new WeakMap<Program, readonly EventMatch[]>()

function patternsOf(program: Program): readonly EventMatch[] {
  const found = known.get(program) ?? [
    ...program.triggers.flatMap((trigger) => (trigger.kind === 'event' ? [trigger.on] : [])),
    ...program.exit.map((exit) => exit.on),
    ...(program.goal ? [program.goal.on] : []),
    ...program.instructions.flatMap((one) => (one.kind === 'wait_for' ? one.any.map((awaited) => awaited.on) : [])),
  ]
  known.set(program, found)
  return found
}

import { isObject, type JsonObject } from '../../schema/json.ts'
import type { Checked } from '../check/check.ts'
import { checkInputs } from '../check/inputs.ts'
import type { Problem } from '../check/problem.ts'
import { stepsOf } from '../check/steps.ts'
import type { Program } from '../engine/program.ts'
import type { Workflow } from '../engine/world.ts'

export type Prepared = { kind: 'workflow'; workflow: Workflow } | { kind: 'problems'; problems: Problem[] }

/** A checked definition as a published workflow: with the inputs of its installation, each of its type. */
export function prepare(checked: Extract<Checked, { kind: 'ok' }>, given: JsonObject): Prepared {
  const inputs = checkInputs(checked.definition, given)
  if (inputs.kind === 'problems') return inputs
  const program = { ...checked.program, version: 1, inputs: inputs.inputs }
  return { kind: 'workflow', workflow: { id: program.workflowId, paused: false, program } }
}

/** Of the others, those that take part because they are wanted, those that one of them can bring to run by name, and so on. */
export function reachable(first: Program, others: readonly Workflow[], wanted: readonly string[] = []): Workflow[] {
  const taking = others.filter(({ id }) => wanted.includes(id) && id !== first.workflowId)
  const found = new Map(taking.map((other) => [other.id, other]))
  const pending = [first, ...taking.map(({ program }) => program)]
  for (let program = pending.shift(); program; program = pending.shift())
    for (const name of namedBy(program)) {
      const other = others.find(({ id }) => id === name && id !== first.workflowId)
      if (!other || found.has(name)) continue
      found.set(name, other)
      pending.push(other.program)
    }
  return [...found.values()]
}

function namedBy({ definition }: Program): string[] {
  return stepsOf(definition.actions).flatMap(({ step }) =>
    Object.values(step).flatMap((value) =>
      isObject(value) && typeof value.workflow === 'string' ? [value.workflow] : [],
    ),
  )
}

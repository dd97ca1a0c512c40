import type { Run, Waiting } from '../../schema/actor.ts'
import type { JsonObject } from '../../schema/json.ts'
import { type Expression, holds } from '../language/expressions.ts'
import { evaluateValue } from '../language/values.ts'
import { ended } from './actor.ts'
import { startApproval } from './approvals.ts'
import { startCall } from './calls.ts'
import { carryOut } from './carry-out.ts'
import { finish } from './finish.ts'
import { RUN_STEPS_MAX } from './limits.ts'
import { enterLoop, isSeam, seam } from './loops.ts'
import type { Instruction, StepInstruction } from './program.ts'
import { split } from './split.ts'
import { throttle } from './throttle.ts'
import { type Moving, note } from './turn.ts'
import { startWait, startWaitFor } from './waits.ts'

/** Where a run stands after an instruction. */
export type Flow =
  | { kind: 'go'; to: number }
  | { kind: 'wait'; waiting: Waiting; wakeAt: number | null }
  | { kind: 'end'; status: 'completed' | 'failed' | 'exited'; reason?: string }

/** Carry a run forward from `from` until it must wait or ends. */
export function advance(moved: Moving, from: number): void {
  const { run, program } = moved
  let flow: Flow = { kind: 'go', to: from }
  while (flow.kind === 'go') {
    const instruction: Instruction | undefined = program.instructions[flow.to]
    run.position = flow.to
    if (!instruction) flow = { kind: 'end', status: 'completed' }
    else if (isSeam(instruction)) flow = seam(moved, instruction)
    else flow = step(moved, instruction)
    // A step may have ended its own run: by starting its workflow anew, say.
    if (ended(run)) return
  }
  if (flow.kind === 'end') finish(moved.turn, run, flow.status, flow.reason ?? null)
  else stand(run, program.instructions[run.position], flow.waiting, flow.wakeAt)
}

export function stand(run: Run, instruction: Instruction | undefined, waiting: Waiting, wakeAt: number | null): void {
  run.status = 'waiting'
  run.waiting = waiting
  run.wakeAt = wakeAt
  run.step = instruction && !isSeam(instruction) ? instruction.step : null
}

function step(moved: Moving, instruction: StepInstruction): Flow {
  const { run, turn } = moved
  if (run.memory.executed >= RUN_STEPS_MAX)
    return { kind: 'end', status: 'failed', reason: `more than ${RUN_STEPS_MAX} steps` }
  run.memory.executed += 1
  if (instruction.when) {
    const decided = decide(moved, instruction.when)
    if (!decided.holds) {
      const verb = instruction.kind === 'do' ? instruction.action : instruction.kind
      note(turn, run, { step: instruction.step, verb, status: 'skipped', ...decided.note })
      return { kind: 'go', to: instruction.after }
    }
  }
  return carry(moved, instruction)
}

/** Every verb is one case; a forgotten one is a type error. */
function carry(moved: Moving, instruction: StepInstruction): Flow {
  const next = moved.run.position + 1
  switch (instruction.kind) {
    case 'do':
      return carryOut(moved, instruction, next)
    case 'wait':
      return startWait(moved, instruction, next)
    case 'wait_for':
      return startWaitFor(moved, instruction, next)
    case 'if':
      return branch(moved, instruction, next)
    case 'choose':
      return choose(moved, instruction)
    case 'split':
      return split(moved, instruction)
    case 'repeat':
      return enterLoop(moved, instruction, next)
    case 'approve':
      return startApproval(moved, instruction)
    case 'throttle':
      return throttle(moved, instruction, next)
    case 'call':
      return startCall(moved, instruction, next)
    case 'set':
      return assign(moved, instruction, next)
    case 'stop':
      return stop(moved, instruction)
    default:
      return instruction satisfies never
  }
}

function branch(moved: Moving, instruction: Extract<Instruction, { kind: 'if' }>, next: number): Flow {
  const decided = decide(moved, instruction.if)
  note(moved.turn, moved.run, {
    step: instruction.step,
    verb: 'if',
    status: 'completed',
    input: decided.note.input,
    output: { result: decided.holds },
    warning: decided.note.warning,
  })
  return { kind: 'go', to: decided.holds ? next : instruction.else }
}

function choose(moved: Moving, instruction: Extract<Instruction, { kind: 'choose' }>): Flow {
  const entry = { step: instruction.step, verb: 'choose', status: 'completed' as const }
  let warning: string | undefined
  for (const [index, one] of instruction.cases.entries()) {
    const decided = decide(moved, one.if)
    warning ??= decided.note.warning
    if (!decided.holds) continue
    note(moved.turn, moved.run, { ...entry, input: decided.note.input, output: { chosen: index }, warning })
    return { kind: 'go', to: one.to }
  }
  note(moved.turn, moved.run, { ...entry, output: { chosen: null }, warning })
  return { kind: 'go', to: instruction.else }
}

function assign(moved: Moving, instruction: Extract<Instruction, { kind: 'set' }>, next: number): Flow {
  const { run, turn } = moved
  const warnings: string[] = []
  const values: JsonObject = {}
  for (const [name, value] of Object.entries(instruction.values)) {
    values[name] = evaluateValue(value, moved.scope(), warnings)
    run.memory.vars = { ...run.memory.vars, [name]: values[name] }
  }
  note(turn, run, {
    step: instruction.step,
    verb: 'set',
    status: 'completed',
    output: values,
    warning: warnings.join('; '),
  })
  return { kind: 'go', to: next }
}

function stop(moved: Moving, instruction: Extract<Instruction, { kind: 'stop' }>): Flow {
  const warnings: string[] = []
  const reason = instruction.reason && String(evaluateValue(instruction.reason, moved.scope(), warnings))
  const output = { status: instruction.status, ...(reason !== undefined && { reason }) }
  note(moved.turn, moved.run, {
    step: instruction.step,
    verb: 'stop',
    status: 'completed',
    output,
    warning: warnings.join('; '),
  })
  return { kind: 'end', status: instruction.status, ...(reason !== undefined && { reason }) }
}

/** Ask a condition, and keep for the journal the values that decided it. */
export function decide(
  moved: Moving,
  condition: Expression,
): { holds: boolean; note: { input: JsonObject; warning?: string } } {
  const scope = moved.scope()
  const { holds: result, warning } = holds(condition, scope)
  return { holds: result, note: { input: explain(condition, scope), ...(warning !== undefined && { warning }) } }
}

const VALUE_CHARS_MAX = 200

/** The source of a condition, and what each path it reads was worth. */
export function explain(condition: Expression, scope: object): JsonObject {
  const values: JsonObject = {}
  for (const path of condition.uses) {
    const text = JSON.stringify(follow(scope, path.split('.'))) ?? 'null'
    values[path] = text.length <= VALUE_CHARS_MAX ? JSON.parse(text) : `${text.slice(0, VALUE_CHARS_MAX)}…`
  }
  return { if: condition.source, values }
}

function follow(value: unknown, keys: string[]): unknown {
  let found = value
  for (const key of keys) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return null
    found = (found as Record<string, unknown>)[key]
  }
  return found
}

import type { Run } from '../../schema/actor.ts'
import type { Json, JsonObject } from '../../schema/json.ts'
import { checkInputs } from '../check/inputs.ts'
import { evaluateValue } from '../language/values.ts'
import { ended } from './actor.ts'
import { advance, type Flow } from './advance.ts'
import { newRun, startQueued } from './begin.ts'
import { breaks } from './breaker.ts'
import type { Instruction } from './program.ts'
import { isPaused, standStill } from './standing.ts'
import { type Moving, moving, note, type Turn } from './turn.ts'
import type { Workflow } from './world.ts'

type Call = Extract<Instruction, { kind: 'call' }>

/** Run another workflow for this contact, and go on when it has ended. A call asks no entry rules: it is a step. */
export function startCall(moved: Moving, instruction: Call, next: number): Flow {
  const { run, turn } = moved
  const workflow = turn.world.workflows.find((candidate) => candidate.id === instruction.workflow)
  const event = { ...run.memory.event, causes: [...run.memory.event.causes, run.workflowId] }
  const refused = refusal(moved, workflow, run.memory.event.causes)
  if (!workflow || refused !== undefined) {
    return failed(moved, instruction, { code: refused ?? 'unknown_workflow', message: instruction.workflow })
  }
  const warnings: string[] = []
  const inputs: JsonObject = {}
  const scope = moved.scope()
  for (const [name, value] of Object.entries(instruction.inputs)) inputs[name] = evaluateValue(value, scope, warnings)
  const checked = checkInputs(workflow.program.definition, { ...workflow.program.inputs, ...inputs })
  if (checked.kind === 'problems') {
    const [problem] = checked.problems
    return failed(
      moved,
      instruction,
      { code: 'invalid_input', message: `${problem?.path}: ${problem?.message}` },
      inputs,
    )
  }
  const called = newRun(turn, workflow.program, event, { key: `call ${run.id}`, inputs })
  called.memory.caller = run.id
  note(turn, run, {
    step: instruction.step,
    verb: 'call',
    status: 'waiting',
    input: inputs,
    output: { run_id: called.id },
    warning: warnings.join('; '),
  })
  advance(moving(turn, called, workflow.program), 0)
  if (!ended(called)) return { kind: 'wait', waiting: { for: 'run', run: called.id }, wakeAt: null }
  remember(moved, instruction, called)
  return { kind: 'go', to: next }
}

/** A call that cannot be made fails its run, with the code as the reason. */
function failed({ run, turn }: Moving, { step }: Call, error: { code: string; message: string }, input?: Json): Flow {
  note(turn, run, { step, verb: 'call', status: 'failed', error, ...(input !== undefined && { input }) })
  return { kind: 'end', status: 'failed', reason: error.code }
}

function refusal({ turn }: Moving, workflow: Workflow | undefined, causes: readonly string[]): string | undefined {
  if (!workflow) return 'unknown_workflow'
  if (workflow.paused) return 'paused'
  return breaks(turn, workflow.program, causes) ? 'breaker' : undefined
}

function remember({ run, turn }: Moving, { step }: Call, called: Run): void {
  const output = { run_id: called.id, status: called.status, ...(called.reason !== null && { reason: called.reason }) }
  run.memory.steps = { ...run.memory.steps, [step]: output }
  note(turn, run, { step, verb: 'call', status: 'completed', output })
}

/** A called run has ended: its caller goes on. */
export function returnToCaller(turn: Turn, called: Run): void {
  const caller = turn.actor.runs.find((run) => run.id === called.memory.caller)
  const awaited = caller?.waiting
  if (!caller || awaited?.for !== 'run' || awaited.run !== called.id) return
  const program = turn.world.program(caller.workflowId, caller.version)
  const instruction = program?.instructions[caller.position]
  if (!program || instruction?.kind !== 'call') return
  const moved = moving(turn, caller, program)
  remember(moved, instruction, called)
  if (isPaused(turn, caller)) {
    standStill(turn, caller, caller.position + 1)
    return
  }
  caller.waiting = null
  caller.status = 'active'
  advance(moved, caller.position + 1)
  startQueued(turn, caller)
}

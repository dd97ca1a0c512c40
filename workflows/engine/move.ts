import type { Run } from '../../schema/actor.ts'
import { ended } from './actor.ts'
import type { Instruction, Program } from './program.ts'
import { note, type Turn } from './turn.ts'
import { patternText } from './waits.ts'

/** Runs of older versions go on in this one when the step they stand on is there too; the others keep their version. */
export function moveAll(turn: Turn, { workflowId, version }: { workflowId: string; version: number }): number {
  const program = turn.world.program(workflowId, version)
  if (!program) return 0
  const old = turn.actor.runs.filter((run) => run.workflowId === workflowId && run.version < version && !ended(run))
  return old.filter((run) => move(turn, run, program)).length
}

/** Where the step that a run stands on lies in another version; undefined when it is not there. */
export function samePlace(turn: Turn, run: Run, program: Program): number | undefined {
  const stands = turn.world.program(run.workflowId, run.version)?.instructions[run.position]
  if (!stands || stands.kind === 'jump') return undefined
  const position = program.instructions.findIndex((candidate) => isSame(stands, candidate))
  return position < 0 ? undefined : position
}

function move(turn: Turn, run: Run, program: Program): boolean {
  const position = samePlace(turn, run, program)
  const instruction = position === undefined ? undefined : program.instructions[position]
  if (position === undefined || !instruction || instruction.kind === 'jump') return false
  run.version = program.version
  run.position = position
  if (instruction.kind === 'wait_for' && run.waiting?.for === 'event')
    run.waiting = { for: 'event', events: instruction.any.map((awaited) => patternText(awaited.on)) }
  note(turn, run, { step: instruction.step, verb: 'run', status: 'waiting', output: { moved_to: program.version } })
  return true
}

function isSame(stands: Instruction, candidate: Instruction): boolean {
  if (stands.kind === 'jump' || candidate.kind === 'jump') return false
  if (candidate.step !== stands.step || candidate.kind !== stands.kind) return false
  return candidate.kind !== 'do' || stands.kind !== 'do' || candidate.action === stands.action
}

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
  return placeOf(stands, program)
}

function move(turn: Turn, run: Run, program: Program): boolean {
  const position = samePlace(turn, run, program)
  const instruction = position === undefined ? undefined : program.instructions[position]
  const waiting = movedWaiting(turn, run, program)
  if (position === undefined || !instruction || instruction.kind === 'jump' || waiting === undefined) return false
  run.version = program.version
  run.position = position
  run.waiting = waiting
  if (instruction.kind === 'wait_for' && run.waiting?.for === 'event')
    run.waiting = { for: 'event', events: instruction.any.map((awaited) => patternText(awaited.on)) }
  run.memory.loops = loopsAt(run, program, waiting?.for === 'time' ? (waiting.to ?? position) : position)
  note(turn, run, { step: instruction.step, verb: 'run', status: 'waiting', output: { moved_to: program.version } })
  return true
}

/** A run that stood still knows where it goes on: at the step that follows there, in the other version too. */
function movedWaiting(turn: Turn, run: Run, program: Program): Run['waiting'] | undefined {
  if (run.waiting?.for !== 'time' || run.waiting.to === undefined) return run.waiting
  const { instructions = [] } = turn.world.program(run.workflowId, run.version) ?? {}
  let to = run.waiting.to
  for (let next = instructions[to]; next?.kind === 'jump'; next = instructions[to]) to = next.to
  const goesOn = instructions[to]
  const moved = goesOn ? placeOf(goesOn, program) : program.instructions.length
  return moved === undefined ? undefined : { ...run.waiting, to: moved }
}

function placeOf(stands: Instruction, program: Program): number | undefined {
  const position = program.instructions.findIndex((candidate) => isSame(stands, candidate))
  return position < 0 ? undefined : position
}

/** The loops that this place lies in, the outer ones first. Who has not entered one is in its first turn. */
export function loopsAt({ memory }: Run, { instructions }: Program, place: number): Run['memory']['loops'] {
  return instructions.flatMap((one, i) =>
    one.kind === 'test' && i <= place && place < one.exit
      ? [memory.loops.find(({ step }) => step === one.step) ?? { step: one.step, index: 0 }]
      : [],
  )
}

function isSame(stands: Instruction, candidate: Instruction): boolean {
  if (stands.kind === 'jump' || candidate.kind === 'jump') return false
  if (candidate.step !== stands.step || candidate.kind !== stands.kind) return false
  return candidate.kind !== 'do' || stands.kind !== 'do' || candidate.action === stands.action
}

import type { EngineEvent, Run } from '../../schema/actor.ts'
import type { Json } from '../../schema/json.ts'
import { type Expression, type Scope, toJson } from '../language/expressions.ts'
import { formatIso } from '../language/iso.ts'
import { ended } from './actor.ts'
import { advance, type Flow, stand } from './advance.ts'
import { afterApproval, hearDecision, timeIsOver } from './approvals.ts'
import { isDecided } from './asking.ts'
import { startQueued } from './begin.ts'
import { settleDelivery, settleGrant } from './carry-out.ts'
import type { DeliveryResult } from './delivery.ts'
import { finish } from './finish.ts'
import { cancelAlone } from './gate/alone.ts'
import { release } from './gate/counted.ts'
import { tellStopped } from './gate/still.ts'
import { hearAnswer } from './hear-surveys.ts'
import { awaits, matches } from './match.ts'
import { cancelHeld, sendHeld } from './message.ts'
import type { Awaited, Instruction } from './program.ts'
import { scopeOf } from './scope.ts'
import { isPaused, standStill } from './standing.ts'
import { askingOf, putHeld, surveyTime } from './surveys.ts'
import { settleThrottle } from './throttle.ts'
import { type Moving, moving, note, type Turn } from './turn.ts'
import { rememberEvent } from './waits.ts'

/** Carry on every run that is due, in the order in which they fell due. Runs of a paused workflow stand still. */
export function carryDue(turn: Turn): void {
  const { now } = turn.world
  const due = turn.actor.runs.filter((run) => isDue(run, now) && !isPaused(turn, run) && isDecided(turn, run))
  due.sort((a, b) => (a.wakeAt ?? 0) - (b.wakeAt ?? 0))
  for (const run of due) {
    if (isDue(run, now)) carryOn(turn, run)
    startQueued(turn, run)
  }
}

function isDue(run: Run, now: number): boolean {
  return !ended(run) && run.wakeAt !== null && run.wakeAt <= now
}

/** Whether a run stands still: its workflow is paused, or the version that it follows cannot be had. */
export function standsStill(turn: Turn, run: Run): boolean {
  return isPaused(turn, run) || turn.world.program(run.workflowId, run.version) === undefined
}

function carryOn(turn: Turn, run: Run): void {
  const moved = movingOf(turn, run)
  if (!moved) return
  const lateMs = turn.world.now - (run.wakeAt ?? turn.world.now)
  if (lateMs > moved.program.settings.maxLateMs) {
    finish(turn, run, 'exited', 'expired')
    return
  }
  const instruction = moved.program.instructions[run.position]
  const was = run.waiting
  const asking = askingOf(run, instruction)
  if (asking && instruction?.kind === 'do' && (was?.for === 'gate' || was?.for === 'event')) {
    const carry = was.for === 'gate' ? putHeld : surveyTime
    const flow = carry(moved, instruction, run.position + 1, asking)
    wakeUp(run)
    follow(moved, flow)
    return
  }
  wakeUp(run)
  if (was?.for === 'time' && was.to !== undefined) {
    advance(moved, was.to)
    return
  }
  if (instruction?.kind === 'wait_for' && was?.for === 'event') {
    note(turn, run, {
      step: instruction.step,
      verb: 'wait_for',
      status: 'completed',
      output: { matched: null, timed_out: true },
    })
    run.memory.steps = { ...run.memory.steps, [instruction.step]: { matched: null, timed_out: true } }
    advance(moved, instruction.else)
    return
  }
  if (instruction?.kind === 'approve') {
    timeIsOver(moved, instruction, { waited: was, dueAt: turn.world.now - lateMs })
    advance(moved, afterApproval(moved, instruction))
    return
  }
  if (instruction?.kind === 'throttle' && was?.for === 'grant') {
    advance(moved, settleThrottle(moved, instruction, was.grant))
    return
  }
  if (instruction?.kind === 'do' && was?.for === 'grant') {
    follow(moved, settleGrant(moved, instruction, run.position + 1, was))
    return
  }
  if (instruction?.kind === 'do' && was?.for === 'gate') {
    follow(moved, sendHeld(moved, instruction, run.position + 1, was.held))
    return
  }
  if (instruction?.kind === 'wait')
    note(turn, run, {
      step: instruction.step,
      verb: 'wait',
      status: 'completed',
      output: { at: formatIso(turn.world.now) },
    })
  advance(moved, run.position + 1)
}

/** Does this event reach the goal of a run, or one of its exits? The goal is counted first, and names the end. */
export function endByEvent(turn: Turn, run: Run, event: EngineEvent): void {
  const moved = movingOf(turn, run)
  if (!moved || run.memory.event.id === event.id) return
  const scope = () => scopeOf(turn, run, moved.program, event)
  const { goal, exit } = moved.program
  if (goal && goalCounts(turn, run)) {
    const found = awaits([goal], event, scope)
    if ('awaited' in found) {
      countGoal(moved, event)
      if (!ended(run) && !goal.continue) finish(turn, run, 'completed', 'goal')
    } else warnOf(moved, 'goal', event, found.warning)
  }
  if (ended(run)) return
  const found = awaits(exit, event, scope)
  if (!('awaited' in found)) {
    warnOf(moved, 'exit', event, found.warning)
    return
  }
  note(turn, run, { step: null, verb: 'exit', status: 'completed', input: { event_id: event.id, type: event.type } })
  finish(turn, run, 'exited', `exit: ${event.type}`)
}

/** A condition that failed counts as false, and a run that still goes on says so. */
function warnOf({ turn, run }: Moving, verb: 'goal' | 'exit', { id, type }: EngineEvent, warning?: string): void {
  if (warning === undefined || ended(run)) return
  note(turn, run, { step: null, verb, status: 'skipped', input: { event_id: id, type }, warning })
}

function goalCounts(turn: Turn, run: Run): boolean {
  if (run.memory.goal !== null) return false
  return run.memory.goalUntil === null ? !ended(run) : turn.world.now < run.memory.goalUntil
}

function countGoal({ turn, run, program }: Moving, event: EngineEvent): void {
  const { value, warning } = goalValue(program.goal?.value, () => scopeOf(turn, run, program, event))
  run.memory.goal = { countedAt: turn.world.now, ...(value !== undefined && { value }) }
  turn.touched.add(run)
  note(turn, run, {
    step: null,
    verb: 'goal',
    status: 'completed',
    input: { event_id: event.id, type: event.type },
    ...(value !== undefined && { output: { value } }),
    warning,
  })
}

function goalValue(expression: Expression | undefined, scope: () => Scope): { value?: Json; warning?: string } {
  if (!expression) return {}
  const evaluated = expression.evaluate(scope())
  return evaluated.kind === 'value' ? { value: toJson(evaluated.value) } : { warning: evaluated.why }
}

/** Events kept for a run that may want them later. */
const SEEN_MAX = 50

/** Keep for an open run what a later `wait_for` with `since` may ask for. */
export function rememberSeen(turn: Turn, run: Run, event: EngineEvent): void {
  const moved = ended(run) || run.memory.event.id === event.id ? undefined : movingOf(turn, run)
  const wanted = moved?.program.instructions.some(
    (instruction) =>
      instruction.kind === 'wait_for' &&
      instruction.sinceStart &&
      instruction.any.some(({ on }) => matches(on, event.type)),
  )
  if (!wanted) return
  run.memory.seen = [...run.memory.seen, event].slice(-SEEN_MAX)
  turn.touched.add(run)
}

/** Does this run wait for this event? Then it goes on with it. */
export function resumeByEvent(turn: Turn, run: Run, event: EngineEvent): void {
  if (ended(run) || run.waiting?.for !== 'event' || run.memory.event.id === event.id) return
  const moved = movingOf(turn, run)
  const instruction = moved?.program.instructions[run.position]
  if (moved && instruction?.kind === 'approve') {
    if (hearDecision(moved, instruction, event)) goOn(moved, afterApproval(moved, instruction))
    return
  }
  if (moved && instruction?.kind === 'do' && askingOf(run, instruction)) {
    const flow = hearAnswer(moved, instruction, run.position + 1, event)
    if (!flow) return
    wakeUp(run)
    follow(moved, flow)
    return
  }
  if (!moved || instruction?.kind !== 'wait_for') return
  const found = awaits(instruction.any, event, () => scopeOf(turn, run, moved.program, event))
  if (!('awaited' in found)) {
    if (found.warning !== undefined)
      note(turn, run, { step: instruction.step, verb: 'wait_for', status: 'waiting', warning: found.warning })
    return
  }
  arrived(moved, instruction, event, found.awaited)
}

type WaitFor = Extract<Instruction, { kind: 'wait_for' }>

function arrived(moved: Moving, instruction: WaitFor, event: EngineEvent, awaited: Awaited): void {
  rememberEvent(moved, instruction, event, awaited)
  goOn(moved, moved.run.position + 1)
}

/** What it waited for is there. A run of a paused workflow stands still until it is resumed. */
function goOn(moved: Moving, to: number): void {
  const { run, turn } = moved
  if (isPaused(turn, run)) {
    standStill(turn, run)
    return
  }
  wakeUp(run)
  advance(moved, to)
}

/** Go on with how the delivery ended that the run waits for. A result that nobody waits for changes nothing. */
export function resumeByResult(turn: Turn, result: DeliveryResult): void {
  if (result.kind !== 'sent') release(turn.actor.contact, result.id)
  const run = turn.actor.runs.find(
    (candidate) => candidate.waiting?.for === 'delivery' && candidate.waiting.delivery === result.id,
  )
  if (!run && result.kind === 'skipped') tellStopped(turn, result)
  const moved = run && movingOf(turn, run)
  const instruction = moved?.program.instructions[moved.run.position]
  if (!moved || instruction?.kind !== 'do') return
  const keeps = moved.run.waiting?.for === 'delivery' ? (moved.run.waiting.with ?? {}) : {}
  wakeUp(moved.run)
  follow(moved, settleDelivery(moved, instruction, moved.run.position + 1, { result, keeps }))
  startQueued(turn, moved.run)
}

/** Take back a message that the gate has put off. Its run goes on. Answers whether there was one. */
export function cancelMessage(turn: Turn, id: string, reason: string): boolean {
  if (cancelAlone(turn, id, reason)) return true
  const run = turn.actor.runs.find(({ waiting }) => waiting?.for === 'gate' && waiting.held.draft.id === id)
  const moved = run && movingOf(turn, run)
  const instruction = moved?.program.instructions[moved.run.position]
  if (!moved || instruction?.kind !== 'do') return false
  const flow = cancelHeld(moved, instruction, moved.run.position + 1, reason)
  wakeUp(moved.run)
  follow(moved, flow)
  startQueued(turn, moved.run)
  return true
}

function follow(moved: Moving, flow: Flow): void {
  if (flow.kind === 'go' && isPaused(moved.turn, moved.run)) standStill(moved.turn, moved.run, flow.to)
  else if (flow.kind === 'go') advance(moved, flow.to)
  else if (flow.kind === 'wait')
    stand(moved.run, moved.program.instructions[moved.run.position], flow.waiting, flow.wakeAt)
  else if (flow.kind === 'end') finish(moved.turn, moved.run, flow.status, flow.reason ?? null)
}

function wakeUp(run: Run): void {
  run.waiting = null
  run.wakeAt = null
  run.status = 'active'
}

/** A run with its own version's program; a run whose version is not at hand stands still. */
function movingOf(turn: Turn, run: Run): Moving | undefined {
  const program = turn.world.program(run.workflowId, run.version)
  if (!program) return undefined
  return moving(turn, run, program)
}

import type { Run } from '../../schema/actor.ts'
import { raise } from './apply.ts'
import { giveBack } from './asking.ts'
import { returnToCaller } from './calls.ts'
import { cancelAloneOf } from './gate/alone.ts'
import { release } from './gate/counted.ts'
import { note, type Turn } from './turn.ts'

/** End a run. Runs that end early take their unsent messages and their open task with them. */
export function finish(
  turn: Turn,
  run: Run,
  status: Exclude<Run['status'], 'active' | 'waiting'>,
  reason: string | null,
): void {
  turn.touched.add(run)
  const held = run.waiting?.for === 'gate' ? run.waiting.held : undefined
  const early = run.waiting !== null && (status !== 'completed' || held !== undefined)
  const task = run.waiting?.for === 'event' ? run.waiting.task : undefined
  const called = run.waiting?.for === 'run' ? run.waiting.run : undefined
  giveBack(turn, run.waiting)
  run.status = status
  run.reason = reason
  run.endedAt = turn.world.now
  run.wakeAt = null
  run.waiting = null
  run.step = null
  note(turn, run, { step: null, verb: 'run', status: 'ended', output: { status, ...(reason !== null && { reason }) } })
  for (const other of turn.actor.runs)
    if (other.id === called && other.endedAt === null) finish(turn, other, 'cancelled', 'its caller has ended')
  if (task !== undefined)
    turn.closedTasks.push({ id: task, status: 'cancelled', at: turn.world.now, by: null, note: reason ?? status })
  if (held) release(turn.actor.contact, held.draft.id)
  if (early) cancelAloneOf(turn, run.id, reason ?? status)
  if (early) turn.cancelled.push({ runId: run.id, reason: reason ?? status })
  if (run.memory.caller !== null) returnToCaller(turn, run)
  if (status !== 'completed' && status !== 'failed') return
  const data = { workflow_id: run.workflowId, run_id: run.id, ...(reason !== null && { reason }) }
  raise(turn, `workflow.${status}`, data, [...run.memory.event.causes, run.workflowId])
}

import type { Run } from '../../schema/actor.ts'
import type { Turn } from './turn.ts'

/** Whether the workflow of a run is paused, be it by this very reaction. */
export function isPaused(turn: Turn, { workflowId }: Run): boolean {
  return (
    turn.breakers.has(workflowId) ||
    turn.world.workflows.some((workflow) => workflow.id === workflowId && workflow.paused)
  )
}

/** A run of a paused workflow stands still; when it is resumed it goes on at `to`, or behind the step it stands on. */
export function standStill(turn: Turn, run: Run, to?: number): void {
  run.status = 'waiting'
  run.waiting = { for: 'time', ...(to !== undefined && { to }) }
  run.wakeAt = turn.world.now
  turn.touched.add(run)
}

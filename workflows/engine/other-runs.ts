import type { EngineEvent } from '../../schema/actor.ts'
import type { JsonObject } from '../../schema/json.ts'
import { ended } from './actor.ts'
import { childId } from './apply.ts'
import { START_ASKED } from './begin.ts'
import { finish } from './finish.ts'
import { type Started, startWhen } from './start.ts'
import type { Turn } from './turn.ts'
import type { Workflow } from './world.ts'

/** A cancellation by a step of a run of another contact, through the inbox. */
export const CANCEL_ASKED = 'workflow.cancel'

/** Start a workflow for the same contact because a step says so. Its conditions and entry rules are asked. */
export function startAnother(turn: Turn, asked: { workflow: string; data: JsonObject }, causes: string[]): JsonObject {
  const channel = turn.cause?.channel ?? null
  const event = { id: childId(turn), type: START_ASKED, at: turn.world.now, channel, data: asked.data, causes }
  const started = startNamed(turn, asked.workflow, event)
  const run = started.kind === 'started' ? [started.run.id] : []
  const reason = started.kind === 'started' ? null : started.reason
  const refused = reason === null ? [] : [{ workflow: asked.workflow, reason }]
  turn.noted.push({ event, started: run, reason, refused })
  return reason === null ? { run_id: run[0] ?? null } : { run_id: null, reason }
}

/** Cancel the open runs of a workflow of this contact, but for the one that asks. Answers how many. */
export function cancelOthers(turn: Turn, asked: { workflow: string; reason: string; but?: string }): number {
  const open = turn.actor.runs.filter((run) => run.workflowId === asked.workflow && run.id !== asked.but && !ended(run))
  let cancelled = 0
  for (const run of open) {
    if (ended(run)) continue
    run.memory.queue = []
    finish(turn, run, 'cancelled', asked.reason)
    cancelled += 1
  }
  return cancelled
}

/** What a step of another contact's run asked of this one. Undefined for events that ask nothing of the kind. */
export function carryAsked(turn: Turn, event: EngineEvent): { workflow: string; started: Started } | undefined {
  const { channel, type, data } = event
  const workflow = data.workflow_id
  if (channel !== null || typeof workflow !== 'string') return undefined
  if (type === START_ASKED) return { workflow, started: startNamed(turn, workflow, event) }
  if (type !== CANCEL_ASKED) return undefined
  const reason = typeof data.reason === 'string' && data.reason !== '' ? data.reason : CANCEL_ASKED
  cancelOthers(turn, { workflow, reason })
  return { workflow, started: { kind: 'not started', reason: 'no match' } }
}

function startNamed(turn: Turn, id: string, event: EngineEvent): Started {
  const workflow: Workflow | undefined = turn.world.workflows.find((candidate) => candidate.id === id)
  if (!workflow) return { kind: 'not started', reason: 'no match' }
  if (workflow.paused) return { kind: 'not started', reason: 'paused' }
  return startWhen(turn, workflow.program, event, [{ kind: 'manual' }])
}

import type * as v from 'valibot'
import type { JournalEntry, Waiting } from '../../../schema/actor.ts'
import type { JournalAnswer, RunAnswer } from '../../../schema/api/runs.ts'
import { isObject, type Json } from '../../../schema/json.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import type { Became, KnownRun } from '../../store/run-list.ts'
import { contactIdOrNull } from './event-json.ts'

export function runJson(run: KnownRun): v.InferOutput<typeof RunAnswer> {
  const { memory, reason } = run
  return {
    id: run.id,
    workflow_id: run.workflowId,
    version: run.version,
    contact_id: contactIdOrNull(run.subjectId),
    status: run.status,
    position: run.step ?? run.position,
    wake_at: run.wakeAt === null ? null : formatIso(run.wakeAt),
    waiting_for: run.waiting && waitingJson(run.waiting),
    started_at: formatIso(run.startedAt),
    ended_at: run.endedAt === null ? null : formatIso(run.endedAt),
    ...(reason !== null && { reason }),
    event_id: memory.event.id,
    vars: memory.vars,
    steps: memory.steps,
    goal: memory.goal && goalJson(memory.goal),
  }
}

function goalJson({ countedAt, value }: { countedAt: number; value?: Json }) {
  return { counted_at: formatIso(countedAt), ...(value !== undefined && { value }) }
}

function waitingJson(waiting: Waiting): Record<string, unknown> {
  return { ...waiting }
}

/** A line of the journal. `sent` says what became of deliveries since. */
export function journalJson(
  entry: JournalEntry,
  sent?: ReadonlyMap<string, Became>,
): v.InferOutput<typeof JournalAnswer> {
  const { run: _, at, ...rest } = entry
  const became = sent?.get(deliveryOf(entry) ?? '')
  return { ...rest, at: formatIso(at), ...(became && { delivery: becameJson(became) }) }
}

/** The message that a step has made. */
export function deliveryOf({ output }: JournalEntry): string | undefined {
  const id = isObject(output) ? output.message_id : undefined
  return typeof id === 'string' ? id : undefined
}

function becameJson({ status, attempts, reason }: Became) {
  return { status, attempts, ...(reason !== null && { reason }) }
}

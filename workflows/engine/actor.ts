import type { Actor, Run } from '../../schema/actor.ts'
import { pointsDueAt } from './points.ts'

export function ended(run: Run): boolean {
  return run.endedAt !== null
}

/** The next instant at which a run of this actor falls due, or null. Runs that stand still are looked at again later. */
export function dueAt(actor: Actor, pausedRuns: ReadonlySet<string>, recheckAt: number): number | null {
  let due = pointsDueAt(actor.contact)
  for (const { at } of Object.values(actor.contact.bursts)) if (due === null || at < due) due = at
  for (const at of Object.values(actor.contact.dates)) if (due === null || at < due) due = at
  for (const run of actor.runs) {
    if (run.wakeAt === null || ended(run)) continue
    const at = pausedRuns.has(run.id) ? Math.max(run.wakeAt, recheckAt) : run.wakeAt
    if (due === null || at < due) due = at
  }
  return due
}

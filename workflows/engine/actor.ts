import type { Actor, Contact, Run } from '../../schema/actor.ts'
import { streakDueAt } from './checkins.ts'
import { complaintsDueAt } from './complaints.ts'
import { digestsDueAt } from './digest.ts'
import { heldDueAt } from './gate/alone.ts'
import { pointsDueAt } from './points.ts'
import { referralDueAt } from './referrals/moves.ts'
import { rulesDueAt } from './rules-due.ts'
import { tierDueAt } from './tiers.ts'

export function ended(run: Run): boolean {
  return run.endedAt !== null
}

/** The next instant at which a run of this actor falls due, or null. Runs that stand still are looked at again later. */
export function dueAt(actor: Actor, pausedRuns: ReadonlySet<string>, recheckAt: number): number | null {
  let due = factsDueAt(actor.contact)
  for (const { at } of Object.values(actor.contact.bursts)) if (due === null || at < due) due = at
  for (const at of Object.values(actor.contact.dates)) if (due === null || at < due) due = at
  for (const run of actor.runs) {
    if (run.wakeAt === null || ended(run)) continue
    const at = pausedRuns.has(run.id) ? Math.max(run.wakeAt, recheckAt) : run.wakeAt
    if (due === null || at < due) due = at
  }
  return due
}

/** The next instant at which something that we remember of a contact falls due. */
function factsDueAt(contact: Contact): number | null {
  const instants = [
    contact.facts.lookAt ?? null,
    contact.facts.alert?.paging?.dueAt ?? null,
    pointsDueAt(contact),
    streakDueAt(contact),
    tierDueAt(contact),
    rulesDueAt(contact),
    digestsDueAt(contact),
    heldDueAt(contact),
    referralDueAt(contact),
    complaintsDueAt(contact),
  ].filter((at) => at !== null)
  return instants.length > 0 ? Math.min(...instants) : null
}

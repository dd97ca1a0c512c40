import { COMMUNITY, CONTACTS, type Figure, type Noted, slotOf, workflowArea } from '../../schema/figure.ts'
import { type TermChange, termsOf } from '../../schema/terms.ts'
import { inDrill } from '../../workflows/actions/alert/drill.ts'
import { isDrillPage } from '../../workflows/engine/alerts/series.ts'
import type { Reaction } from '../../workflows/engine/react.ts'
import type { Statement } from '../store/database.ts'
import type { DeliveryRow } from '../store/deliveries.ts'
import { messageMetric, noteCommit } from '../store/figures.ts'
import { changedTerms } from '../store/terms.ts'
import type { Loaded } from './read.ts'

/** What a commit says for the figures, the boards and the search, as one row of it. */
export function notesOf(
  decided: readonly { loaded: Loaded; at: number; reaction: Reaction; deliveries: readonly DeliveryRow[] }[],
): Statement[] {
  const noted: Noted & { terms: TermChange[] } = { figures: [], presence: [], terms: termsOfAll(decided) }
  const sums = new Map<string, Figure>()
  for (const { reaction, deliveries, at } of decided) {
    noted.presence.push(...reaction.figures.presence)
    for (const figure of [...reaction.figures.figures, ...ofMessages(reaction, deliveries, slotOf(at))])
      add(sums, figure)
  }
  const met = metIn(decided)
  if (met !== 0) add(sums, [CONTACTS, 0, 'n', met])
  const moved = decided.flatMap(({ reaction }) => reaction.turn.standings)
  noted.figures = [...sums.values()].filter(([, , , value]) => value !== 0)
  return noteCommit(noted, moved, slotOf(Math.min(...decided.map(({ at }) => at))))
}

/** What contacts are found by now; who is merged into another is found by nothing any more. */
function termsOfAll(decided: readonly { loaded: Loaded; reaction: Reaction }[]): TermChange[] {
  const buried = new Set(decided.flatMap(({ reaction }) => reaction.turn.merged?.from ?? []))
  return decided.flatMap(({ loaded: { actor, terms } }) => {
    const { contact } = actor
    return changedTerms(contact.id, terms, buried.has(contact.id) ? [] : termsOf(contact))
  })
}

/** Contacts that there are from now on, less those that are no more. */
function metIn(decided: readonly { loaded: Loaded; reaction: Reaction }[]): number {
  const met = decided.filter(({ loaded: { actor } }) => actor.contact.kind === 'contact' && actor.contact.version === 0)
  return met.length - decided.filter(({ reaction }) => reaction.turn.merged !== undefined).length
}

function add(sums: Map<string, Figure>, [area, slot, metric, value]: Figure): void {
  const name = `${area}\n${slot}\n${metric}`
  sums.set(name, [area, slot, metric, (sums.get(name)?.[3] ?? 0) + value])
}

/** Messages that this commit itself has brought to an end: kept where keeping is sending, or stopped by the gate. */
function ofMessages({ turn }: Reaction, deliveries: readonly DeliveryRow[], slot: number): Figure[] {
  const runs = [...turn.actor.runs, ...turn.touched]
  const workflows = new Map(runs.map((run) => [run.id, run.workflowId]))
  const drills = new Set(runs.filter(({ memory }) => inDrill(memory.event)).map(({ id }) => id))
  return deliveries.flatMap(({ id, kind, status, reason, run_id: runId }): Figure[] => {
    if (kind !== 'message' || drills.has(String(runId)) || isDrillPage(String(id))) return []
    const metric = messageMetric(String(status), reason)
    if (!ENDED.has(String(status))) return []
    const workflow = workflows.get(String(runId))
    const areas = workflow === undefined ? [COMMUNITY] : [COMMUNITY, workflowArea(workflow)]
    return areas.map((area) => [area, slot, metric, 1])
  })
}

const ENDED: ReadonlySet<string> = new Set(['sent', 'skipped', 'expired'])

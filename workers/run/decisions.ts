import { text } from '../store/cell.ts'
import { toInboxEvent } from '../store/events.ts'
import { decisionOf, pendingDecisions } from '../store/tasks.ts'
import type { Deps } from './deps.ts'
import type { Loaded } from './read.ts'

/**
 * What a person has decided in time is known to the run that asked before its time is over, though nobody has told it yet.
 * Costs a round trip of its own, and only for runs whose time is over.
 */
export async function hearDecisions({ db, clock }: Deps, loaded: readonly Loaded[]): Promise<void> {
  const now = clock.now()
  const asking = new Map<string, { one: Loaded; task: string }>()
  for (const one of loaded)
    for (const { waiting, wakeAt } of one.actor.runs)
      if (waiting?.for === 'event' && waiting.task !== undefined && wakeAt !== null && wakeAt <= now)
        asking.set(decisionOf(waiting.task), { one, task: waiting.task })
  if (asking.size === 0) return
  for (const row of await pendingDecisions(db, [...asking.keys()])) {
    const { one, task } = asking.get(text(row.id)) ?? {}
    if (one && task) one.actor.decided = new Map([...(one.actor.decided ?? []), [task, toInboxEvent(row)]])
  }
}

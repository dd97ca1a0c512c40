import { claimMessage, toLeased } from '../store/deliveries.ts'
import { newId } from '../store/id.ts'
import type { Deps } from './deps.ts'
import { record } from './record.ts'

/**
 * Take back a message that is not sent yet: its run goes on and its place among those that caps count is free by the very
 * commit that cancels it. Nothing happens to one that is on its way or has ended.
 */
export async function takeBack(deps: Deps, id: string, reason: string): Promise<void> {
  const realNow = deps.clock.real()
  const [claimed] = await deps.db.batch([claimMessage(id, { realNow, lease: newId(realNow) })])
  const [row] = claimed?.rows ?? []
  if (!row) return
  const tried = { delivery: toLeased(row), outcome: { kind: 'taken back' as const, why: reason } }
  await record(deps, await deps.catalogue.known(), [tried])
}

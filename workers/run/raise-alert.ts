import { seriesOf, seriesOfId } from '../../workflows/engine/alerts/series.ts'
import { openAlerts } from '../store/alerts.ts'
import type { Deps } from './deps.ts'
import { handle } from './handle.ts'

/** Something about the product itself that a person should know: in English, and in Chinese as its detail. */
export type Trouble = { name: string; level: 1 | 2 | 3; title: string; detail: string }

/** Raise it as any alert: whoever is on call is paged, and workflows may listen. */
export async function raiseAlert(deps: Deps, { name, level, title, detail }: Trouble): Promise<void> {
  const wish = { key: name, name, level, title, detail, drill: false, contactId: null, workflowId: null }
  const who = { subjectId: seriesOf(name, false) }
  await handle(deps, [{ who, events: [], results: [], commands: [{ kind: 'raise alert', wish }] }])
}

/** End those of these alerts that are there and were not raised again since: who raised them says that they are over. */
export async function endAlerts(
  deps: Deps,
  { keys, quietSince }: { keys: readonly string[]; quietSince: number },
): Promise<void> {
  for (const { id, lastAt } of await openAlerts(
    deps.db,
    keys.map((key) => seriesOf(key, false)),
  )) {
    const subjectId = seriesOfId(id)
    if (subjectId === undefined || lastAt > quietSince) continue
    const answering = { alertId: id, by: 'qunflow', via: 'product' } as const
    const commands = [{ kind: 'resolve alert', answering }] as const
    await handle(deps, [{ who: { subjectId }, events: [], results: [], commands: [...commands] }])
  }
}

import { seriesOf } from '../../workflows/engine/alerts/series.ts'
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

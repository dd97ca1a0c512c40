import type { EngineEvent } from '../../schema/actor.ts'
import { raising } from './alerts/pager.ts'
import { CAUSES_MAX, MINUTE_MS } from './limits.ts'
import type { Program } from './program.ts'
import type { Turn } from './turn.ts'

const STARTS_MAX = 20
const WINDOW_MS = 10 * MINUTE_MS

/** May this chain of causes start the workflow no more? Then its breaker opens, if it is not open yet. */
export function breaks(turn: Turn, { workflowId }: Program, causes: readonly string[]): boolean {
  if (turn.breakers.has(workflowId)) return true
  if (causes.length < CAUSES_MAX) return false
  openBreaker(turn, workflowId, 'depth')
  return true
}

/** Count a start that our own workflows have caused. The one that reaches the limit is the last. */
export function countStart(turn: Turn, workflowId: string, { causes }: EngineEvent): void {
  if (causes.length === 0) return
  const { contact } = turn.actor
  const since = turn.world.now - WINDOW_MS
  const recent = Object.entries(contact.facts.starts ?? {}).flatMap(([id, times]) => {
    const later = times.filter((at) => at > since)
    return later.length > 0 ? [[id, later] as const] : []
  })
  const starts = Object.fromEntries(recent)
  const counted = [...(starts[workflowId] ?? []), turn.world.now]
  const full = counted.length >= STARTS_MAX
  contact.facts = { ...contact.facts, starts: { ...starts, [workflowId]: full ? [] : counted } }
  if (full) openBreaker(turn, workflowId, 'starts')
}

const WHY = {
  en: {
    depth: `it was started by a chain of ${CAUSES_MAX} workflows`,
    starts: `workflows started it ${STARTS_MAX} times for one member within ten minutes`,
  },
  zh: {
    depth: `它由 ${CAUSES_MAX} 个工作流连环触发`,
    starts: `十分钟内工作流为同一成员启动了它 ${STARTS_MAX} 次`,
  },
} as const

/** The workflow is paused by the commit of this reaction, and an alert says why. */
function openBreaker(turn: Turn, workflowId: string, cause: 'depth' | 'starts'): void {
  if (turn.breakers.has(workflowId)) return
  turn.breakers.add(workflowId)
  const { contact } = turn.actor
  const chinese = turn.world.locale.toLowerCase().startsWith('zh')
  const wish = {
    ...{ key: `breaker ${workflowId}`, name: 'breaker', level: 2, drill: false, workflowId },
    title: chinese ? `工作流 ${workflowId} 已暂停：疑似循环` : `Workflow ${workflowId} is paused: it seems to loop`,
    detail: WHY[chinese ? 'zh' : 'en'][cause],
    contactId: contact.id,
    more: { cause },
  }
  const id = `${contact.id}-v${contact.version + 1}-breaker-${workflowId}`
  // Nothing stands behind it: whoever is to be told must be told.
  turn.emitted.push(raising(turn.world.now, { id, wish, causes: [] }))
}

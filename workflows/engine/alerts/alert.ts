import type { Alert, AlertFacts, AlertVia } from '../../../schema/alert.ts'
import type { JsonObject } from '../../../schema/json.ts'
import type { Turn } from '../turn.ts'
import { changeAlert, keepAlert, tellAlert } from './episode.ts'
import { beginPaging, stopPaging } from './paging.ts'
import { episodeId } from './series.ts'

/** What somebody says is the matter. */
export type AlertWish = Pick<Alert, 'key' | 'name' | 'level' | 'title' | 'detail' | 'drill'> & {
  /** How long after its end it is not raised again; undefined as before. */
  cooldownMs?: number
  contactId: string | null
  workflowId: string | null
  /** What else the event says. */
  more?: JsonObject
}

export type Raised = { alert_id: string; created: boolean }

/** The alert of this subject is raised: a new episode, or the one that there is once more. */
export function raiseAlert(turn: Turn, wish: AlertWish, causes: string[]): Raised {
  const { now } = turn.world
  const known = turn.actor.contact.facts.alert
  if (known && known.present.status !== 'resolved') return again(turn, known, wish)
  const cooldownMs = wish.cooldownMs ?? known?.cooldownMs ?? 0
  if (known && now < (known.present.resolvedAt ?? 0) + cooldownMs) {
    changeAlert(turn, { suppressed: known.present.suppressed + 1, lastAt: now })
    return { alert_id: known.present.id, created: false }
  }
  const episodes = (known?.episodes ?? 0) + 1
  const present = opened(episodeId(turn.actor.contact.id, episodes), wish, now)
  keepAlert(turn, { episodes, present, cooldownMs, pages: 0 })
  if (!wish.drill) turn.counts.push({ metric: 'alerts.raised', value: 1, causes })
  tellAlert(turn, 'alert.raised', { ...wish.more, ...originOf(wish) }, causes)
  beginPaging(turn)
  return { alert_id: present.id, created: true }
}

function opened(id: string, wish: AlertWish, now: number): Alert {
  const { key, name, level, title, detail, drill, contactId, workflowId } = wish
  return {
    ...{ id, key, name, level, title, detail, drill, contactId, workflowId },
    ...{ status: 'open', raisedAt: now, occurrences: 1, suppressed: 0, lastAt: now, note: null },
    ...{ acknowledgedAt: null, acknowledgedBy: null, resolvedAt: null, resolvedBy: null },
    history: [{ at: now, kind: 'raised', level }],
  }
}

function originOf({ contactId, workflowId }: AlertWish): JsonObject {
  return {
    ...(contactId !== null && { contact_id: contactId }),
    ...(workflowId !== null && { workflow_id: workflowId }),
  }
}

/** It is there already. When it has become worse, it begins anew on its higher level, whoever has acknowledged it. */
function again(turn: Turn, known: AlertFacts, wish: AlertWish): Raised {
  const { now } = turn.world
  const { present } = known
  keepAlert(turn, { ...known, cooldownMs: wish.cooldownMs ?? known.cooldownMs })
  changeAlert(turn, { occurrences: present.occurrences + 1, lastAt: now })
  if (wish.level > present.level) {
    const { level, title, detail } = wish
    const anew = { status: 'open', acknowledgedAt: null, acknowledgedBy: null } as const
    changeAlert(turn, { level, title, detail, ...anew }, { kind: 'level_raised', level })
    tellAlert(turn, 'alert.escalated', originOf(wish), [])
    beginPaging(turn)
  }
  return { alert_id: present.id, created: false }
}

/** Who answers, and through what. `addresses` are those that they are known by, as `channel id`. */
export type Answering = { alertId: string; by: string; via: AlertVia; addresses?: readonly string[]; note?: string }

export type Answered = { kind: 'done' } | { kind: 'refused'; code: 'unknown_alert' | 'resolved'; message: string }

const RESOLVED = { kind: 'refused', code: 'resolved', message: 'the alert is resolved' } as const
const UNKNOWN = { kind: 'refused', code: 'unknown_alert', message: 'there is no such alert' } as const

/**
 * Somebody has seen it and sees to it: nobody else is paged. Whoever does so counts, also when it was not they who were
 * paged; it is written down. What comes later changes nothing.
 */
export function acknowledgeAlert(turn: Turn, answering: Answering): Answered {
  const present = presentOf(turn, answering.alertId)
  if (typeof present === 'string') return present === 'over' ? RESOLVED : UNKNOWN
  const { by, via } = answering
  const paged = wasPaged(present, answering)
  if (present.status !== 'open') {
    changeAlert(turn, {}, { kind: 'acknowledged_late', by, via, paged })
    return present.status === 'resolved' ? RESOLVED : { kind: 'done' }
  }
  const { now } = turn.world
  const acknowledged = { status: 'acknowledged', acknowledgedAt: now, acknowledgedBy: by } as const
  changeAlert(turn, acknowledged, { kind: 'acknowledged', by, via, paged })
  stopPaging(turn)
  tellAlert(turn, 'alert.acknowledged', { by, via, paged, seconds: secondsSince(present, now) }, [])
  return { kind: 'done' }
}

/** It is over. */
export function resolveAlert(turn: Turn, { alertId, by, via, note }: Answering, causes: string[]): Answered {
  const present = presentOf(turn, alertId)
  if (typeof present === 'string') return present === 'over' ? RESOLVED : UNKNOWN
  if (present.status === 'resolved') return RESOLVED
  const { now } = turn.world
  const said: { note: string } | Record<never, never> = note === undefined ? {} : { note }
  const resolved = { status: 'resolved', resolvedAt: now, resolvedBy: by, ...said } as const
  changeAlert(turn, resolved, { kind: 'resolved', by, via, ...said })
  stopPaging(turn)
  tellAlert(turn, 'alert.resolved', { by, via, seconds: secondsSince(present, now), ...said }, causes)
  return { kind: 'done' }
}

/** Only the latest episode can change; those before it are over. */
function presentOf(turn: Turn, alertId: string): Alert | 'over' | 'unknown' {
  const known = turn.actor.contact.facts.alert
  if (known?.present.id === alertId) return known.present
  const episode = Number(alertId.slice(alertId.lastIndexOf('.') + 1))
  return known && episode >= 1 && episode < known.episodes ? 'over' : 'unknown'
}

function wasPaged({ history }: Alert, { by, addresses = [] }: Answering): boolean {
  const known = new Set([by, ...addresses])
  return history.some((entry) => entry.kind === 'paged' && (known.has(entry.address) || known.has(entry.person)))
}

function secondsSince({ raisedAt }: Alert, now: number): number {
  return Math.round((now - raisedAt) / 1000)
}

import type { EngineEvent } from '../../../schema/actor.ts'
import type { JsonObject } from '../../../schema/json.ts'
import type { DeliveryResult } from '../delivery.ts'
import type { Outcome } from '../react.ts'
import type { EmittedEvent, Turn } from '../turn.ts'
import { type AlertWish, acknowledgeAlert, raiseAlert, resolveAlert } from './alert.ts'
import { hearPage, PAGE, tellUnreached, UNREACHED } from './page.ts'
import { noteUnreached } from './paging.ts'
import { alertOfPage, seriesOf, seriesOfId } from './series.ts'
import { alertOfButton } from './words.ts'

/** What subjects say to an alert, and it to them: events of ours that no workflow sees. */
const RAISE = 'pager.raise'
const ACKNOWLEDGE = 'pager.acknowledge'
const RESOLVE = 'pager.resolve'
const TOLD = 'pager.told'

/** Whether an event is between us and alerts. */
export function isPager(type: string): boolean {
  return type.startsWith('pager.')
}

/** A step waits to hear what became of the alert that it raises. */
type Asker = { subject: string; step: string }

type Raising = { id: string; wish: AlertWish; causes: string[]; asker?: Asker }

/** The event that raises an alert, for the inbox of its subject: kept by the commit of whoever raises it. */
export function raising(now: number, { id, wish, causes, asker }: Raising): EmittedEvent {
  const data = { wish, ...(asker && { asker }) } as unknown as JsonObject
  return { id, subjectId: seriesOf(wish.key, wish.drill), type: RAISE, at: now, data, causes }
}

/** The event that resolves one; undefined for what is no alert's id. */
export function resolving(
  turn: Turn,
  { id, alertId, key, drill, by, note, causes }: Resolving,
): EmittedEvent | undefined {
  const subjectId = alertId === undefined ? seriesOf(key ?? '', drill) : seriesOfId(alertId)
  if (subjectId === undefined) return undefined
  const data = { by, ...(alertId !== undefined && { alert_id: alertId }), ...(note !== undefined && { note }) }
  return { id, subjectId, type: RESOLVE, at: turn.world.now, data, causes }
}

type Resolving = {
  id: string
  alertId: string | undefined
  key: string | undefined
  drill: boolean
  by: string
  note: string | undefined
  causes: string[]
}

/** Take an event that is between us and alerts. Undefined for every other, which workflows may hear. */
export function hearPager(turn: Turn, event: EngineEvent): Outcome | undefined {
  if (event.channel !== null || !isPager(event.type)) return undefined
  const { data } = event
  switch (event.type) {
    case RAISE:
      hearRaise(turn, event)
      break
    case ACKNOWLEDGE:
      acknowledgeAlert(turn, { ...answering(data), via: 'button', addresses: listOf(data.addresses) })
      break
    case RESOLVE:
      hearResolve(turn, event)
      break
    case PAGE:
      hearPage(turn, event)
      break
    case UNREACHED:
      noteUnreached(turn, textOf(data.message), textOf(data.reason))
      break
    default:
      return undefined
  }
  return { event, started: [], reason: null, refused: [] }
}

/** What a step has waited to hear of its alert; undefined for every other event. */
export function toldOf({ type, channel, data }: EngineEvent): DeliveryResult | undefined {
  if (type !== TOLD || channel !== null) return undefined
  return { id: textOf(data.step), attempts: 1, kind: 'sent', output: (data.output ?? {}) as JsonObject }
}

function hearRaise(turn: Turn, { data, causes }: EngineEvent): void {
  const { wish, asker } = data as unknown as { wish: AlertWish; asker?: Asker }
  const output = raiseAlert(turn, wish, causes)
  if (!asker) return
  const told = { step: asker.step, output }
  const id = `${asker.step}:told`
  turn.emitted.push({ id, subjectId: asker.subject, type: TOLD, at: turn.world.now, data: told, causes: [] })
}

/** By its key it is the episode that there is. */
function hearResolve(turn: Turn, { data, causes }: EngineEvent): void {
  const present = turn.actor.contact.facts.alert?.present.id
  const { by, alertId, note } = answering({ ...data, alert_id: data.alert_id ?? present ?? '' })
  resolveAlert(turn, { by, alertId, via: 'workflow', ...(note !== undefined && { note }) }, causes)
}

function answering(data: JsonObject): { alertId: string; by: string; note?: string } {
  const said = typeof data.note === 'string' ? { note: data.note } : {}
  return { alertId: textOf(data.alert_id), by: textOf(data.by), ...said }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf) : []
}

/** A click on the button under a page: on its way to the alert, with who it was. */
export function clickAcknowledges(turn: Turn, event: EngineEvent): void {
  if (event.type !== 'button.clicked') return
  const alertId = alertOfButton(event.data.value)
  const subjectId = alertId === undefined ? undefined : seriesOfId(alertId)
  if (alertId === undefined || subjectId === undefined) return
  const { contact } = turn.actor
  const addresses = contact.identities.map(({ channel, external_id }) => `${channel} ${external_id}`)
  const data = { alert_id: alertId, by: contact.id, addresses }
  turn.emitted.push({
    ...{ id: `${event.id}:acknowledges`, subjectId, type: ACKNOWLEDGE, at: turn.world.now, data, causes: [] },
  })
}

/** A page could not be delivered after all. */
export function pageFailed(turn: Turn, result: DeliveryResult): void {
  const alertId = result.kind === 'failed' ? alertOfPage(result.id) : undefined
  if (alertId === undefined || result.kind !== 'failed') return
  if (seriesOfId(alertId) === turn.actor.contact.id) noteUnreached(turn, result.id, result.message)
  else tellUnreached(turn, result.id, alertId, result.message)
}

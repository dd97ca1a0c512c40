import { slotOf } from '../../schema/figure.ts'
import type { RetryPolicy } from '../../schema/message.ts'
import { type DeliveryResult, retryDelayMs } from '../../workflows/engine/delivery.ts'
import type { EmittedEvent } from '../../workflows/engine/turn.ts'
import type { Outcome } from '../channels/kind.ts'
import { json } from '../store/cell.ts'
import { type LeasedDelivery, type SettledDelivery, settleDeliveries } from '../store/deliveries.ts'
import { EVENT_LEASE_MS, type InboxEvent, keepEvents } from '../store/events.ts'
import { noteSettled } from '../store/figures.ts'
import { DELIVERIES } from '../timers/port.ts'
import type { RequestOutcome } from './call-request.ts'
import { type Catalogue, listensTo } from './catalogue.ts'
import { inboxOf } from './commit.ts'
import type { Deps } from './deps.ts'
import { carryOut, handle, keep } from './handle.ts'
import { surely } from './pause.ts'
import { type Work, whoOf } from './read.ts'
import type { NotYet } from './send-message.ts'
import type { Along } from './settle.ts'

/** A try of a delivery, and how it ended. `not yet` was no try: the provider's pace left no room. */
export type Tried = {
  delivery: LeasedDelivery
  outcome: Outcome | RequestOutcome | NotYet | NoMore
  piecesSent?: number
}

/** No try either: the gate would not let it pass any more, or an operator took it back. */
export type NoMore =
  | { kind: 'no more'; why: string /** Alerts of it. */; raises: readonly EmittedEvent[] }
  | { kind: 'taken back'; why: string }

/**
 * Record how tries ended, all in one batch. Runs that waited for one go on in the same commit; workflows that listen
 * for sent or failed messages get their event.
 */
export async function record(deps: Deps, catalogue: Catalogue, tried: readonly Tried[]): Promise<void> {
  const settled = tried.map((one) => settle(deps, one))
  const works = tried.flatMap((one, i) => awaitedWork(one, settled[i]))
  const alarms = tried.flatMap(({ delivery, outcome }) =>
    outcome.kind === 'no more' ? outcome.raises.map((one) => ({ of: delivery.id, event: inboxOf(one, one.at) })) : [],
  )
  const slot = slotOf(deps.clock.now())
  const written: Along = (of, part) => {
    const ids = new Set(of.flatMap(({ results }) => results.map(({ id }) => id)))
    const some = settled.filter(({ id }) => ids.has(id) === (part === 'theirs'))
    if (some.length === 0) return []
    const raised = alarms.filter(({ of: id }) => some.some((one) => one.id === id)).map(({ event }) => event)
    const kept = raised.length > 0 ? [keepEvents(raised, deps.clock.real() + EVENT_LEASE_MS)] : []
    return [noteSettled(some, slot), settleDeliveries(some), ...kept]
  }
  if (works.length > 0) await handle(deps, works, written)
  else await surely(deps.db, written([], 'others'))
  const later = settled.filter((one) => one.status === 'queued').map((one) => one.sendAfter)
  if (later.length > 0) await deps.timers.arm([{ subjectId: DELIVERIES, dueAtMs: Math.min(...later) }])
  await tell(deps, catalogue, tried, settled)
  const raising = alarms.map(({ event }): Work => ({ who: whoOf(event), events: [event], results: [], commands: [] }))
  if (raising.length > 0) await handle(deps, raising)
}

function settle(deps: Deps, { delivery, outcome, piecesSent = 0 }: Tried): SettledDelivery {
  const now = deps.clock.now()
  const base = {
    id: delivery.id,
    lease: delivery.lease,
    reason: null,
    providerId: null,
    sendAfter: now,
    line: null,
    sentAt: null,
    attempts: delivery.attempts,
    piecesSent,
    ...wentOut(delivery, outcome, piecesSent),
  }
  switch (outcome.kind) {
    case 'sent':
      return { ...base, status: 'sent', sentAt: now, providerId: outcome.providerId ?? null }
    case 'answer':
      return { ...base, status: 'sent', sentAt: now }
    case 'rejected':
      return { ...base, status: 'failed', reason: outcome.why }
    case 'not yet':
      return {
        ...{ ...base, status: 'queued', attempts: delivery.attempts - 1 },
        ...{ line: outcome.inLine ? delivery.channel : null, sendAfter: outcome.heldUntil ?? now },
        ...{ reason: outcome.why ?? null },
      }
    case 'taken back':
      return { ...base, status: 'cancelled', reason: outcome.why, piecesSent: delivery.piecesSent }
    case 'no more':
      return { ...base, status: 'skipped', reason: outcome.why, attempts: delivery.attempts - 1 }
    case 'unknown':
      return delivery.onUnknown === 'hold'
        ? { ...base, status: 'unknown', reason: outcome.why }
        : again(base, delivery, now, outcome)
    case 'retry':
    case 'token refused':
    case 'ticket spent':
      return again(base, delivery, now, outcome)
    default:
      return outcome satisfies never
  }
}

/** The text of a message is what went out of it. Until something has, it is what was written. */
function wentOut({ rewritten, body, content }: LeasedDelivery, { kind }: Tried['outcome'], piecesSent: number) {
  const isOut = rewritten && (kind === 'sent' || kind === 'unknown' || piecesSent > 0)
  return isOut ? { body, content } : { body: null, content: null }
}

/** Try again later: what the provider holds back stands in line, so that it goes first. Otherwise: when the provider says so, else further and further apart, until the tries are used up. */
function again(
  base: Omit<SettledDelivery, 'status'>,
  delivery: LeasedDelivery,
  now: number,
  outcome: { why: string; afterMs?: number; holds?: 'channel' | 'recipient' },
): SettledDelivery {
  const policy = json<RetryPolicy>(delivery.retry)
  const delayMs = retryDelayMs(policy, delivery.attempts)
  if (delayMs === undefined)
    return { ...base, status: 'failed', reason: `${outcome.why}, after ${delivery.attempts} tries` }
  const line = outcome.holds === undefined ? null : delivery.channel
  return { ...base, status: 'queued', reason: outcome.why, line, sendAfter: now + (outcome.afterMs ?? delayMs) }
}

const GIVES_BACK: ReadonlySet<string> = new Set(['failed', 'skipped', 'cancelled'])

/**
 * A run that waits for this delivery goes on once it has ended. `unknown` is for a person to decide. A message that failed
 * gives back its place among those that caps count.
 */
function awaitedWork({ delivery, outcome }: Tried, settled: SettledDelivery | undefined): Work[] {
  if (delivery.subjectId === null || !settled) return []
  const givesBack = delivery.kind === 'message' && GIVES_BACK.has(settled.status)
  if (!delivery.awaited && !givesBack) return []
  const base = { id: delivery.id, attempts: delivery.attempts }
  let result: DeliveryResult
  if (settled.status === 'sent') result = { ...base, kind: 'sent', output: sentOutput(outcome) }
  else if (settled.status === 'failed') result = { ...base, kind: 'failed', ...failure(outcome, settled) }
  else if (settled.status === 'skipped') result = { ...base, kind: 'skipped', reason: settled.reason ?? '' }
  else if (settled.status === 'cancelled')
    result = { ...base, kind: 'failed', code: 'cancelled', message: settled.reason ?? '' }
  else return []
  return [{ who: { subjectId: delivery.subjectId }, events: [], results: [result], commands: [] }]
}

function sentOutput(outcome: Tried['outcome']) {
  if (outcome.kind === 'answer') return outcome.output
  return {
    status: 'sent',
    ...(outcome.kind === 'sent' && outcome.providerId !== undefined && { provider_id: outcome.providerId }),
  }
}

function failure(outcome: Tried['outcome'], settled: SettledDelivery): { code: string; message: string } {
  const code = outcome.kind === 'rejected' && 'code' in outcome ? outcome.code : undefined
  return {
    code: code ?? (outcome.kind === 'rejected' ? 'rejected' : 'unavailable'),
    message: settled.reason ?? 'failed',
  }
}

/** `message.sent` and `message.failed`, for workflows that listen for them. */
async function tell(
  deps: Deps,
  catalogue: Catalogue,
  tried: readonly Tried[],
  settled: readonly SettledDelivery[],
): Promise<void> {
  const events = tried.flatMap(({ delivery }, i): InboxEvent[] => {
    const one = settled[i]
    const type = one?.status === 'sent' ? 'message.sent' : one?.status === 'failed' ? 'message.failed' : undefined
    if (delivery.kind !== 'message' || !one || type === undefined || !listensTo(catalogue, type)) return []
    return [messageEvent(deps, delivery, one, type)]
  })
  if (events.length > 0) await carryOut(deps, await keep(deps, events))
}

function messageEvent(deps: Deps, delivery: LeasedDelivery, settled: SettledDelivery, type: string): InboxEvent {
  const now = deps.clock.now()
  const workflow = delivery.runId === null ? [] : [delivery.runId]
  return {
    id: `${delivery.id}:${settled.status}`,
    type,
    channel: delivery.channel,
    externalId: null,
    subjectId: delivery.subjectId,
    profile: null,
    at: now,
    receivedAt: now,
    data: { message_id: delivery.id, ...(settled.reason !== null && { reason: settled.reason }) },
    causes: workflow,
  }
}

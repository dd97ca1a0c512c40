import { withLink } from '../../workflows/engine/alerts/words.ts'
import type { Delivery, Unsent } from '../../workflows/engine/delivery.ts'
import type { Turn } from '../../workflows/engine/turn.ts'
import { findKind } from '../channels/kinds.ts'
import { DELIVERY_LEASE_MS, type DeliveryRow, type LeasedDelivery, toLeased } from '../store/deliveries.ts'
import { heldBecause } from '../store/epoch.ts'
import { newId } from '../store/id.ts'
import { withAlertLink } from './alert-link.ts'
import type { Catalogue } from './catalogue.ts'
import { withCheckin } from './checkin-links.ts'
import type { Deps } from './deps.ts'
import { withLinks } from './links.ts'
import { channelLimits } from './places.ts'
import { withPage } from './survey-pages.ts'
import { withUnsubscribe } from './unsubscribing.ts'

/**
 * The rows for what a reaction sends. They are committed already leased to this invocation, so that sending needs no
 * further round trip; what is sent by keeping it is sent by this very commit.
 */
export function lease(deps: Deps, catalogue: Catalogue, { turn, at: now }: { turn: Turn; at: number }): DeliveryRow[] {
  const held = { lease: newId(deps.clock.real()), until: deps.clock.real() + DELIVERY_LEASE_MS }
  return [
    ...turn.deliveries.map((delivery) => {
      const plain = row(delivery, now, standingOf(catalogue, delivery, held))
      const own = withCheckin(withUnsubscribe(plain, delivery, deps.unsubscribing), delivery, deps.checkinLinks)
      const tracked = withLinks(own, delivery, deps.links)
      return withPage(withAlertLink(tracked, delivery, deps.alertLinks), delivery, deps.surveyPages)
    }),
    ...turn.unsent.map((unsent) => unsentRow(unsent, now)),
  ]
}

type Held = { lease: string; until: number }
type Standing = { status: 'sending'; held: Held } | typeof SENT | typeof UNKNOWN
const SENT = { status: 'sent' } as const
const UNKNOWN = { status: 'unknown' } as const

/** After a restore nobody knows what went out before it: it is for a person to say whether it goes once more. */
function standingOf(catalogue: Catalogue, delivery: Delivery, held: Held): Standing {
  if (keeps(catalogue, delivery)) return SENT
  return catalogue.recovering ? UNKNOWN : { status: 'sending', held }
}

function keeps(catalogue: Catalogue, delivery: Delivery): boolean {
  if (delivery.kind !== 'message' || delivery.awaited) return false
  const channel = catalogue.channels.get(delivery.channel)
  const kind = channel && findKind(channel.kind)
  return (channel && kind?.sending?.keeps?.(channel)) ?? false
}

function row(delivery: Delivery, now: number, standing: Standing): DeliveryRow {
  const message = delivery.kind === 'message'
  return {
    id: delivery.id,
    kind: delivery.kind,
    subject_id: delivery.subjectId,
    run_id: delivery.runId ?? null,
    channel: message ? delivery.channel : null,
    recipient: message ? delivery.to : null,
    audience: message ? delivery.recipient : 'contact',
    body: message ? delivery.text : JSON.stringify(delivery.request),
    content: message && delivery.extras ? JSON.stringify(delivery.extras) : null,
    ticket: message && delivery.ticket ? JSON.stringify(delivery.ticket) : null,
    category: delivery.category,
    status: standing.status,
    reason: standing.status === 'unknown' ? heldBecause() : null,
    attempts: 1,
    rank: rankOf(delivery),
    line: null,
    retry: JSON.stringify(delivery.retry),
    on_unknown: delivery.onUnknown,
    awaited: delivery.awaited ? 1 : 0,
    pieces_sent: message ? (delivery.piecesSent ?? 0) : 0,
    created_at: now,
    send_after: now,
    lease_until: standing.status === 'sending' ? standing.held.until : 0,
    lease: standing.status === 'sending' ? standing.held.lease : null,
    sent_at: standing.status === 'sent' ? now : null,
  }
}

const CATEGORIES = ['transactional', 'lifecycle', 'promotional'] as const

/** What goes first where several wait for the same channel: by priority, then by category. Lower is earlier. */
function rankOf(delivery: Delivery): number {
  const priority = delivery.kind === 'message' ? (delivery.priority ?? 0) : 0
  return CATEGORIES.indexOf(delivery.category) - priority * CATEGORIES.length
}

function unsentRow(unsent: Unsent, now: number): DeliveryRow {
  return {
    id: unsent.id,
    kind: 'message',
    subject_id: unsent.subjectId,
    run_id: unsent.runId ?? null,
    channel: unsent.channel ?? null,
    recipient: unsent.to ?? null,
    body: withLink(unsent.text, undefined),
    audience: unsent.audience,
    content: unsent.extras ? JSON.stringify(unsent.extras) : null,
    ticket: null,
    category: unsent.category,
    status: unsent.status,
    reason: unsent.reason,
    attempts: 0,
    rank: 0,
    line: null,
    retry: JSON.stringify(unsent.retry),
    on_unknown: unsent.onUnknown,
    awaited: unsent.awaited ? 1 : 0,
    pieces_sent: 0,
    created_at: now,
    send_after: unsent.status === 'deferred' ? unsent.until : now,
    lease_until: 0,
    lease: null,
    sent_at: null,
  }
}

/** More than these for one channel with limits, in one commit, stand in line at once instead of being held by one caller. */
const AT_ONCE_MAX = 10

/** A crash while many messages wait for their places would leave it unknown which of them went out. */
export function lineUp(catalogue: Catalogue, decided: readonly { deliveries: DeliveryRow[] }[]): void {
  const rows = decided.flatMap((one) => one.deliveries)
  const sending = rows.filter(({ kind, status }) => kind === 'message' && status === 'sending')
  for (const [id, of] of Map.groupBy(sending, ({ channel }) => String(channel)))
    if (of.length > AT_ONCE_MAX && channelLimits(catalogue.channels.get(id)).length > 0)
      for (const row of of) Object.assign(row, { status: 'queued', line: id, lease: null, lease_until: 0, attempts: 0 })
}

/** Of the rows just committed, those that this invocation must send. */
export function leasedNow(rows: readonly DeliveryRow[]): LeasedDelivery[] {
  return rows.filter((committed) => committed.status === 'sending').map(toLeased)
}

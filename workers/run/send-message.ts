import type { Content, Extras } from '../../schema/content.ts'
import type { Ticket } from '../../schema/ticket.ts'
import { capabilitiesOf } from '../channels/capabilities.ts'
import type { Channel, Outcome, Outgoing } from '../channels/kind.ts'
import { findKind } from '../channels/kinds.ts'
import { render } from '../channels/rendering.ts'
import { json, jsonOrNull } from '../store/cell.ts'
import type { LeasedDelivery } from '../store/deliveries.ts'
import { callProvider } from './call-provider.ts'
import type { Deps } from './deps.ts'

/** How far a message has come, and how its last piece ended. */
export type Gone = { outcome: Outcome | NotYet; piecesSent: number }

/**
 * No try: there was no room for it, or no time left. In line it waits for its channel's pace, and not before `heldUntil`
 * in product time when the provider has said so.
 */
export type NotYet = { kind: 'not yet'; inLine: boolean; heldUntil?: number; why?: string }

/** Asked before each piece: how long to wait for its place, or that it must come back later. */
export type Place = () => Promise<{ kind: 'now' } | NotYet>

/** Well within the lease, so that nobody else takes up a message that is still being sent. */
const SENDING_MAX_MS = 20_000

/**
 * Send the pieces of a message that are not sent yet, in order, each under a key of its own: `id`, then `id#2`. The first
 * that does not go ends it; the next try goes on from there.
 */
export async function sendMessage(deps: Deps, channel: Channel, delivery: LeasedDelivery, place: Place): Promise<Gone> {
  const pieces = piecesOf(channel, delivery)
  const until = deps.clock.real() + SENDING_MAX_MS
  let outcome: Outcome = { kind: 'sent' }
  for (let i = delivery.piecesSent; i < pieces.length; i++) {
    if (deps.clock.real() > until) return { outcome: { kind: 'not yet', inLine: false }, piecesSent: i }
    const granted = await place()
    if (granted.kind === 'not yet') return { outcome: granted, piecesSent: i }
    outcome = await callProvider(deps, channel, { ...outgoing(delivery, pieces, i), ...unsubscribeOf(deps, delivery) })
    if (outcome.kind !== 'sent') return { outcome: located(outcome, i, pieces.length), piecesSent: i }
  }
  return { outcome, piecesSent: pieces.length }
}

/** What of a message goes first. */
export function firstPiece(channel: Channel, delivery: LeasedDelivery): Outgoing {
  return outgoing(delivery, piecesOf(channel, delivery), 0)
}

function piecesOf(channel: Channel, delivery: LeasedDelivery): Content[] {
  const content = { text: delivery.body, ...jsonOrNull<Extras>(delivery.content) }
  const sending = findKind(channel.kind)?.sending
  if (!sending) return [content]
  const addressed = { to: delivery.recipient ?? '', recipient: delivery.audience }
  const apart = sending.picture?.apart(addressed, channel) ?? false
  return render(content, capabilitiesOf(sending, channel), { apart })
}

function outgoing(
  { id, recipient, audience, ticket }: LeasedDelivery,
  pieces: readonly Content[],
  i: number,
): Outgoing {
  return {
    ...(pieces[i] ?? { text: '' }),
    id: i === 0 ? id : `${id}#${i + 1}`,
    to: recipient ?? '',
    recipient: audience,
    ...(ticket !== null && { ticket: json<Ticket>(ticket) }),
  }
}

/** The same on every attempt. */
function unsubscribeOf(deps: Deps, { id, subjectId, category, audience, createdAt }: LeasedDelivery) {
  if (!deps.unsubscribing || subjectId === null || audience === 'room') return {}
  if (category !== 'lifecycle' && category !== 'promotional') return {}
  return { unsubscribe: deps.unsubscribing.url({ subjectId, category, messageId: id }, createdAt) }
}

function located(outcome: Outcome, i: number, of: number): Outcome {
  return of === 1 || outcome.kind === 'sent' ? outcome : { ...outcome, why: `${outcome.why} (part ${i + 1} of ${of})` }
}

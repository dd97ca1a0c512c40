import type { Ticket } from '../../schema/ticket.ts'
import type { Channel, Outcome, OutgoingRequest, Sending } from '../channels/kind.ts'
import { findKind } from '../channels/kinds.ts'
import { json } from '../store/cell.ts'
import type { LeasedDelivery } from '../store/deliveries.ts'
import { call } from './call.ts'
import type { Deps } from './deps.ts'
import { recipientOf, rememberAddress } from './recipient.ts'
import { forgetToken, tokenOf } from './token.ts'

export const PROVIDER_TIMEOUT_MS = 10_000

/**
 * One message to a platform. A token that is refused is fetched anew, once; when the event's ticket is no longer good,
 * the message goes the ordinary way.
 */
export async function callProvider(deps: Deps, channel: Channel, delivery: LeasedDelivery): Promise<Outcome> {
  const sending = findKind(channel.kind)?.sending
  const missing = sending ? sending.missing(channel) : 'this kind of channel only receives'
  if (!sending || missing !== undefined) return { kind: 'rejected', why: missing ?? 'cannot send' }
  if (sending.keeps?.(channel)) return { kind: 'sent' }
  let outcome = await once(deps, { channel, sending, delivery })
  if (outcome.kind === 'token refused') {
    forgetToken(channel)
    outcome = await once(deps, { channel, sending, delivery })
  }
  if (outcome.kind === 'ticket spent')
    outcome = await once(deps, { channel, sending, delivery: { ...delivery, ticket: null } })
  if (outcome.kind === 'token refused' || outcome.kind === 'ticket spent') return { kind: 'rejected', why: outcome.why }
  return outcome
}

type Sent = { channel: Channel; sending: Sending; delivery: LeasedDelivery }

async function once(deps: Deps, { channel, sending, delivery }: Sent): Promise<Outcome> {
  const fetched = await tokenOf(deps, channel, sending)
  if (fetched.kind !== 'token') return fetched
  const message = {
    id: delivery.id,
    to: delivery.recipient ?? '',
    recipient: 'contact' as const,
    text: delivery.body,
    ...(delivery.ticket !== null && { ticket: json<Ticket>(delivery.ticket) }),
  }
  const token = fetched.token === undefined ? {} : { token: fetched.token }
  const found = await recipientOf(deps, { channel, sending, message, ...token })
  if (found.kind !== 'address') return found
  const context = { nowMs: deps.clock.now(), ...token }
  const outcome = await send(deps, sending, await sending.request({ ...message, to: found.to }, channel, context))
  if (outcome.kind !== 'moved') return outcome
  rememberAddress(channel, message, outcome.to)
  const again = await send(deps, sending, await sending.request({ ...message, to: outcome.to }, channel, context))
  return again.kind === 'moved' ? { kind: 'retry', why: again.why } : again
}

async function send(deps: Deps, sending: Sending, request: OutgoingRequest): Promise<ReturnType<Sending['read']>> {
  const called = await call(deps, request, PROVIDER_TIMEOUT_MS)
  switch (called.kind) {
    case 'answered':
      return sending.read(called.answer)
    case 'unreached':
      return { kind: 'retry', why: called.why }
    case 'unanswered':
      return { kind: 'unknown', why: called.why }
    default:
      return called satisfies never
  }
}

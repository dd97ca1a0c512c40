import { genericEvent, parseJsonOrText } from '../generic-event.ts'
import type { Channel, Inbound, Received } from '../kind.ts'
import { secretValues } from '../signature.ts'
import { verifyStandardWebhook } from './verify.ts'

/** A payload of Standard Webhooks is usually JSON, but the specification takes any. */
export async function receive(request: Inbound, channel: Channel, nowMs: number): Promise<Received> {
  const verified = await verifyStandardWebhook(request, secretValues(channel.secrets, 'secret'), nowMs)
  if (verified.kind === 'forged') return verified
  const parsed = parseJsonOrText(request.body)
  if (parsed.kind === 'unreadable') return parsed
  return { kind: 'events', events: [genericEvent(verified.id, parsed.value, channel)] }
}

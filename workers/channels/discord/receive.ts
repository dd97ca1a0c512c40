import { verifyKey } from 'discord-interactions'
import type { JsonObject } from '../../../schema/json.ts'
import { parseJsonBody } from '../json-body.ts'
import { asObject, asText } from '../json-fields.ts'
import type { Channel, Inbound, Received } from '../kind.ts'
import { secretValues } from '../signature.ts'
import { verifyStandardWebhook } from '../standard-webhooks/verify.ts'
import { readDispatch } from './gateway.ts'
import { readInteraction } from './interaction.ts'
import { readWebhookEvent } from './webhook-event.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

/**
 * Three senders at one address: interactions and webhook events, both signed by Discord (docs: interactions/overview,
 * events/webhook-events), and an operator's relay of what Discord says on its Gateway only.
 */
export async function receive(request: Inbound, channel: Channel, nowMs: number): Promise<Received> {
  const relayed = request.headers.has('webhook-id') || request.headers.has('svix-id')
  if (relayed) return receiveRelayed(request, channel, nowMs)
  const forged = await refuseForged(request, channel)
  if (forged) return forged
  const body = readBody(request.body)
  return body ? read(body, channel) : { kind: 'unreadable', why: 'the body is not a JSON object' }
}

/** Discord gives no time window: what repeats is known by its id. It sends wrong signatures to see us refuse them. */
async function refuseForged({ headers, body }: Inbound, channel: Channel): Promise<Received | undefined> {
  const publicKey = asText(channel.config.public_key)
  if (publicKey === undefined) return { kind: 'forged', why: 'the channel is not configured: public_key is missing' }
  const [signature, timestamp] = [headers.get('x-signature-ed25519'), headers.get('x-signature-timestamp')]
  if (!signature || !timestamp) return { kind: 'forged', why: 'X-Signature-Ed25519 or its timestamp is missing' }
  if (!/^[0-9a-f]{128}$/i.test(signature)) return { kind: 'forged', why: 'X-Signature-Ed25519 is not 64 bytes of hex' }
  const genuine = await verifyKey(body, signature, timestamp, publicKey)
  return genuine ? undefined : { kind: 'forged', why: 'X-Signature-Ed25519 does not match' }
}

/** Both have a `type` of 1: of an interaction it is the PING, of a webhook event the event. */
function read(body: JsonObject, channel: Channel): Received {
  if (body.type === 0) return { kind: 'challenge', reply: { status: 204, headers: JSON_TYPE } }
  if (asObject(body.event)) return readWebhookEvent(body)
  if (body.type === 1) return { kind: 'challenge', reply: { status: 200, headers: JSON_TYPE, body: '{"type":1}' } }
  return readInteraction(body, asText(channel.config.command_reply))
}

/** A dispatch of the Gateway, as the relay received it, signed as Standard Webhooks describes. */
async function receiveRelayed(request: Inbound, channel: Channel, nowMs: number): Promise<Received> {
  const verified = await verifyStandardWebhook(request, secretValues(channel.secrets, 'relay_secret'), nowMs)
  if (verified.kind === 'forged') return verified
  const body = readBody(request.body)
  if (!body) return { kind: 'unreadable', why: 'the body is not a JSON object' }
  return readDispatch(body, { id: verified.id, ourId: asText(channel.config.application_id) ?? '' })
}

function readBody(bytes: Uint8Array): JsonObject | undefined {
  const parsed = parseJsonBody(bytes)
  return parsed.kind === 'json' ? asObject(parsed.value) : undefined
}

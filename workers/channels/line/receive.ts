import { parseJsonBody } from '../json-body.ts'
import { asObject, asObjects } from '../json-fields.ts'
import type { Channel, Inbound, Received } from '../kind.ts'
import { secretValues, signatureIn, signedByAny, unconfigured } from '../signature.ts'
import { readEvent } from './event.ts'

/** A webhook of the Messaging API (developers.line.biz, verify-webhook-signature). Its check has no events at all. */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const forged = await refuseForged(request, secretValues(channel.secrets, 'channel_secret'))
  if (forged) return forged
  const parsed = parseJsonBody(request.body)
  if (parsed.kind === 'unreadable') return parsed
  const body = asObject(parsed.value)
  if (!body) return { kind: 'unreadable', why: 'the body is not a JSON object' }
  return { kind: 'events', events: asObjects(body.events).flatMap(readEvent) }
}

async function refuseForged({ headers, body }: Inbound, secrets: string[]): Promise<Received | undefined> {
  if (secrets.length === 0) return unconfigured('channel_secret')
  const header = headers.get('x-line-signature')
  if (!header) return { kind: 'forged', why: 'X-Line-Signature is missing' }
  const signature = signatureIn(header)
  if (!signature) return { kind: 'forged', why: 'X-Line-Signature is not base64' }
  const genuine = await signedByAny(secrets, { content: body, signature })
  return genuine ? undefined : { kind: 'forged', why: 'X-Line-Signature does not match' }
}

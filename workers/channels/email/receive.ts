import { customType } from '../custom-type.ts'
import { parseIsoTime } from '../iso-time.ts'
import { parseJsonBody } from '../json-body.ts'
import { asList, asObject, asText, at } from '../json-fields.ts'
import type { Channel, Inbound, Received } from '../kind.ts'
import { emailAddress } from '../respondent.ts'
import { secretValues } from '../signature.ts'
import { verifyStandardWebhook } from '../standard-webhooks/verify.ts'

/** What became of a mail (https://resend.com/docs/webhooks): `email.bounced` is `custom.email.bounced`, and so on. */
export async function receive(request: Inbound, channel: Channel, nowMs: number): Promise<Received> {
  const verified = await verifyStandardWebhook(request, secretValues(channel.secrets, 'webhook_secret'), nowMs)
  if (verified.kind === 'forged') return verified
  const parsed = parseJsonBody(request.body)
  if (parsed.kind === 'unreadable') return parsed
  const body = asObject(parsed.value)
  const type = asText(body?.type)
  if (!body || type === undefined) return { kind: 'unreadable', why: 'type is missing' }
  const [to] = asList(at(body, 'data', 'to'))
  const address = emailAddress(to)
  const atMs = parseIsoTime(asText(body.created_at) ?? '')
  const event = {
    id: verified.id,
    type: customType('email', type.replace(/^email\./, '')),
    ...(atMs !== undefined && { atMs }),
    ...(address !== undefined && { user: { id: address, email: address } }),
    data: asObject(body.data) ?? {},
  }
  return { kind: 'events', events: [event] }
}

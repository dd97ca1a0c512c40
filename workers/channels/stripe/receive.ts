import type { JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { mapFields, mappedTime, mapTraits } from '../field-map.ts'
import { parseJsonBody } from '../json-body.ts'
import { asId, asObject, asText, at } from '../json-fields.ts'
import type { Channel, Inbound, IncomingEvent, Received } from '../kind.ts'
import { emailAddress, respondent } from '../respondent.ts'
import { secretValues } from '../signature.ts'
import { orderOf } from './order.ts'
import { verifyStripe } from './verify.ts'

export async function receive(request: Inbound, channel: Channel, nowMs: number): Promise<Received> {
  const verified = await verifyStripe(request, secretValues(channel.secrets, 'secret'), nowMs)
  if (verified.kind === 'forged') return verified
  const parsed = parseJsonBody(request.body)
  if (parsed.kind === 'unreadable') return parsed
  const body = asObject(parsed.value)
  const id = asId(body?.id)
  const type = asText(body?.type)
  if (!body || id === undefined || type === undefined) return { kind: 'unreadable', why: 'id or type is missing' }
  return { kind: 'events', events: [toIncoming(body, { id, type, channel })] }
}

function toIncoming(
  body: JsonObject,
  { id, type, channel }: { id: string; type: string; channel: Channel },
): IncomingEvent {
  const fields = mapFields(asObject(channel.config.map), body)
  const object = asObject(at(body, 'data', 'object')) ?? {}
  const order = orderOf(type, object, asObject(at(body, 'data', 'previous_attributes')) ?? {})
  const created = typeof body.created === 'number' ? body.created * 1000 : undefined
  const atMs = mappedTime(fields.time) ?? created
  const user = respondent(fields, whose(type, object))
  return {
    id: fields.id ?? id,
    type: fields.type ?? order?.type ?? customType('stripe', type),
    ...(atMs !== undefined && { atMs }),
    ...(user && { user: { ...user, ...mapTraits(asObject(channel.config.map), body) } }),
    data: { ...body, ...order?.data },
  }
}

/** Our own id when the shop has sent it along, else Stripe's customer, with what the object tells about them. */
function whose(type: string, object: JsonObject) {
  const details = asObject(object.customer_details) ?? asObject(object.billing_details) ?? object
  const isPerson = details !== object || type.startsWith('customer.')
  const customer = object.object === 'customer' ? object.id : (at(object, 'customer', 'id') ?? object.customer)
  const reference = asText(at(object, 'metadata', 'user_id')) ?? asText(object.client_reference_id)
  const id = reference ?? asText(customer)
  return {
    ...(id !== undefined && { hidden: { user_id: id } }),
    ...(isPerson && { name: asText(details.name), phone: asText(details.phone) }),
    email: emailAddress(details.email) ?? emailAddress(object.customer_email) ?? emailAddress(object.receipt_email),
  }
}

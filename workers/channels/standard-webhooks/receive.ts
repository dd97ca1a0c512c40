import { isTypeName } from '../../../schema/event.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { mapFields } from '../field-map.ts'
import { parseIsoTime } from '../iso-time.ts'
import { parseJsonBody } from '../json-body.ts'
import { asId, asObject, asText, at, present } from '../json-fields.ts'
import type { Channel, Inbound, IncomingEvent, Received, Sender } from '../kind.ts'
import { secretValues } from '../signature.ts'
import { verifyStandardWebhook } from './verify.ts'

const DEFAULT_TYPE = 'custom.webhook'

export async function receive(request: Inbound, channel: Channel, nowMs: number): Promise<Received> {
  const verified = await verifyStandardWebhook(request, secretValues(channel.secrets, 'secret'), nowMs)
  if (verified.kind === 'forged') return verified
  const parsed = parseJsonBody(request.body)
  if (parsed.kind === 'unreadable') return parsed
  const body = asObject(parsed.value)
  if (!body) return { kind: 'unreadable', why: 'the body is not a JSON object' }
  return { kind: 'events', events: [toIncoming(verified.id, body, channel.config)] }
}

function toIncoming(id: string, body: JsonObject, config: JsonObject): IncomingEvent {
  const { type: mappedType, user_id, ...mapped } = mapFields(asObject(config.map), body)
  const { type, data } = recommended(body) ?? { type: DEFAULT_TYPE, data: body }
  const atMs = parseIsoTime(asText(body.timestamp) ?? '')
  const userId = user_id ?? defaultUserId(body)
  return {
    id,
    type: mappedType !== undefined && isTypeName(mappedType) ? mappedType : type,
    ...(atMs === undefined ? {} : { atMs }),
    ...(userId === undefined ? {} : { user: { id: userId, ...defaultDetails(body), ...mapped } }),
    data,
  }
}

/** `{ type, data }` as the specification recommends a payload to be. */
function recommended(body: JsonObject): { type: string; data: JsonObject } | undefined {
  const type = asText(body.type)
  const data = asObject(body.data)
  return type !== undefined && isTypeName(type) && data ? { type, data } : undefined
}

function defaultUserId(body: JsonObject): string | undefined {
  return (
    asId(at(body, 'data', 'user_id')) ??
    asId(at(body, 'data', 'user', 'id')) ??
    asId(at(body, 'user', 'id')) ??
    asId(body.subject)
  )
}

function defaultDetails(body: JsonObject): Partial<Sender> {
  const user = asObject(at(body, 'data', 'user')) ?? asObject(body.user)
  return present({
    name: asText(user?.name),
    email: asText(user?.email),
    phone: asText(user?.phone),
    locale: asText(user?.locale),
  })
}

import { isTypeName, typeFromOutside } from '../../schema/event.ts'
import type { Json, JsonObject } from '../../schema/json.ts'
import { mapFields, mappedTime, mapTraits } from './field-map.ts'
import { parseIsoTime } from './iso-time.ts'
import { parseJsonBody } from './json-body.ts'
import { asId, asObject, asText, at, present } from './json-fields.ts'
import type { Channel, Inbound, IncomingEvent, Sender } from './kind.ts'
import { respondent } from './respondent.ts'
import { sha256, toHex } from './signature.ts'

const DEFAULT_TYPE = 'custom.webhook'

/**
 * An event from a sender of whom nothing is known but the body: `{ type, data }` as Standard Webhooks recommends it,
 * else the whole body as data. The channel's expressions go first.
 */
export function genericEvent(id: string, body: Json, channel: Channel): IncomingEvent {
  const fields = mapFields(asObject(channel.config.map), body)
  const { type, data } = recommended(body) ?? { type: DEFAULT_TYPE, data: asData(body) }
  const atMs = mappedTime(fields.time) ?? parseIsoTime(asText(at(body, 'timestamp')) ?? '')
  const user = respondent({ ...defaultUser(body), ...fields }, {})
  return {
    id: fields.id ?? id,
    type: fields.type ?? type,
    ...(atMs !== undefined && { atMs }),
    ...(user && { user: { ...user, ...mapTraits(asObject(channel.config.map), body) } }),
    data,
  }
}

/** Our events carry an object; anything else becomes the `value` of one. */
function asData(body: Json): JsonObject {
  return asObject(body) ?? (body === null ? {} : { value: body })
}

/** `{ type, data }` as the specification recommends a payload to be. */
function recommended(body: Json): { type: string; data: JsonObject } | undefined {
  const type = asText(at(body, 'type'))
  const data = asObject(at(body, 'data'))
  return type !== undefined && isTypeName(type) && data ? { type: typeFromOutside(type), data } : undefined
}

function defaultUser(body: Json): Partial<Sender> & { user_id?: string } {
  const user = asObject(at(body, 'data', 'user')) ?? asObject(at(body, 'user'))
  const id =
    asId(at(body, 'data', 'user_id')) ??
    asId(at(body, 'data', 'user', 'id')) ??
    asId(at(body, 'user', 'id')) ??
    asId(at(body, 'subject'))
  if (id === undefined) return {}
  return present({
    user_id: id,
    name: asText(user?.name),
    email: asText(user?.email),
    phone: asText(user?.phone),
    locale: asText(user?.locale),
  })
}

type ReadBody = { kind: 'json'; value: Json } | { kind: 'unreadable'; why: string }

/** A body of any sender: JSON, or text when nothing says that it is JSON. An empty one is an empty object. */
export function parseAnyBody({ body, headers }: Inbound): ReadBody {
  if (body.length === 0) return { kind: 'json', value: {} }
  return meantAsJson(headers) ? parseJsonBody(body) : parseJsonOrText(body)
}

/** For senders whose signature vouches for any body. A broken object is no text: whoever began one meant JSON. */
export function parseJsonOrText(body: Uint8Array): ReadBody {
  const parsed = parseJsonBody(body)
  if (parsed.kind === 'json' || /^\s*[[{]/.test(new TextDecoder().decode(body.subarray(0, 64)))) return parsed
  try {
    return { kind: 'json', value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body) }
  } catch {
    return { kind: 'unreadable', why: 'the body is neither JSON nor text in UTF-8' }
  }
}

function meantAsJson(headers: Headers): boolean {
  return /^application\/([a-z0-9.+-]+\+)?json\b/i.test(headers.get('content-type') ?? '')
}

/** What stands for the event's id when the sender gives none: a repetition has the same bytes. */
export async function contentId(body: Uint8Array): Promise<string> {
  return `sha256:${toHex(await sha256(body))}`
}

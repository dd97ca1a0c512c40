import type { Json } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { mapFields, mappedTime, mapTraits } from '../field-map.ts'
import { parseFormBody } from '../form-body.ts'
import { contentId, parseJsonOrText } from '../generic-event.ts'
import { parseJsonText } from '../json-body.ts'
import { asId, asObject, asText, at } from '../json-fields.ts'
import type { Channel, Inbound, IncomingEvent, Received } from '../kind.ts'
import { respondent } from '../respondent.ts'
import { fromHex, secretValues, signedByAny, unconfigured } from '../signature.ts'

const PREFIX = 'sha256='

/** https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries. The older SHA-1 header is not looked at. */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const keys = secretValues(channel.secrets, 'secret')
  if (keys.length === 0) return unconfigured('secret')
  const header = request.headers.get('x-hub-signature-256')
  if (header === null) return { kind: 'forged', why: 'X-Hub-Signature-256 is missing' }
  const signature = header.startsWith(PREFIX) ? fromHex(header.slice(PREFIX.length)) : undefined
  if (!signature) return { kind: 'forged', why: 'X-Hub-Signature-256 is not sha256=<hex>' }
  if (!(await signedByAny(keys, { content: request.body, signature })))
    return { kind: 'forged', why: 'X-Hub-Signature-256 does not match' }
  const parsed = await parse(request)
  if (parsed.kind === 'unreadable') return parsed
  const id = request.headers.get('x-github-delivery') || (await contentId(request.body))
  return { kind: 'events', events: [toIncoming(id, parsed.value, { request, channel })] }
}

/** JSON, or a form with JSON in `payload`, as the webhook is set up. The documentation's own test body is a plain text. */
async function parse(request: Inbound): Promise<ReturnType<typeof parseJsonOrText>> {
  const { body, headers } = request
  if (headers.get('content-type')?.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    const form = await parseFormBody(body, headers.get('content-type'))
    return form.kind === 'unreadable' ? form : parseJsonText(asText(form.fields.payload) ?? '')
  }
  return parseJsonOrText(body)
}

function toIncoming(
  id: string,
  body: Json,
  { request, channel }: { request: Inbound; channel: Channel },
): IncomingEvent {
  const fields = mapFields(asObject(channel.config.map), body)
  const sender = at(body, 'sender', 'type') === 'Bot' ? undefined : asObject(at(body, 'sender'))
  const known = { serviceId: asId(sender?.id), name: asText(sender?.name) ?? asText(sender?.login) }
  const user = respondent(fields, known)
  const atMs = mappedTime(fields.time)
  return {
    id: fields.id ?? id,
    type: fields.type ?? customType('github', request.headers.get('x-github-event') ?? 'webhook'),
    ...(atMs !== undefined && { atMs }),
    ...(user && { user: { ...user, ...mapTraits(asObject(channel.config.map), body) } }),
    data: asObject(body) ?? { value: body },
  }
}

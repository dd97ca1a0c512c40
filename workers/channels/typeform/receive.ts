import type { Json, JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { answersBy, firstText, formSubmitted, otherEvent } from '../form.ts'
import { parseIsoTime } from '../iso-time.ts'
import { parseJsonBody } from '../json-body.ts'
import { asId, asList, asObject, asObjects, asText, at } from '../json-fields.ts'
import type { Channel, Inbound, IncomingEvent, Received } from '../kind.ts'
import { secretValues, signatureIn, signedByAny, unconfigured } from '../signature.ts'

const PREFIX = 'sha256='

/** https://www.typeform.com/developers/webhooks/secure-your-webhooks: base64, over the body with its last newline. */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const keys = secretValues(channel.secrets, 'secret')
  if (keys.length === 0) return unconfigured('secret')
  const header = request.headers.get('typeform-signature')
  if (header === null) return { kind: 'forged', why: 'Typeform-Signature is missing' }
  const signature = header.startsWith(PREFIX) ? signatureIn(header.slice(PREFIX.length)) : undefined
  if (!signature) return { kind: 'forged', why: 'Typeform-Signature is not sha256=<base64>' }
  if (!(await signedByAny(keys, { content: request.body, signature })))
    return { kind: 'forged', why: 'Typeform-Signature does not match' }
  const parsed = parseJsonBody(request.body)
  if (parsed.kind === 'unreadable') return parsed
  const body = asObject(parsed.value)
  return body ? read(body, channel) : { kind: 'unreadable', why: 'the body is not a JSON object' }
}

function read(body: JsonObject, channel: Channel): Received {
  const form = asObject(body.form_response)
  const eventId = asId(body.event_id) ?? asId(form?.token)
  const type = asText(body.event_type)
  if (eventId === undefined || type === undefined)
    return { kind: 'unreadable', why: 'event_id or event_type is missing' }
  if (!form) return { kind: 'events', events: [otherEvent('typeform', { event: type, id: eventId, body })] }
  return { kind: 'events', events: [submission(eventId, form, { type, body, channel })] }
}

/**
 * The response's token stays the same however often it is delivered. Responses that are not complete share it, and are
 * events of another type.
 */
function submission(
  eventId: string,
  form: JsonObject,
  { type, body, channel }: { type: string; body: JsonObject; channel: Channel },
): IncomingEvent {
  const complete = type === 'form_response'
  const given = asObjects(form.answers)
  const typed = (type: string) => firstText(...given.filter((one) => one.type === type).map((one) => one[type]))
  const submittedAt = asText(form.submitted_at)
  const response = {
    id: (complete ? asId(form.token) : undefined) ?? eventId,
    ...(!complete && { type: customType('typeform', type) }),
    formId: asId(form.form_id),
    formName: asText(at(form, 'definition', 'title')),
    responseId: asId(form.token),
    submittedAt,
    atMs: parseIsoTime(submittedAt ?? ''),
    hidden: asObject(form.hidden),
    answers: answersIn(body),
    known: { email: typed('email'), phone: typed('phone_number') },
  }
  return formSubmitted(response, channel, { body })
}

export function answersIn(body: JsonObject): JsonObject {
  const form = asObject(body.form_response) ?? {}
  const titles = titlesOf(form)
  return answersBy(asObjects(form.answers).map((one) => [titleOf(one, titles), answerOf(one)]))
}

function titlesOf(form: JsonObject): Map<string, string> {
  const fields = asObjects(at(form, 'definition', 'fields'))
  const groups = fields.flatMap((field) => [field, ...asObjects(at(field, 'properties', 'fields'))])
  return new Map(
    groups.flatMap(({ id, title }) => (asText(id) && asText(title) ? [[asText(id) ?? '', asText(title) ?? '']] : [])),
  )
}

function titleOf(answer: JsonObject, titles: Map<string, string>): string {
  const id = asId(at(answer, 'field', 'id'))
  return titles.get(id ?? '') ?? asText(at(answer, 'field', 'ref')) ?? id ?? 'answer'
}

/** An answer lies under the name of its type. Choices become their labels, a file its address. */
function answerOf(answer: JsonObject): Json {
  switch (answer.type) {
    case 'choice':
      return at(answer, 'choice', 'label') ?? at(answer, 'choice', 'other') ?? null
    case 'choices': {
      const other = asText(at(answer, 'choices', 'other'))
      return [...asList(at(answer, 'choices', 'labels')), ...(other === undefined ? [] : [other])]
    }
    default:
      return answer[asText(answer.type) ?? ''] ?? null
  }
}

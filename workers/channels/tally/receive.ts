import type { Json, JsonObject } from '../../../schema/json.ts'
import { answersBy, firstText, formSubmitted, otherEvent } from '../form.ts'
import { parseIsoTime } from '../iso-time.ts'
import { parseJsonBody } from '../json-body.ts'
import { asId, asList, asObject, asObjects, asText, at } from '../json-fields.ts'
import type { Channel, Inbound, IncomingEvent, Received } from '../kind.ts'
import { secretValues, signatureIn, signedByAny, unconfigured } from '../signature.ts'

/** https://tally.so/help/webhooks: signed only when a signing secret is set there, so only then is it asked for. */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const refused = channel.secrets.signing_secret === undefined ? undefined : await refuseUnsigned(request, channel)
  if (refused) return refused
  const parsed = parseJsonBody(request.body)
  if (parsed.kind === 'unreadable') return parsed
  const body = asObject(parsed.value)
  const eventId = asId(body?.eventId)
  const type = asText(body?.eventType)
  if (!body || eventId === undefined || type === undefined)
    return { kind: 'unreadable', why: 'eventId or eventType is missing' }
  const data = asObject(body.data)
  if (type !== 'FORM_RESPONSE' || !data)
    return { kind: 'events', events: [otherEvent('tally', { event: type, id: eventId, body })] }
  return { kind: 'events', events: [submission(eventId, data, { body, channel })] }
}

async function refuseUnsigned(request: Inbound, channel: Channel): Promise<Received | undefined> {
  const keys = secretValues(channel.secrets, 'signing_secret')
  if (keys.length === 0) return unconfigured('signing_secret')
  const header = request.headers.get('tally-signature')
  if (header === null) return { kind: 'forged', why: 'Tally-Signature is missing' }
  const signature = signatureIn(header)
  if (!signature) return { kind: 'forged', why: 'Tally-Signature is not base64' }
  const genuine = await signedByAny(keys, { content: request.body, signature })
  return genuine ? undefined : { kind: 'forged', why: 'Tally-Signature does not match' }
}

function submission(
  eventId: string,
  data: JsonObject,
  { body, channel }: { body: JsonObject; channel: Channel },
): IncomingEvent {
  const hidden = asObjects(data.fields).filter((field) => field.type === 'HIDDEN_FIELDS')
  const asked = askedIn(body)
  const typed = (type: string) => firstText(...asked.filter((one) => one.type === type).map((one) => one.value))
  const submittedAt = asText(data.createdAt) ?? asText(body.createdAt)
  const response = {
    id: eventId,
    formId: asId(data.formId),
    formName: asText(data.formName),
    responseId: asId(data.responseId) ?? asId(data.submissionId),
    submittedAt,
    atMs: parseIsoTime(submittedAt ?? ''),
    ...(hidden.length > 0 && { hidden: answersBy(hidden.map(named)) }),
    answers: answersIn(body),
    known: {
      email: typed('INPUT_EMAIL'),
      phone: typed('INPUT_PHONE_NUMBER'),
      serviceId: asId(data.respondentId),
    },
  }
  return formSubmitted(response, channel, { body })
}

export function answersIn(body: JsonObject): JsonObject {
  return answersBy(askedIn(body).map(named))
}

function askedIn(body: JsonObject): JsonObject[] {
  const fields = asObjects(at(body, 'data', 'fields'))
  return fields.filter((field) => field.type !== 'HIDDEN_FIELDS' && !isTick(field))
}

/** Beside a field of check boxes Tally sends one more for each box. */
function isTick({ type, value }: JsonObject): boolean {
  return type === 'CHECKBOXES' && typeof value === 'boolean'
}

function named(field: JsonObject): [string, Json] {
  return [asText(field.label) ?? asText(field.key) ?? 'answer', answerOf(field)]
}

/** Choices come as ids of options, files as objects, a matrix as ids of rows and columns. */
function answerOf({ value, options, rows, columns }: JsonObject): Json {
  if (asObject(value) && rows !== undefined)
    return answersBy(
      Object.entries(asObject(value) ?? {}).map(([row, chosen]) => [
        asText(labelled(row, rows)) ?? row,
        asList(chosen).map((one) => labelled(one, columns)),
      ]),
    )
  if (options !== undefined)
    return Array.isArray(value) ? value.map((one) => labelled(one, options)) : labelled(value, options)
  if (Array.isArray(value)) return value.map((one) => at(one, 'url') ?? one)
  return value ?? null
}

function labelled(id: Json | undefined, options: Json | undefined): Json {
  const option = asObjects(options).find((one) => one.id === id)
  return option?.text ?? id ?? null
}

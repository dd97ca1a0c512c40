import type { Json, JsonObject } from '../../../schema/json.ts'
import { answersBy, firstText, formSubmitted } from '../form.ts'
import { parseFormBody } from '../form-body.ts'
import { parseJsonText } from '../json-body.ts'
import { asObject, asObjects, asText, present } from '../json-fields.ts'
import type { Channel, Inbound, IncomingEvent, Received } from '../kind.ts'
import { isAnyOf, secretValues, unconfigured } from '../signature.ts'

/** https://wufoo.github.io/docs/#webhooks: the secret is one of the fields, and leaves the body before anything is kept. */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const keys = secretValues(channel.secrets, 'handshake_key')
  if (keys.length === 0) return unconfigured('handshake_key')
  const parsed = await parseFormBody(request.body, request.headers.get('content-type'))
  if (parsed.kind === 'unreadable') return parsed
  const { HandshakeKey: key, FieldStructure: structure, FormStructure: form, ...fields } = parsed.fields
  if (typeof key !== 'string') return { kind: 'forged', why: 'HandshakeKey is missing' }
  if (!(await isAnyOf(key, keys))) return { kind: 'forged', why: 'HandshakeKey does not match' }
  const entryId = asText(fields.EntryId)
  if (entryId === undefined) return { kind: 'unreadable', why: 'EntryId is missing' }
  const body = {
    ...fields,
    ...present({ FieldStructure: parsedOr(structure), FormStructure: withoutKey(parsedOr(form)) }),
  }
  return { kind: 'events', events: [submission(entryId, body, channel)] }
}

/** Metadata is JSON inside a field; what is not stays as it is. */
function parsedOr(field: Json | undefined): Json | undefined {
  const parsed = parseJsonText(asText(field) ?? '')
  return parsed.kind === 'json' ? parsed.value : field
}

function withoutKey(form: Json | undefined): Json | undefined {
  const object = asObject(form)
  if (!object) return form
  const { HandshakeKey: _, ...rest } = object
  return rest
}

/** `DateCreated` is in the zone of the account, which nobody tells: the time is that of receiving. */
function submission(entryId: string, body: JsonObject, channel: Channel): IncomingEvent {
  const form = asObject(body.FormStructure)
  const asked = askedIn(body)
  const formId = asText(form?.Hash)
  const typed = (type: string) =>
    firstText(...asked.filter((field) => field.Type === type).map((field) => body[asText(field.ID) ?? '']))
  const name = asked.find((field) => field.Type === 'shortname' || field.Type === 'name')
  const response = {
    id: JSON.stringify([formId ?? '', entryId]),
    formId,
    formName: asText(form?.Name),
    responseId: entryId,
    submittedAt: asText(body.DateCreated),
    answers: answersIn(body),
    known: {
      email: typed('email'),
      phone: typed('phone'),
      name:
        name &&
        Object.values(asObject(answerOf(name, body)) ?? {})
          .filter(Boolean)
          .join(' '),
    },
  }
  return formSubmitted(response, channel, { body })
}

export function answersIn(body: JsonObject): JsonObject {
  const asked = askedIn(body)
  return answersBy(asked.length > 0 ? asked.map((field) => [titleOf(field), answerOf(field, body)]) : unnamed(body))
}

function askedIn(body: JsonObject): JsonObject[] {
  return asObjects(asObject(body.FieldStructure)?.Fields)
}

function unnamed(body: JsonObject): [string, Json][] {
  return Object.entries(body).filter(([key]) => /^Field\d+$/.test(key))
}

function titleOf(field: JsonObject): string {
  return asText(field.Title) ?? asText(field.ID) ?? 'answer'
}

/** Ticked boxes are a list, other parts of one question an object by their labels. */
function answerOf(field: JsonObject, body: JsonObject): Json {
  const parts = asObjects(field.SubFields)
  if (parts.length === 0) return body[asText(field.ID) ?? ''] ?? null
  const given = parts.map(
    (part) => [asText(part.Label) ?? asText(part.ID) ?? '', body[asText(part.ID) ?? ''] ?? ''] as const,
  )
  if (field.Type === 'checkbox') return given.flatMap(([, value]) => (value === '' ? [] : [value]))
  return answersBy(given)
}

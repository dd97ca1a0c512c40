import type { JsonObject } from '../../../schema/json.ts'
import { answersBy, formSubmitted } from '../form.ts'
import { parseIsoTime } from '../iso-time.ts'
import { parseJsonBody } from '../json-body.ts'
import { asId, asObject, asText } from '../json-fields.ts'
import type { Channel, Inbound, IncomingEvent, Received } from '../kind.ts'
import { refuseWithoutToken } from '../url-token.ts'

/** 金数据 pushes `{ form, form_name, entry }`, unsigned: https://help.jinshuju.net (数据推送). */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const refused = await refuseWithoutToken(request, channel)
  if (refused) return refused
  const parsed = parseJsonBody(request.body)
  if (parsed.kind === 'unreadable') return parsed
  const body = asObject(parsed.value)
  const entry = asObject(body?.entry)
  const formId = asId(body?.form)
  const serial = asId(entry?.serial_number)
  if (!body || !entry || formId === undefined || serial === undefined)
    return { kind: 'unreadable', why: 'form or entry.serial_number is missing' }
  return { kind: 'events', events: [submission({ formId, serial, body, entry, channel })] }
}

type Entry = { formId: string; serial: string; body: JsonObject; entry: JsonObject; channel: Channel }

/** An edited entry comes again under the same number, changed at another time. */
function submission({ formId, serial, body, entry, channel }: Entry): IncomingEvent {
  const createdAt = asText(entry.created_at)
  const updatedAt = asText(entry.updated_at) ?? createdAt
  const edited = updatedAt !== createdAt
  const response = {
    id: JSON.stringify([formId, serial, updatedAt ?? '']),
    formId,
    formName: asText(body.form_name),
    responseId: serial,
    submittedAt: updatedAt,
    atMs: parseIsoTime(updatedAt ?? ''),
    ...(edited && { edited }),
    answers: answersIn(body),
    known: { serviceId: asText(entry.x_field_weixin_openid) },
  }
  return formSubmitted(response, channel, { body })
}

export function answersIn(body: JsonObject): JsonObject {
  return answersBy(Object.entries(asObject(body.entry) ?? {}).filter(([key]) => key.startsWith('field_')))
}

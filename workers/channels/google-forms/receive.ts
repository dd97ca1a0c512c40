import type { JsonObject } from '../../../schema/json.ts'
import { answersBy, formSubmitted } from '../form.ts'
import { parseIsoTime } from '../iso-time.ts'
import { parseJsonBody } from '../json-body.ts'
import { asId, asObject, asText } from '../json-fields.ts'
import type { Channel, Inbound, IncomingEvent, Received } from '../kind.ts'
import { emailAddress } from '../respondent.ts'
import { secretValues } from '../signature.ts'
import { verifyStandardWebhook } from '../standard-webhooks/verify.ts'

/** What the script of the guide sends, signed as Standard Webhooks. */
export async function receive(request: Inbound, channel: Channel, nowMs: number): Promise<Received> {
  const verified = await verifyStandardWebhook(request, secretValues(channel.secrets, 'secret'), nowMs)
  if (verified.kind === 'forged') return verified
  const parsed = parseJsonBody(request.body)
  if (parsed.kind === 'unreadable') return parsed
  const body = asObject(parsed.value)
  if (!body) return { kind: 'unreadable', why: 'the body is not a JSON object' }
  return { kind: 'events', events: [submission(verified.id, body, channel)] }
}

function submission(id: string, body: JsonObject, channel: Channel): IncomingEvent {
  const submittedAt = asText(body.submittedAt)
  const response = {
    id,
    formId: asId(body.formId),
    formName: asText(body.formName),
    responseId: asId(body.responseId) ?? id,
    submittedAt,
    atMs: parseIsoTime(submittedAt ?? ''),
    answers: answersIn(body),
    known: { email: emailAddress(body.respondentEmail) },
  }
  return formSubmitted(response, channel, { body })
}

export function answersIn(body: JsonObject): JsonObject {
  return answersBy(Object.entries(asObject(body.answers) ?? {}))
}

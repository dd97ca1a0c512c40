import type { Json, JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { answersBy, formSubmitted } from '../form.ts'
import { parseIsoTime } from '../iso-time.ts'
import { parseJsonBody } from '../json-body.ts'
import { asId, asObject, asObjects, asText, at } from '../json-fields.ts'
import type { Channel, Inbound, IncomingEvent, Received } from '../kind.ts'
import { refuseWithoutToken } from '../url-token.ts'

/** https://wj.qq.com/docs/webhook. Saving the webhook sends a test, which only wants an answer. */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const refused = await refuseWithoutToken(request, channel)
  if (refused) return refused
  if (request.body.length === 0) return { kind: 'challenge', reply: { status: 200 } }
  const parsed = parseJsonBody(request.body)
  if (parsed.kind === 'unreadable') return parsed
  const body = asObject(parsed.value)
  const id = asId(body?.id)
  const action = asText(body?.action)
  const payload = asObject(body?.payload)
  if (!body || id === undefined || action === undefined || !payload || body.object !== 'Answer')
    return { kind: 'challenge', reply: { status: 200 } }
  return { kind: 'events', events: [submission(id, payload, { action, body, channel })] }
}

function submission(
  id: string,
  payload: JsonObject,
  { action, body, channel }: { action: string; body: JsonObject; channel: Channel },
): IncomingEvent {
  const submittedAt = asText(payload.ended_at) ?? asText(body.created_at)
  const response = {
    id,
    ...(action !== 'answer.create' && { type: customType('tencent-survey', action) }),
    formId: asId(payload.survey_id),
    responseId: asId(payload.answer_id),
    submittedAt,
    atMs: beijingTime(submittedAt),
    answers: answersIn(body),
    known: { serviceId: asId(payload.openid) ?? asId(payload.respondent_id) },
  }
  return formSubmitted(response, channel, { body })
}

export function answersIn(body: JsonObject): JsonObject {
  const questions = questionsIn(at(body, 'payload', 'answer'))
  return answersBy(questions.map((question) => [titleOf(question), answerOf(question)]))
}

/** Their times carry no zone and are Beijing's. */
function beijingTime(text: string | undefined): number | undefined {
  return text === undefined ? undefined : (parseIsoTime(text) ?? parseIsoTime(`${text}+08:00`))
}

/** Pages hold questions; a survey of one page may leave the pages out. */
function questionsIn(answer: Json | undefined): JsonObject[] {
  return asObjects(answer).flatMap((item) => (Array.isArray(item.questions) ? asObjects(item.questions) : [item]))
}

function titleOf(question: JsonObject): string {
  return asText(question.title) ?? asId(question.id) ?? 'answer'
}

/** Choices are the options that are ticked, by their words; files are their addresses; the rest is text or blanks. */
function answerOf(question: JsonObject): Json {
  const words = (items: Json | undefined, key: string) =>
    asObjects(items).flatMap((item) => (at(item, key) === undefined ? [] : [item[key] ?? null]))
  const options = asObjects(question.options)
  if (options.length > 0) {
    const ticked = options.filter((option) => option.checked === undefined || Boolean(option.checked))
    const labels = words(ticked, 'text')
    return /radio|select|star|nps/.test(asText(question.type) ?? '') && labels.length <= 1
      ? (labels[0] ?? null)
      : labels
  }
  if (asObjects(question.files).length > 0) return words(question.files, 'url')
  if (asObjects(question.blanks).length > 0) return words(question.blanks, 'value')
  return question.text ?? question.value ?? question.answer ?? null
}

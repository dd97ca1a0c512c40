import type { Json, JsonObject } from '../../../schema/json.ts'
import { answersBy, formSubmitted } from '../form.ts'
import { parseFormBody } from '../form-body.ts'
import { parseJsonText } from '../json-body.ts'
import { asObject, asText } from '../json-fields.ts'
import type { Channel, Inbound, IncomingEvent, Received } from '../kind.ts'
import { emailAddress } from '../respondent.ts'
import { refuseWithoutToken } from '../url-token.ts'

/** https://www.jotform.com/help/245: a form of fields, the answers as JSON in one of them. Nothing is signed. */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const refused = await refuseWithoutToken(request, channel)
  if (refused) return refused
  const parsed = await parseFormBody(request.body, request.headers.get('content-type'))
  if (parsed.kind === 'unreadable') return parsed
  const raw = parseJsonText(asText(parsed.fields.rawRequest) ?? '{}')
  if (raw.kind === 'unreadable') return { kind: 'unreadable', why: `rawRequest: ${raw.why}` }
  const submissionId = asText(parsed.fields.submissionID)
  if (submissionId === undefined) return { kind: 'unreadable', why: 'submissionID is missing' }
  const answers = asObject(raw.value) ?? {}
  const body = { ...parsed.fields, rawRequest: answers }
  return { kind: 'events', events: [submission(submissionId, { body, asked: answers, channel })] }
}

type Submission = { body: JsonObject; asked: JsonObject; channel: Channel }

/** `q3_name` is the question `name`; everything else in there is Jotform's own. */
const QUESTION = /^q\d+_(.+)$/

function submission(id: string, { body, asked, channel }: Submission): IncomingEvent {
  const questions = questionsIn(asked)
  const called = (pattern: RegExp) => questions.find(([name]) => pattern.test(name))?.[1]
  const response = {
    id,
    formId: asText(body.formID),
    formName: asText(body.formTitle),
    responseId: id,
    answers: answersBy(questions),
    known: {
      name: joined(called(/^(full|your)?name\d*$/i), ' '),
      email: emailAddress(called(/^e?-?mail/i)),
      phone: joined(called(/^(phone|mobile)/i), ''),
    },
  }
  return formSubmitted(response, channel, { body, mapped: { ...asked, ...body } })
}

export function answersIn(body: JsonObject): JsonObject {
  return answersBy(questionsIn(asObject(body.rawRequest) ?? {}))
}

function questionsIn(asked: JsonObject): (readonly [name: string, value: Json])[] {
  return Object.entries(asked).flatMap(([key, value]) => {
    const name = QUESTION.exec(key)?.[1]
    return name === undefined ? [] : [[name, value] as const]
  })
}

/** A name or a phone number comes as its parts, or in `full`. */
function joined(value: Json | undefined, between: string): string | undefined {
  const parts = asObject(value)
  if (!parts) return asText(value)
  const texts = parts.full === undefined ? Object.values(parts) : [parts.full]
  return texts.flatMap((part) => asText(part)?.trim() ?? []).join(between) || undefined
}

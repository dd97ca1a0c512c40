import type { Json, JsonObject } from '../../schema/json.ts'
import { customType } from './custom-type.ts'
import { mapFields, mappedTime, mapTraits } from './field-map.ts'
import { asObject, asText, present } from './json-fields.ts'
import type { Channel, IncomingEvent } from './kind.ts'
import { type KnownOf, respondent } from './respondent.ts'

/** A filled-in form, whichever service it comes from. */
export type FormResponse = {
  /** What the service repeats when it delivers again. */
  id: string
  /** `form.submitted` unless it says otherwise. */
  type?: string | undefined
  formId?: string | undefined
  formName?: string | undefined
  responseId?: string | undefined
  /** As the service writes it. */
  submittedAt?: string | undefined
  /** When that was, if the service says in which zone. */
  atMs?: number | undefined
  answers: JsonObject
  /** What the address of the form carried. */
  hidden?: JsonObject | undefined
  /** Whether this replaces what the same person sent before. */
  edited?: boolean | undefined
  /** What typed questions and the service itself tell about the person. */
  known?: KnownOf
}

/** Of a longer submission only what it says is kept, not also how it came. */
const RAW_CHARS_MAX = 400_000

/**
 * `form.submitted`: what came, as it came, with `form_id`, `response_id` and `answers` by question. `mapped` is what the
 * channel's expressions see as `body`, where that is more than what came; they see the answers by question as well.
 */
export function formSubmitted(
  response: FormResponse,
  channel: Channel,
  { body, mapped = body }: { body: JsonObject; mapped?: Json },
): IncomingEvent {
  const map = asObject(channel.config.map)
  const seen = asObject(mapped) ? { answers: response.answers, ...asObject(mapped) } : mapped
  const fields = mapFields(map, seen)
  const person = respondent(fields, { ...response.known, hidden: response.hidden, answers: response.answers })
  const user = person && { ...person, ...mapTraits(map, seen) }
  const atMs = mappedTime(fields.time) ?? response.atMs
  return {
    id: fields.id ?? response.id,
    type: fields.type ?? response.type ?? 'form.submitted',
    ...(atMs !== undefined && { atMs }),
    ...(user && { user }),
    data: {
      ...(JSON.stringify(body).length <= RAW_CHARS_MAX && body),
      ...present({
        form_id: response.formId,
        form_name: response.formName,
        response_id: response.responseId,
        submitted_at: response.submittedAt,
        hidden: response.hidden,
        edited: response.edited,
      }),
      answers: response.answers,
    },
  }
}

/** What a service tells us beside submissions, kept as `custom.<kind>.<event>` for whoever wants it. */
export function otherEvent(
  kind: string,
  { event, id, body }: { event: string; id: string; body: JsonObject },
): IncomingEvent {
  return { id, type: customType(kind, event), data: body }
}

/** Answers by the words of their questions. Two questions with the same words stay two answers. */
export function answersBy(questions: readonly (readonly [title: string, value: Json])[]): JsonObject {
  const answers = new Map<string, Json>()
  // Thousands of questions may have the same title: each goes on counting where the one before it has ended.
  const counted = new Map<string, number>()
  for (const [written, value] of questions) {
    const title = safeKey(written.trim().slice(0, TITLE_LENGTH_MAX))
    let key = title
    for (let n = counted.get(title) ?? 2; answers.has(key); n += 1) {
      key = `${title} (${n})`
      counted.set(title, n)
    }
    answers.set(key, value)
  }
  return Object.fromEntries(answers)
}

const TITLE_LENGTH_MAX = 300

/** Titles are written by strangers: none may be a name that objects are made of. */
function safeKey(title: string): string {
  return /^(__proto__|constructor|prototype)$/.test(title) ? `${title}_` : title
}

/** The first text that is one. */
export function firstText(...values: (Json | undefined)[]): string | undefined {
  return values.map((value) => asText(value)?.trim()).find((text) => text !== undefined && text !== '')
}

import type { JsonObject } from '../../../schema/json.ts'
import { parseJsonText } from '../json-body.ts'
import { asObject, asObjects, asText, present } from '../json-fields.ts'
import type { Answer, Outcome, Sending } from '../kind.ts'
import { afterMs, retryAfterMs, statusOutcome } from '../status-outcome.ts'

/** Codes that pass (docs: cloud-api/support/error-codes): unknown faults, outages, maintenance, and limits. */
const PASSING: ReadonlySet<number> = new Set([1, 2, 131000, 131016, 131057, 133004])
/** Limits of the app, the account or the number: nothing else would go through either. */
const TOO_OFTEN: ReadonlySet<number> = new Set([4, 17, 32, 613, 80007, 130429, 131048])

/** What an operator can do about it, beside Meta's own words. */
const HINTS: Readonly<Record<number, string>> = {
  10: 'the access token lacks a permission',
  190: 'the access token is not valid any more',
  200: 'the access token lacks a permission',
  368: 'the account was restricted for a breach of policy',
  131026: 'they cannot be reached on WhatsApp',
  131047: 'they wrote more than 24 hours ago: send a template',
  131051: 'this type of message is not supported',
  132001: 'there is no such template in that language',
  133010: 'the phone number is not registered',
}

export const FAULTS: NonNullable<Sending['faults']> = {
  10: 'scope',
  100: 'content',
  190: 'token',
  200: 'scope',
  4: 'pace',
  80007: 'pace',
  130429: 'pace',
  131005: 'scope',
  131026: 'recipient',
  131030: 'recipient',
  131047: 'window',
  131048: 'pace',
  131051: 'content',
  131056: 'pace',
  132000: 'content',
  132001: 'content',
  133010: 'secret',
}

/** To one person one message in six seconds; further ones are to wait. */
const PAIR_RATE = 131056
const PAIR_WAIT_MS = 6000

/** `{ messages: [{ id }] }`, or `{ error: { code, message, error_data } }` with some HTTP status of the 4xx. */
export function read(answer: Answer): Outcome {
  const parsed = parseJsonText(answer.body)
  const body = parsed.kind === 'json' ? asObject(parsed.value) : undefined
  const error = asObject(body?.error)
  if (error) return readError(answer, error)
  const failed = statusOutcome(answer)
  if (failed) return failed
  const [message] = asObjects(body?.messages)
  if (!message) return { kind: 'unknown', why: 'the answer is not one of WhatsApp’s' }
  return { kind: 'sent', ...present({ providerId: asText(message.id) }) }
}

function readError(answer: Answer, error: JsonObject): Outcome {
  const code = typeof error.code === 'number' ? error.code : 0
  const details = asText(asObject(error.error_data)?.details) ?? asText(error.message) ?? ''
  const hint = HINTS[code]
  const why = `${code} ${details}${hint === undefined ? '' : `: ${hint}`}`.trim().slice(0, 300)
  const waitMs = retryAfterMs(answer.headers)
  if (code === PAIR_RATE) return { kind: 'retry', why, afterMs: waitMs ?? PAIR_WAIT_MS, holds: 'recipient' }
  if (TOO_OFTEN.has(code)) return { kind: 'retry', why, ...afterMs(waitMs), holds: 'channel' }
  const passes = PASSING.has(code) || answer.status === 429 || answer.status >= 500 || error.is_transient === true
  return passes ? { kind: 'retry', why, ...afterMs(waitMs) } : { kind: 'rejected', why }
}

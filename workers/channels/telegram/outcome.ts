import { parseJsonText } from '../json-body.ts'
import { asId, asObject, asText, present } from '../json-fields.ts'
import type { Answer, Outcome, Sending } from '../kind.ts'
import { afterMs, retryAfterMs, statusOutcome } from '../status-outcome.ts'

const UNKNOWN_CHAT = 'chat-not-found'
const NOT_MEMBER = 'not-a-member'
const NO_RIGHTS = 'no-rights'

export const FAULTS: NonNullable<Sending['faults']> = {
  [UNKNOWN_CHAT]: 'recipient',
  [NOT_MEMBER]: 'not in room',
  [NO_RIGHTS]: 'scope',
  400: 'content',
  401: 'token',
  403: 'blocked',
  404: 'token',
  429: 'pace',
}

/** `{ ok, result }` or `{ ok: false, error_code, description, parameters }`, the code being the HTTP status too. */
export function read(answer: Answer): ReturnType<Sending['read']> {
  const parsed = parseJsonText(answer.body)
  const body = parsed.kind === 'json' ? asObject(parsed.value) : undefined
  if (body?.ok === true) return { kind: 'sent', ...present({ providerId: asId(asObject(body.result)?.message_id) }) }
  const code = typeof body?.error_code === 'number' ? body.error_code : answer.status
  const why = said(code, asText(body?.description))
  const parameters = asObject(body?.parameters)
  const movedTo = asId(parameters?.migrate_to_chat_id)
  if (movedTo !== undefined) return { kind: 'moved', to: movedTo, why }
  const seconds = parameters?.retry_after
  if (code === 429)
    return {
      kind: 'retry',
      why,
      ...afterMs(typeof seconds === 'number' ? seconds * 1000 : retryAfterMs(answer.headers)),
    }
  if (body?.ok === false && code >= 400 && code < 500 && code !== 408) return { kind: 'rejected', why }
  return statusOutcome(answer) ?? { kind: 'unknown', why: 'the answer is not one of Telegram’s' }
}

/** `getMe` answers who we are when the token is good. */
export function readProbe(answer: Answer): Outcome {
  const outcome = read(answer)
  return outcome.kind === 'moved' ? { kind: 'unknown', why: outcome.why } : outcome
}

function said(code: number, description: string | undefined): string {
  const words = `${code} ${description ?? ''}`.trim()
  if (code === 401 || code === 404) return `${words}: the bot token is not right`.slice(0, 300)
  if (/chat not found/i.test(words)) return `${UNKNOWN_CHAT} ${words}: the bot is not there, or they never started it`
  if (/not a member|was kicked/i.test(words)) return `${NOT_MEMBER} ${words}`.slice(0, 300)
  if (/not enough rights|have no rights|write_forbidden/i.test(words)) return `${NO_RIGHTS} ${words}`.slice(0, 300)
  return words.slice(0, 300)
}

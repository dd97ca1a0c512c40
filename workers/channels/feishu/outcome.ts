import type { JsonObject } from '../../../schema/json.ts'
import { parseJsonText } from '../json-body.ts'
import { asObject, asText, at, present } from '../json-fields.ts'
import type { Answer, Outcome } from '../kind.ts'
import { afterMs, retryAfterMs, statusOutcome } from '../status-outcome.ts'

const TOKEN_REFUSED: ReadonlySet<number> = new Set([99991661, 99991663, 99991664, 99991668])
/** The app’s, the chat’s and the custom bot’s limit. */
const TOO_OFTEN: ReadonlySet<number> = new Set([99991400, 230020, 11232])

/** Feishu says what happened in `code`, with whatever HTTP status: 200 for the custom bot, mostly 400 for the app. */
export function read(answer: Answer): Outcome {
  const body = readBody(answer)
  const code = codeOf(body)
  if (code !== undefined && TOKEN_REFUSED.has(code)) return { kind: 'token refused', why: said(code, body) }
  if (answer.status === 429 || (code !== undefined && TOO_OFTEN.has(code))) return tooOften(answer, code, body)
  if (code === undefined || answer.status >= 500) {
    return statusOutcome(answer) ?? { kind: 'unknown', why: 'the answer is not one of Feishu’s' }
  }
  if (code !== 0) return { kind: 'rejected', why: said(code, body) }
  return statusOutcome(answer) ?? { kind: 'sent', ...present({ providerId: asText(at(body, 'data', 'message_id')) }) }
}

export function readBody(answer: Answer): JsonObject | undefined {
  const parsed = parseJsonText(answer.body)
  return parsed.kind === 'json' ? asObject(parsed.value) : undefined
}

/** `code`; older custom bots say `StatusCode`. */
export function codeOf(body: JsonObject | undefined): number | undefined {
  const code = body?.code ?? body?.StatusCode
  return typeof code === 'number' ? code : undefined
}

export function said(code: number, body: JsonObject | undefined): string {
  return `${code} ${asText(body?.msg) ?? asText(body?.StatusMessage) ?? ''}`.trim().slice(0, 300)
}

function tooOften(answer: Answer, code: number | undefined, body: JsonObject | undefined): Outcome {
  const waitMs = retryAfterMs(answer.headers, 'x-ogw-ratelimit-reset') ?? retryAfterMs(answer.headers)
  return { kind: 'retry', why: code === undefined ? 'HTTP 429' : said(code, body), ...afterMs(waitMs) }
}

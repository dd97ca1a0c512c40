import type { JsonObject } from '../../../schema/json.ts'
import { parseJsonText } from '../json-body.ts'
import { asObject, asText, at, present } from '../json-fields.ts'
import type { Answer, Outcome } from '../kind.ts'
import { afterMs, retryAfterMs, statusOutcome } from '../status-outcome.ts'

const TOKEN_REFUSED: ReadonlySet<number> = new Set([99991661, 99991663, 99991664, 99991668])
/** The app’s and the custom bot’s limit hold the channel, a chat’s only itself. */
const TOO_OFTEN: Readonly<Record<number, 'channel' | 'recipient'>> = {
  99991400: 'channel',
  11232: 'channel',
  230020: 'recipient',
}

/** What an operator can do about it, where Feishu's own words do not say. */
const ADVICE: Readonly<Record<number, string>> = {
  10003: 'app_id or app_secret is not right',
  10014: 'app_secret is not right',
  9499: 'the custom bot does not understand the message',
  19001: 'bot_url is not right',
  19021: 'bot_secret is not right, or the clock of this server is more than an hour off',
  19022: "the address of this server is not on the custom bot's IP allow-list",
  19024: 'the custom bot asks for a keyword that the text does not hold',
  230002: 'the bot or the user is not in the chat',
  230006: 'the app lacks the bot ability: add it and publish a version',
  230013: 'the app is not available to this user: widen its availability',
  99991672: 'the app lacks the permission for this interface',
}

/** Feishu says what happened in `code`, with whatever HTTP status: 200 for the custom bot, mostly 400 for the app. */
export function read(answer: Answer): Outcome {
  const body = readBody(answer)
  const code = codeOf(body)
  if (code !== undefined && TOKEN_REFUSED.has(code)) return { kind: 'token refused', why: said(code, body) }
  if (answer.status === 429 || (code !== undefined && Object.hasOwn(TOO_OFTEN, code)))
    return tooOften(answer, code, body)
  if (code === undefined || answer.status >= 500) {
    return statusOutcome(answer) ?? { kind: 'unknown', why: 'the answer is not one of Feishu’s' }
  }
  if (code !== 0) return { kind: 'rejected', why: advised(code, body) }
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

function advised(code: number, body: JsonObject | undefined): string {
  const advice = ADVICE[code]
  return advice === undefined ? said(code, body) : `${said(code, body)} (${advice})`
}

function tooOften(answer: Answer, code: number | undefined, body: JsonObject | undefined): Outcome {
  const waitMs = retryAfterMs(answer.headers, 'x-ogw-ratelimit-reset') ?? retryAfterMs(answer.headers)
  const holds = code === undefined ? undefined : TOO_OFTEN[code]
  const why = code === undefined ? 'HTTP 429' : said(code, body)
  return { kind: 'retry', why, ...afterMs(waitMs), ...present({ holds }) }
}

import type { JsonObject } from '../../../schema/json.ts'
import { parseJsonText } from '../json-body.ts'
import { asId, asObject, asText } from '../json-fields.ts'
import type { AddressSource, Answer, Outcome, Sending } from '../kind.ts'
import { afterMs, retryAfterMs, statusOutcome } from '../status-outcome.ts'

/** Codes that pass (docs: topics/opcodes-and-status-codes): direct messages opened too fast, the resource overloaded. */
const PASSING: ReadonlySet<number> = new Set([20016, 20022, 20028, 20029, 40003, 40062, 130000])

/** What an operator can do about it, beside Discord's own words. */
const HINTS: Readonly<Record<number, string>> = {
  10003: 'the channel does not exist, or the bot does not see it',
  10013: 'there is no such user',
  10015: 'the webhook was deleted',
  50001: 'the bot is not in that channel',
  50007: 'the user takes no direct messages from the bot',
  50013: 'the bot may not send messages there',
}

export const FAULTS: NonNullable<Sending['faults']> = {
  401: 'token',
  429: 'pace',
  10003: 'recipient',
  10013: 'recipient',
  10015: 'token',
  20016: 'pace',
  20028: 'pace',
  40003: 'pace',
  50001: 'not in room',
  50007: 'blocked',
  50013: 'scope',
  50027: 'token',
  50035: 'content',
}

export function read(answer: Answer): Outcome {
  const failed = readFailure(answer)
  if (failed) return failed
  const id = asId(bodyOf(answer)?.id)
  return id === undefined ? notDiscord() : { kind: 'sent', providerId: id }
}

/** The answer of `POST /users/@me/channels`: the channel of somebody's direct messages. */
export const readAddress: AddressSource['read'] = (answer) => {
  const failed = readFailure(answer)
  if (failed) return failed
  const to = asId(bodyOf(answer)?.id)
  return to === undefined ? notDiscord() : { kind: 'address', to }
}

function readFailure(answer: Answer): Outcome | undefined {
  const byStatus = statusOutcome(answer)
  if (!byStatus) return undefined
  const body = bodyOf(answer)
  const code = typeof body?.code === 'number' ? body.code : undefined
  const why = said(answer.status, code, body)
  if (answer.status === 429 || (code !== undefined && PASSING.has(code)))
    return { kind: 'retry', why, ...afterMs(waitMs(answer, body)) }
  return byStatus.kind === 'rejected' ? { kind: 'rejected', why } : byStatus
}

/** The body says it most exactly, in seconds with a fraction; then the headers. */
function waitMs({ headers }: Answer, body: JsonObject | undefined): number | undefined {
  const seconds = body?.retry_after
  const stated = typeof seconds === 'number' && seconds >= 0 ? Math.ceil(seconds * 1000) : undefined
  return stated ?? retryAfterMs(headers) ?? retryAfterMs(headers, 'x-ratelimit-reset-after')
}

function said(status: number, code: number | undefined, body: JsonObject | undefined): string {
  const words = [String(code || status), asText(body?.message) ?? '']
  const hint = code === undefined ? undefined : HINTS[code]
  return `${words.filter(Boolean).join(' ')}${hint === undefined ? '' : `: ${hint}`}`.slice(0, 300)
}

function bodyOf(answer: Answer): JsonObject | undefined {
  const parsed = parseJsonText(answer.body)
  return parsed.kind === 'json' ? asObject(parsed.value) : undefined
}

function notDiscord(): Outcome {
  return { kind: 'unknown', why: 'the answer is not one of Discord’s' }
}

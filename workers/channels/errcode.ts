import type { JsonObject } from '../../schema/json.ts'
import { parseJsonText } from './json-body.ts'
import { asObject, asText } from './json-fields.ts'
import type { Answer, Outcome, PictureSource, TokenSource } from './kind.ts'
import { statusOutcome } from './status-outcome.ts'

/** What the codes of a platform mean that says everything with HTTP 200 and `{ errcode, errmsg }`. */
export type Codes = {
  tokenRefused: ReadonlySet<number>
  ticketSpent?: ReadonlySet<number>
  /** Worth another try, and how long the whole channel waits where the platform counts by the minute or the day. */
  passing: Readonly<Record<number, number | undefined>>
  /** What an operator can do about it, where the platform's own words do not say. */
  advice: Readonly<Record<number, string>>
}

/** `sent` reads a success, which may still have refused the recipient. */
export function readErrcode(answer: Answer, codes: Codes, sent: (body: JsonObject) => Outcome): Outcome {
  const failed = statusOutcome(answer)
  if (failed) return failed
  const body = bodyOf(answer)
  const code = body?.errcode
  if (!body || typeof code !== 'number') return { kind: 'unknown', why: 'the answer has no errcode' }
  const why = said(code, body, codes.advice)
  if (codes.tokenRefused.has(code)) return { kind: 'token refused', why }
  if (codes.ticketSpent?.has(code)) return { kind: 'ticket spent', why }
  if (Object.hasOwn(codes.passing, code)) {
    const afterMs = codes.passing[code]
    return { kind: 'retry', why, ...(afterMs !== undefined && { afterMs, holds: 'channel' }) }
  }
  return code === 0 ? sent(body) : { kind: 'rejected', why }
}

/** A token, for a time in seconds. Without one nothing was sent, so what cannot be understood is worth another try. */
export function readToken(
  answer: Answer,
  { token, expires }: { token: string; expires: string },
  read: (answer: Answer) => Outcome,
): ReturnType<TokenSource['read']> {
  const body = answer.status === 200 ? bodyOf(answer) : undefined
  const [text, seconds] = [asText(body?.[token]), body?.[expires]]
  if ((body?.errcode ?? 0) === 0 && text !== undefined && typeof seconds === 'number')
    return { kind: 'token', token: text, expiresInMs: seconds * 1000 }
  const outcome = read(answer)
  if (outcome.kind === 'rejected' || outcome.kind === 'retry') return outcome
  if (outcome.kind === 'token refused') return { kind: 'rejected', why: outcome.why }
  return { kind: 'retry', why: `the answer holds no ${token}` }
}

/** What an uploaded picture is called: `{ media_id }`, with an `errcode` of 0 or none. */
export function mediaOf(answer: Answer, read: (answer: Answer) => Outcome): ReturnType<PictureSource['read']> {
  const body = answer.status === 200 ? bodyOf(answer) : undefined
  const id = asText(body?.media_id)
  if (id !== undefined && (body?.errcode ?? 0) === 0) return { kind: 'picture', id }
  const outcome = read(answer)
  return outcome.kind === 'sent' ? { kind: 'unknown', why: 'the answer holds no media_id' } : outcome
}

export function bodyOf(answer: Answer): JsonObject | undefined {
  const parsed = parseJsonText(answer.body)
  return parsed.kind === 'json' ? asObject(parsed.value) : undefined
}

function said(code: number, body: JsonObject, advice: Codes['advice']): string {
  const message = `${code} ${asText(body.errmsg) ?? ''}`.trim().slice(0, 200)
  return advice[code] === undefined ? message : `${message} (${advice[code]})`
}

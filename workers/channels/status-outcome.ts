import type { Answer, Outcome } from './kind.ts'

const RETRY_AFTER_MAX_MS = 24 * 60 * 60 * 1000
const EXCERPT_LENGTH_MAX = 200

/** A gateway's words for an origin that was reached and then did not answer properly: it may have accepted. */
const AFTER_CONNECTING: ReadonlySet<number> = new Set([504, 520, 524])

/** What the HTTP status alone says, or undefined for a 2xx, which only the body can explain. */
export function statusOutcome(answer: Answer): Outcome | undefined {
  const { status } = answer
  if (status >= 200 && status < 300) return undefined
  if (status === 429) return { kind: 'retry', why: 'HTTP 429', ...afterMs(retryAfterMs(answer.headers)) }
  if (AFTER_CONNECTING.has(status)) return { kind: 'unknown', why: failure(answer) }
  if (status === 408 || status >= 500)
    return { kind: 'retry', why: failure(answer), ...afterMs(retryAfterMs(answer.headers)) }
  if (status >= 300) return { kind: 'rejected', why: failure(answer) }
  return { kind: 'unknown', why: failure(answer) }
}

/**
 * `Retry-After` as milliseconds (RFC 9110 §10.2.3): seconds, or an HTTP date. A date is taken relative to the
 * answer’s own `Date`, so that neither a wrong clock nor a virtual one matters. At most a day.
 */
export function retryAfterMs(headers: Headers, name = 'retry-after'): number | undefined {
  const value = headers.get(name)?.trim() ?? ''
  if (/^\d+(?:\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value) * 1000), RETRY_AFTER_MAX_MS)
  const untilMs = Date.parse(value) - Date.parse(headers.get('date') ?? '')
  return Number.isNaN(untilMs) ? undefined : Math.min(Math.max(untilMs, 0), RETRY_AFTER_MAX_MS)
}

/** For spreading into an outcome: absent rather than undefined. */
export function afterMs(ms: number | undefined): { afterMs?: number } {
  return ms === undefined ? {} : { afterMs: ms }
}

function failure(answer: Answer): string {
  const excerpt = answer.body.trim().slice(0, EXCERPT_LENGTH_MAX)
  return excerpt === '' ? `HTTP ${answer.status}` : `HTTP ${answer.status}: ${excerpt}`
}

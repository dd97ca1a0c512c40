/** One attempt to deliver a message, and what its answer means. */

import { type Publication, readDuration } from './qstash-message.ts'
import { claimsFor, sign } from './qstash-signing.ts'

const DAY_MS = 86_400_000

export type Message = Publication & { messageId: string; createdAtMs: number; retried: number }

export type Verdict = 'delivered' | 'retry' | 'dead'

export type Attempt = { messageId: string; url: string; body: string; atMs: number; retried: number; status: number }

export async function deliveryRequest(message: Message, key: string, nowMs: number): Promise<Request> {
  const headers = new Headers(message.headers)
  headers.set('User-Agent', 'Upstash-QStash')
  headers.set('Upstash-Signature', await sign(await claimsFor(message.url, message.body, nowMs), key))
  headers.set('Upstash-Message-Id', message.messageId)
  headers.set('Upstash-Retried', String(message.retried))
  const bodiless = message.method === 'GET' || message.method === 'HEAD'
  return new Request(message.url, {
    method: message.method,
    headers,
    redirect: 'manual',
    ...(!bodiless && { body: message.body }),
  })
}

export function judge(message: Message, response: Response): Verdict {
  if (response.ok) return 'delivered'
  if (response.status === 489 && response.headers.get('Upstash-NonRetryable-Error') === 'true') return 'dead'
  return message.retried < message.retriesMax ? 'retry' : 'dead'
}

/** min(1 day, e^(2.5 n)) for the nth retry, unless the destination says when; that is capped at a day as well. */
export function retryDelayMs(message: Message, response: Response, nowMs: number): number {
  const asked = askedDelayMs(response.headers, nowMs)
  return Math.min(DAY_MS, asked ?? Math.round(Math.exp(2.5 * (message.retried + 1))) * 1000)
}

const DELAY_HEADERS = [
  'Retry-After',
  'X-RateLimit-Reset',
  'X-RateLimit-Reset-Requests',
  'X-RateLimit-Reset-Tokens',
] as const

/** Seconds, an HTTP date, or `6m5s`. */
function askedDelayMs(headers: Headers, nowMs: number): number | undefined {
  const text = DELAY_HEADERS.map((name) => headers.get(name)).find((value) => value !== null)
  if (text === undefined || text === null) return undefined
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const duration = readDuration(text)
  if (duration !== undefined) return duration
  const dateMs = Date.parse(text)
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs)
}

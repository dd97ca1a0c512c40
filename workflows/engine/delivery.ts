import type { Extras } from '../../schema/content.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { Draft, MessageCategory, RetryPolicy } from '../../schema/message.ts'
import type { SecretPlaces } from '../../schema/secret.ts'
import type { Ticket } from '../../schema/ticket.ts'

export const RETRY_DEFAULT: RetryPolicy = { attempts: 8, firstMs: 5_000, factor: 3, maxMs: 3_600_000 }

/** Something that must leave the house once this reaction is committed. `id` is its idempotency key. */
export type Delivery = {
  id: string
  subjectId: string
  runId?: string
  retry: RetryPolicy
  onUnknown: 'resend' | 'hold'
  /** A run waits for how it ends. */
  awaited: boolean
  /** Addresses in it that become tracked links when it goes out. */
  links?: string[]
  /** The alert that it pages somebody for. */
  alert?: string
  /** The page that the link in its text leads to. */
  page?: { survey: string; ask: string }
} & (
  | {
      kind: 'message'
      channel: string
      to: string
      recipient: 'contact' | 'room'
      text: string
      category: MessageCategory
      ticket?: Ticket
      /** What it shows beside its text; absent from plain text. */
      extras?: Extras
      /** Higher goes first where messages wait for the same channel. */
      priority?: number
      /** How many pieces of it went out before. */
      piecesSent?: number
    }
  | { kind: 'request'; request: RequestDraft; category: 'transactional' }
)

/** A message that does not go, or not now: kept, with its reason. */
export type Unsent = Pick<
  Draft,
  'id' | 'subjectId' | 'runId' | 'text' | 'category' | 'retry' | 'onUnknown' | 'awaited'
> & {
  channel?: string
  to?: string
  extras?: Extras
  audience: 'contact' | 'room'
  reason: string
} & ({ status: 'skipped' | 'expired' | 'cancelled' } | { status: 'deferred'; until: number })

export type RequestDraft = {
  method: string
  url: string
  headers: Record<string, string>
  body?: string
  timeoutMs: number
  /** Statuses that count as success; undefined means any 2xx. */
  expect?: number[]
  /** Signed at each attempt, as Standard Webhooks describes. */
  signed?: true
  secrets?: SecretPlaces
}

/** How a delivery that a run waits for has ended. */
export type DeliveryResult = { id: string; attempts: number } & (
  | { kind: 'sent'; output: JsonObject }
  | { kind: 'failed'; code: string; message: string }
  /** A message that waited for its provider, until the gate would let it pass no longer. */
  | { kind: 'skipped'; reason: string }
)

/** How an attempt ended, for an action that makes something of it. */
export type AttemptResult = Exclude<DeliveryResult, { kind: 'skipped' }>

/** When to try again after `attempts` failed tries, or undefined when that was the last. */
export function retryDelayMs(policy: RetryPolicy, attempts: number): number | undefined {
  if (attempts >= policy.attempts) return undefined
  return Math.min(Math.round(policy.firstMs * policy.factor ** (attempts - 1)), policy.maxMs)
}

import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { Id, paging } from './page.ts'
import { ReasonBody } from './runs.ts'

const Status = v.picklist([
  'queued',
  'deferred',
  'sending',
  'sent',
  'failed',
  'unknown',
  'skipped',
  'expired',
  'cancelled',
])

export const MessageAnswer = v.object({
  id: v.string(),
  run_id: v.optional(v.string()),
  contact_id: v.optional(v.string()),
  channel: v.nullable(v.string()),
  to: v.nullable(v.string()),
  recipient: v.picklist(['contact', 'room']),
  text: v.string(),
  markdown: v.optional(v.boolean()),
  buttons: v.optional(
    v.array(v.object({ text: v.string(), value: v.optional(v.string()), url: v.optional(v.string()) })),
  ),
  image: v.optional(v.object({ url: v.string(), alt: v.optional(v.string()) })),
  card: v.optional(
    v.object({
      title: v.string(),
      url: v.string(),
      description: v.optional(v.string()),
      image: v.optional(v.string()),
    }),
  ),
  mentions: v.optional(v.array(v.object({ text: v.string(), id: v.string() }))),
  masked: v.optional(v.pipe(v.string(), v.title('What the word filter has put stars for, by list'))),
  pieces_sent: v.pipe(v.number(), v.title('How many pieces of a long text the provider has taken')),
  category: v.string(),
  status: Status,
  reason: v.optional(v.string()),
  attempts: v.number(),
  provider_id: v.optional(v.string()),
  created_at: Instant,
  send_after: Instant,
  sent_at: v.nullable(Instant),
})

export const MessageQuery = v.strictObject({
  ...paging,
  contact_id: v.optional(Id),
  status: v.optional(Status),
  run_id: v.optional(Id),
  channel: v.optional(Id),
})

export const MessageSummaryQuery = v.strictObject({ channel: v.optional(Id), workflow: v.optional(Id) })

export const MessageSummary = v.object({ total: v.number(), by_status: v.record(v.string(), v.number()) })

export const VerdictQuery = v.strictObject(paging)

const Chosen = { channel: v.optional(Id), before: v.optional(Instant), ...ReasonBody.entries }

/** What an operator says of many at once. What was made at `before` or later is left alone. */
export const VerdictBody = v.variant('status', [
  v.strictObject({ status: v.literal('unknown'), verdict: v.picklist(['retry', 'cancel']), ...Chosen }),
  v.strictObject({ status: v.literal('failed'), verdict: v.literal('retry'), ...Chosen }),
])

export const VerdictAnswer = v.object({
  decided: v.pipe(v.number(), v.title('How many messages go out, or never will')),
  refused: v.array(v.object({ id: v.string(), why: v.string() })),
  next_cursor: v.pipe(v.nullable(v.string()), v.title('Ask again with it for the others; null when this was all')),
})

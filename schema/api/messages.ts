import * as v from 'valibot'
import { Id, Instant, paging } from './page.ts'

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
  text: v.string(),
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

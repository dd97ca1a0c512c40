import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { REFERRAL_STATUSES } from '../referral.ts'
import { Id, paging } from './page.ts'

const Status = v.picklist(REFERRAL_STATUSES)

export const ReferralAnswer = v.object({
  id: v.string(),
  referrer_id: v.string(),
  invitee_id: v.string(),
  code: v.string(),
  status: Status,
  score: v.pipe(v.number(), v.title('What speaks against it, 0 to 100')),
  signals: v.array(
    v.object({
      signal: v.string(),
      weight: v.number(),
      value: v.number(),
      explanation: v.object({ en: v.string(), 'zh-CN': v.string() }),
    }),
  ),
  reason: v.nullable(v.string()),
  attributed_at: Instant,
  decided_at: v.nullable(Instant),
  decided_by: v.nullable(v.string()),
})

export const ReferralQuery = v.strictObject({
  ...paging,
  status: v.optional(Status),
  referrer_id: v.optional(Id),
  invitee_id: v.optional(Id),
})

export const DecisionBody = v.strictObject({
  reason: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(300))),
})

export const ReferralCodeAnswer = v.object({
  code: v.string(),
  link: v.string(),
  clicks: v.number(),
  counts: v.object({ pending: v.number(), qualified: v.number(), rejected: v.number() }),
  rungs: v.array(v.object({ rung: v.string(), reached_at: Instant })),
})

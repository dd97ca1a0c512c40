import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { Id, paging } from './page.ts'

export const POINTS_MAX = 1_000_000_000

export const LedgerAnswer = v.object({
  id: v.string(),
  contact_id: v.string(),
  delta: v.number(),
  kind: v.string(),
  reason: v.string(),
  key: v.string(),
  at: Instant,
  available_at: v.nullable(Instant),
  expires_at: v.nullable(Instant),
  balance: v.number(),
  item: v.nullable(v.string()),
})

/** What was awarded and enters the ledger later. */
export const PendingAnswer = v.object({
  id: v.string(),
  points: v.number(),
  reason: v.string(),
  key: v.string(),
  at: Instant,
  available_at: Instant,
})

export const LedgerPage = v.object({
  items: v.array(LedgerAnswer),
  next_cursor: v.nullable(v.string()),
  balance: v.number(),
  pending: v.array(PendingAnswer),
})

export const ReverseBody = v.strictObject({ reason: v.pipe(v.string(), v.minLength(1), v.maxLength(500)) })

export const LedgerQuery = v.strictObject({ ...paging, contact_id: Id })

export const PointsBody = v.strictObject({
  contact_id: Id,
  delta: v.pipe(
    v.number(),
    v.integer('points are whole'),
    v.minValue(-POINTS_MAX),
    v.maxValue(POINTS_MAX),
    v.check((delta) => delta !== 0, 'zero points change nothing'),
  ),
  reason: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
  expires_at: v.optional(v.pipe(Instant, v.title('When points given expire'))),
  key: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200), v.title('The same key is entered once'))),
})

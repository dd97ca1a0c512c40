import * as v from 'valibot'
import { Gathering } from '../gathering.ts'
import { Instant } from '../instant.ts'
import { Id, paging } from './page.ts'

const Count = v.pipe(v.number(), v.integer())

export const GatheringBody = Gathering

export const GatheringAnswer = v.object({
  id: v.string(),
  name: v.union([v.string(), v.record(v.string(), v.string())]),
  description: v.nullable(v.union([v.string(), v.record(v.string(), v.string())])),
  place: v.nullable(v.string()),
  starts_at: Instant,
  ends_at: v.nullable(Instant),
  capacity: v.nullable(Count),
  taken: v.pipe(Count, v.title('Seats that are taken')),
  waitlist: v.boolean(),
  code: v.pipe(v.string(), v.title('What members say when they come')),
  status: v.picklist(['open', 'cancelled']),
  created_at: Instant,
  updated_at: Instant,
})

export const GatheringDetail = v.object({
  ...GatheringAnswer.entries,
  figures: v.object({
    signed_up: v.pipe(Count, v.title('With a seat, whether they came or not')),
    waitlisted: Count,
    cancelled: Count,
    came: Count,
    promoted: v.pipe(Count, v.title('Those who moved up from the wait-list')),
    feedback: v.object({ count: Count, average: v.nullable(v.number()) }),
  }),
})

export const GatheringQuery = v.strictObject({
  ...paging,
  from: v.optional(Instant),
  to: v.optional(Instant),
})

export const SignupQuery = v.strictObject({
  ...paging,
  status: v.optional(v.picklist(['confirmed', 'waitlisted', 'cancelled', 'attended'])),
})

export const SignupAnswer = v.object({
  contact_id: v.string(),
  name: v.nullable(v.string()),
  status: v.picklist(['confirmed', 'waitlisted', 'cancelled', 'attended']),
  promoted: v.boolean(),
  at: Instant,
  checked_in_at: v.nullable(Instant),
  ticket: v.optional(v.pipe(v.string(), v.title('The page on which they check in, where PUBLIC_URL is known'))),
  score: v.nullable(v.number()),
  feedback: v.nullable(v.string()),
})

export const SeatBody = v.strictObject({ contact_id: Id, code: v.optional(v.pipe(v.string(), v.maxLength(100))) })

export const SeatAnswer = v.object({
  status: v.picklist(['confirmed', 'waitlisted', 'full', 'cancelled', 'attended']),
  changed: v.boolean(),
  position: v.optional(Count),
})

import * as v from 'valibot'
import { Instant } from './instant.ts'
import { LocalText } from './text.ts'

/** A meeting of the community: a lesson, a market, a livestream; members sign up for it. */

/** What `{{checkin "tea"}}` writes before its name: on its way out it becomes the ticket of whom the message goes to. */
export const CHECKIN_ADDRESS = 'https://checkin.invalid/'

export const SEATS_MAX = 1_000_000
const Seats = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(SEATS_MAX))

export const Gathering = v.pipe(
  v.strictObject({
    name: LocalText,
    description: v.optional(v.nullable(LocalText), null),
    place: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(1000))), null),
    starts_at: Instant,
    ends_at: v.optional(v.nullable(Instant), null),
    capacity: v.optional(v.pipe(v.nullable(Seats), v.title('Null for as many as want to come')), null),
    waitlist: v.optional(v.pipe(v.boolean(), v.title('Whether one may wait for a seat when it is full')), true),
    code: v.optional(
      v.pipe(
        v.nullable(v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,32}$/, 'a code is 1 to 32 letters, digits and -'))),
        v.title('What members say when they come; without one a code is made'),
      ),
      null,
    ),
  }),
  v.check(
    ({ starts_at, ends_at }) => ends_at === null || Date.parse(ends_at) > Date.parse(starts_at),
    '`ends_at` is after `starts_at`',
  ),
)

export type GatheringShape = v.InferOutput<typeof Gathering>

/** What a member wants with their seat. */
export type SeatWish = 'add' | 'cancel' | 'checkin'

/** What somebody said afterwards. */
export type SignupFeedback = {
  gatheringId: string
  subjectId: string
  score: number | null
  comment: string | null
  at: number
}

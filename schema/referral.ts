import * as v from 'valibot'
import { Cel, Duration, EventPattern, Slug } from './text.ts'

/** What shows that two members may be one: kept only as a keyed hash. */
export const MARKS = ['device', 'ip', 'phone', 'email'] as const
export type MarkKind = (typeof MARKS)[number]
export type Marks = Partial<Record<MarkKind, string>>

export const REFERRAL_STATUSES = ['pending', 'held', 'review', 'qualified', 'rejected', 'reversed'] as const
export type ReferralStatus = (typeof REFERRAL_STATUSES)[number]

/** Why a referral is not simply believed, and by how many points of the score. */
export type Signal = { signal: SignalName; weight: number; value: number }

const Weight = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100))
const Count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))
const weight = (most: number, title: string) => v.optional(v.pipe(Weight, v.title(title)), most)
const limit = (most: number, title: string) => v.optional(v.pipe(Count, v.title(title)), most)

const Weights = v.strictObject({
  self: weight(100, 'Members who invite themselves'),
  ring: weight(100, 'The invited one has brought the referrer, directly or over others'),
  same_phone: weight(100, 'The referrer’s own phone number'),
  same_email: weight(100, 'The referrer’s own address, written however'),
  same_device: weight(90, 'The referrer’s own device'),
  same_ip: weight(10, 'The referrer’s own internet address, as in a family'),
  phone_cluster: weight(80, 'A phone number that another invited member has'),
  email_cluster: weight(80, 'A mail address that another invited member has'),
  device_cluster: weight(45, 'A device that invited members have had before: so much for each'),
  address_burst: weight(60, 'Many from one internet address by one referrer in a short time'),
  address_crowd: weight(20, 'Very many from one internet address, by whomever'),
  velocity: weight(45, 'One referrer brings more than people can'),
  too_fast: weight(40, 'Qualifies within seconds'),
  new_referrer: weight(10, 'The referrer has only just come'),
})

/** How many are too many. A new code changes nothing: referrer and address are counted. */
const Limits = v.strictObject({
  referrer_per_minute: limit(20, 'By one referrer in a minute'),
  referrer_per_hour: limit(200, 'By one referrer in an hour'),
  referrer_per_day: limit(600, 'By one referrer in a day'),
  address_per_minute: limit(5, 'By one referrer from one address in a minute'),
  address_per_hour: limit(60, 'By one referrer from one address in an hour'),
  everywhere_per_minute: limit(15, 'From one address in a minute, by whomever'),
  everywhere_per_day: limit(400, 'From one address in a day, by whomever'),
  too_fast: v.optional(Duration, '30s'),
  new_referrer: v.optional(Duration, '1h'),
})

export type SignalName = keyof v.InferOutput<typeof Weights>

const Rung = v.strictObject({ name: Slug, count: Count })

const Ladder = v.pipe(
  v.array(Rung),
  v.maxLength(50),
  v.check((rungs) => new Set(rungs.map(({ name }) => name)).size === rungs.length, 'each rung once'),
)

const Fields = v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(100))), v.maxLength(20))

/** What stands for something is never the host. */
const TARGET = /^https:\/\/[^\s"'<>{}/?#@]+(?:[/?#](?:[^\s"'<>{}]|\{code\}|\{token\})*)?$/

export const ReferralSettings = v.strictObject({
  window: v.optional(v.pipe(Duration, v.title('How long after they came members can be said to be invited')), '30d'),
  qualify: v.optional(
    v.strictObject({
      after: v.optional(v.pipe(Duration, v.title('Having stayed for so long, unless an event is named')), '7d'),
      active_days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(366))),
      on: v.optional(v.pipe(EventPattern, v.title('By an event of the invited member'))),
      if: v.optional(v.pipe(Cel, v.title('CEL over event and contact'))),
    }),
    {},
  ),
  ladder: v.optional(Ladder, [
    { name: 'course-coupon', count: 3 },
    { name: 'vip', count: 10 },
  ]),
  reversal: v.optional(v.pipe(Duration, v.title('Who leaves within this time after qualifying counts no more')), '30d'),
  hold_for: v.optional(v.pipe(Duration, v.title('How long suspicious ones are held')), '14d'),
  code: v.optional(
    v.strictObject({
      alphabet: v.optional(
        v.pipe(
          v.string(),
          v.regex(/^[A-Za-z0-9]{10,62}$/, '10 to 62 letters and digits'),
          v.check((text) => new Set(text).size === text.length, 'each character once'),
        ),
        'ABCDEFGHJKLMNPQRSTUVWXYZ23456789',
      ),
      length: v.optional(v.pipe(v.number(), v.integer(), v.minValue(6), v.maxValue(32)), 8),
    }),
    {},
  ),
  target: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(2000),
      v.regex(TARGET, 'an https address; in its path and query {code} and {token} stand for theirs'),
      v.title('Where an invitation leads on to'),
    ),
  ),
  device_fields: v.optional(Fields, ['device', 'device_id', 'deviceId', 'fingerprint']),
  ip_fields: v.optional(Fields, ['ip', 'ip_address', 'client_ip', 'ipAddress']),
  auto: v.optional(
    v.pipe(Fields, v.title('Fields of member.joined that name the code or the inviter, asked without a workflow')),
    [],
  ),
  weights: v.optional(Weights, {}),
  limits: v.optional(Limits, {}),
  thresholds: v.optional(
    v.pipe(
      v.strictObject({
        hold: v.optional(Weight, 40),
        review: v.optional(Weight, 60),
        reject: v.optional(Weight, 90),
      }),
      v.check(({ hold, review, reject }) => hold <= review && review <= reject, 'hold ≤ review ≤ reject'),
    ),
    {},
  ),
})

export type ReferralShape = v.InferOutput<typeof ReferralSettings>

export type ReferralFacts = {
  /** Their own code. */
  code?: string
  /** Keyed hashes of what they were seen with: the newest last, a few of each. */
  marks?: Partial<Record<MarkKind, string[]>>
  /** They have joined before: nobody brings them any more. */
  rejoined?: boolean
  /** What is being asked for them, outside of any run. */
  asking?: { id: string; at: number; happenedAt: number; marks: Marks }
  /** It is to qualify, and what speaks against it by now is being asked for. */
  weighing?: { id: string; at: number; reason: string | null }
  /** Who brought them, once and for ever. */
  by?: Brought
  /** Of those that they brought. */
  counts?: ReferralCounts
  /** Rungs that were reached, and when. */
  rungs?: Record<string, number>
  /** Of these, those that the count has fallen below. */
  lost?: string[]
}

/** Less than nothing while the end of one was heard of, and its beginning was not. */
export type ReferralCounts = { pending: number; qualified: number; rejected: number }

export type Brought = {
  referrer: string
  status: ReferralStatus
  score: number
  at: number
  /** When it is looked at next. */
  dueAt?: number
  /** Days on which they had been active before. */
  activeBefore: number
  /** It was to qualify while it was held or reviewed: it does so when that is over. */
  wanted?: boolean
  /** A person has approved it: nothing speaks against it any more. */
  approved?: boolean
  qualifiedAt?: number
  /** How often its status has changed: each change is told under its own id. */
  moves: number
}

/** What becomes of the row of a referral. `signals` only when it is judged. */
export type ReferralChange = {
  inviteeId: string
  status: ReferralStatus
  at: number
  reason: string | null
  decidedBy: string | null
  score?: number
  signals?: Signal[]
}

/** What the commit says of the one who asks to be counted as invited, and of whoever is said to have invited them. */
export type Attributed = {
  referrer: string
  code: string
  /** When the referrer was first met. */
  since: number
  marks: Partial<Record<MarkKind, string[]>>
  /** Others who were invited and have the same. */
  same: { device: number; phone: number; email: number }
  /** Those before, by this referrer: within a minute, an hour, a day. */
  byReferrer: [number, number, number]
  /** Those before, by this referrer and from this address: within a minute, an hour, a day. */
  byBoth: [number, number, number]
  /** Those before, from this address: within a minute, an hour, a day. */
  byAddress: [number, number, number]
  /** How many members a ring has that this would close. */
  ring: number | null
}

/** What the commit says when a referral is to qualify: how many the referrer has brought, and who came like this one. */
export type Gathered = {
  count: number
  /** Others who were invited and have the same, whenever they came. */
  same: { device: number; phone: number; email: number }
  /** Others by this referrer and from this address, around the time at which this one came: by a minute, by an hour. */
  around: [number, number]
}

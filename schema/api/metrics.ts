import * as v from 'valibot'
import { isDay } from '../instant.ts'
import { Zone } from '../text.ts'

const Day = v.pipe(
  v.string(),
  v.regex(/^2\d{3}-\d{2}-\d{2}$/, 'a day such as 2026-01-05'),
  v.check(isDay, 'no such day'),
)

export const RANGE_DAYS_MAX = 366

/** `from` and `to` are days of the zone, both included. */
const range = {
  from: v.optional(v.pipe(Day, v.title('First day; 30 days up to `to` unless said'))),
  to: v.optional(v.pipe(Day, v.title('Last day; today unless said'))),
  timezone: v.optional(v.pipe(Zone, v.title('Whose days; the community’s unless said'))),
}

export const RangeQuery = v.strictObject(range)

const STEPS_MAX = 8

export const FunnelQuery = v.strictObject({
  ...range,
  steps: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(1000),
      v.transform((text) => text.split(',').map((step) => step.trim())),
      v.check(
        (steps) => steps.length >= 2 && steps.length <= STEPS_MAX,
        `2 to ${STEPS_MAX} steps, with commas between them`,
      ),
      v.check(
        (steps) => steps.every((step) => /^[A-Za-z0-9._:/-]{1,200}$/.test(step)),
        'a step is a type of event, or `active`',
      ),
      v.title('Types of events in their order, with commas between them; `active` is anything that a member does'),
    ),
  ),
})

const count = v.number()
const rate = v.pipe(v.nullable(v.number()), v.title('A share from 0 to 1; null when there is nothing to divide by'))
const rangeAnswer = { from: v.string(), to: v.string(), timezone: v.string() }

const FiguresAnswer = v.object({
  members: v.object({ new: count, left: count }),
  active: v.object({ daily_mean: count, last_day: count, last_7_days: count, last_30_days: count, stickiness: rate }),
  interactions: v.object({ events: count, members: count, rate }),
  messages: v.object({
    sent: count,
    failed: count,
    expired: count,
    skipped: count,
    skipped_by_reason: v.record(v.string(), count),
  }),
  workflows: v.object({ entered: count, converted: count, rate, value: count }),
  orders: v.object({ paid: count, members: count, value: count, refunded: count, refunded_value: count }),
  referrals: v.object({ attributed: count, qualified: count, rejected: count, rungs: count }),
  points: v.object({ issued: count, redeemed: count, expired: count, reversed: count, withdrawn: count }),
  nps: v.object({ promoters: count, passives: count, detractors: count, score: v.nullable(v.number()) }),
  alerts: v.object({ raised: count, acknowledged: count, resolved: count, by_level: v.record(v.string(), count) }),
})

export const OverviewAnswer = v.object({
  ...rangeAnswer,
  figures: FiguresAnswer,
  before: v.object({ from: v.string(), to: v.string(), figures: FiguresAnswer }),
  days: v.array(
    v.object({
      day: v.string(),
      new: count,
      left: count,
      active: count,
      interactions: count,
      sent: count,
      converted: count,
      orders: count,
      value: count,
      points_issued: count,
      points_redeemed: count,
    }),
  ),
})

const returned = v.pipe(v.nullable(v.object({ members: count, rate })), v.title('Null while that day is not over'))

export const RetentionAnswer = v.object({
  ...rangeAnswer,
  cohorts: v.array(
    v.object({ day: v.string(), joined: count, d1: returned, d7: returned, d30: returned, d90: returned }),
  ),
  all: v.object({ d1: returned, d7: returned, d30: returned, d90: returned }),
})

export const FunnelAnswer = v.object({
  ...rangeAnswer,
  steps: v.array(
    v.object({
      step: v.string(),
      members: count,
      of_first: rate,
      of_previous: rate,
      dropped: v.pipe(count, v.title('Who came to the step before, and not to this one')),
    }),
  ),
})

export const WorkflowFiguresAnswer = v.object({
  workflow_id: v.string(),
  ...rangeAnswer,
  entered: count,
  ended: count,
  ended_by_reason: v.array(v.object({ status: v.string(), reason: v.nullable(v.string()), runs: count })),
  converted: count,
  conversion_rate: rate,
  value: count,
  messages: FiguresAnswer.entries.messages,
  lateness: v.object({
    woken: count,
    mean_ms: v.nullable(v.number()),
    up_to: v.pipe(v.record(v.string(), count), v.title('How many were late by up to so much')),
  }),
  holdout: v.object({ entered: count, converted: count, conversion_rate: rate, value: count }),
  ever: v.pipe(
    v.object({ entered: count, active: count, ended: count, holdout: count }),
    v.title('Since the beginning: entered is active and ended together'),
  ),
  waiting: v.pipe(
    v.array(v.object({ step: v.nullable(v.string()), runs: count })),
    v.title('At which steps runs stand now'),
  ),
})

const IDS_MAX = 200

export const WorkflowListQuery = v.strictObject({
  ...range,
  ids: v.pipe(
    v.string(),
    v.maxLength(IDS_MAX * 80),
    v.transform((text) => [...new Set(text.split(',').flatMap((id) => id.trim() || []))]),
    v.check((ids) => ids.length > 0 && ids.length <= IDS_MAX, `1 to ${IDS_MAX} ids`),
    v.title('Workflows by their ids, with commas between them'),
  ),
})

export const WorkflowListAnswer = v.object({
  ...rangeAnswer,
  items: v.array(
    v.object({
      workflow_id: v.string(),
      active: v.pipe(count, v.title('Runs that have not ended')),
      entered: count,
      ended: count,
      converted: count,
      conversion_rate: rate,
      sent: count,
      failed: v.pipe(count, v.title('Messages that failed')),
    }),
  ),
})

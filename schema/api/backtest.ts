import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { JsonRecord } from './page.ts'

export const BACKTEST_EVENTS_MAX = 10_000

const Reasons = v.array(v.object({ reason: v.string(), count: v.number() }))

export const BacktestBody = v.pipe(
  v.strictObject({
    from: Instant,
    until: Instant,
    limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(BACKTEST_EVENTS_MAX)), 1000),
    definition: v.optional(v.pipe(v.unknown(), v.title('Instead of the draft'))),
    inputs: v.optional(JsonRecord),
  }),
  v.forward(
    v.check(({ from, until }) => Date.parse(from) < Date.parse(until), '`until` is not after `from`'),
    ['until'],
  ),
)

export const BacktestAnswer = v.object({
  workflow_id: v.string(),
  from: Instant,
  until: Instant,
  complete: v.pipe(
    v.boolean(),
    v.title('Every event of that time was seen; else a limit or the time budget was reached'),
  ),
  events: v.pipe(v.number(), v.title('Events of contacts that were played again')),
  contacts: v.number(),
  would_have_started: v.pipe(v.number(), v.title('Events that would have started a run')),
  not_started: v.pipe(Reasons, v.title('Why the others would not')),
  runs: v.array(v.object({ outcome: v.string(), count: v.number() })),
  messages: v.array(
    v.object({
      step: v.string(),
      status: v.string(),
      reason: v.optional(v.string()),
      count: v.number(),
      texts: v.array(v.object({ text: v.string(), count: v.number() })),
    }),
  ),
  coverage: v.record(v.string(), v.number()),
  samples: v.array(v.looseObject({ contact_id: v.string() })),
  cannot_know: v.pipe(v.array(v.string()), v.title('What the past does not tell')),
  warnings: v.array(JsonRecord),
})

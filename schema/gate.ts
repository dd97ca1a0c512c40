import * as v from 'valibot'
import { Category } from './definition.ts'
import { Duration, Span, TimeOfDay } from './text.ts'

/** What an operator settles once for every message: LANGUAGE.md, "Before anything is sent". */

const Ends = { from: TimeOfDay, to: TimeOfDay }
const EQUAL_ENDS = 'equal ends would never be quiet, or always'

/** Quiet from `from` until just before `to`, on the clock of whoever is written to; it may wrap midnight. */
export const QuietWindow = v.pipe(
  v.strictObject(Ends),
  v.check(({ from, to }) => from !== to, EQUAL_ENDS),
)

const QuietRule = v.pipe(
  v.strictObject({
    from: v.optional(TimeOfDay, '22:00'),
    to: v.optional(TimeOfDay, '08:00'),
    policy: v.optional(v.picklist(['defer', 'drop', 'send']), 'defer'),
    max_defer: v.optional(Duration, '24h'),
  }),
  v.check(({ from, to }) => from !== to, EQUAL_ENDS),
)

/** Transactional messages know no quiet hours. */
export const QuietHoursSettings = v.strictObject({
  lifecycle: v.optional(QuietRule, {}),
  promotional: v.optional(QuietRule, {}),
})

/** Nothing goes out while this is on, whatever it is. */
export const StopSettings = v.strictObject({
  on: v.optional(v.boolean(), false),
  reason: v.optional(v.pipe(v.string(), v.maxLength(500)), ''),
})

/** These contacts get no lifecycle and no promotional message, so that what messages do at all can be measured. */
export const HoldoutSettings = v.strictObject({
  percent: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100)), 0),
})

const CAPS_MAX = 20
export const CAP_LIMIT_MAX = 1000

/** At most `limit` messages in a window, for each contact. `category`, `channel` and `tag` say whom and what it is for. */
export const CommunityCap = v.strictObject({
  limit: v.pipe(v.number(), v.integer(), v.minValue(1, 'a cap of 0 would stop everything'), v.maxValue(CAP_LIMIT_MAX)),
  per: v.union([v.picklist(['day', 'week']), Span]),
  count: v.optional(v.picklist(['category', 'channel', 'workflow', 'all']), 'category'),
  policy: v.optional(v.picklist(['defer', 'drop']), 'defer'),
  category: v.optional(Category),
  channel: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
  tag: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(100))),
})

export const CapsSettings = v.pipe(v.array(CommunityCap), v.maxLength(CAPS_MAX))
export type CommunityCap = v.InferOutput<typeof CommunityCap>
export type QuietWindow = v.InferOutput<typeof QuietWindow>

import * as v from 'valibot'

/** High enough for whoever works with the product, low enough that one who runs wild leaves room for the others. */
const PER_MINUTE_DEFAULT = 120_000
const PER_MINUTE_MAX = 10_000_000

export const PerMinute = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(PER_MINUTE_MAX))

/** How much one sender may ask in a minute. Each isolate counts by itself, so that counting costs nothing. */
export const LimitSettings = v.strictObject({
  key_per_minute: v.optional(
    v.pipe(PerMinute, v.title('Requests of one API key in a minute, unless the key has its own limit')),
    PER_MINUTE_DEFAULT,
  ),
  channel_per_minute: v.optional(v.pipe(PerMinute, v.title('Webhooks of one channel in a minute')), PER_MINUTE_DEFAULT),
})

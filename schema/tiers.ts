import * as v from 'valibot'
import { Cel, Duration, LocalText, Slug } from './text.ts'

const Level = v.pipe(
  v.strictObject({
    id: Slug,
    name: v.optional(LocalText),
    points: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.title('From this balance on'))),
    if: v.optional(v.pipe(Cel, v.title('Whoever this holds for: CEL over contact'))),
  }),
  v.check((level) => level.points === undefined || level.if === undefined, 'either `points` or `if`, not both'),
)

/** The tiers of a community, the lowest first. A member is in the last whose rule holds; one without a rule holds for all. */
export const TierSettings = v.strictObject({
  levels: v.optional(
    v.pipe(
      v.array(Level),
      v.maxLength(20),
      v.check((levels) => new Set(levels.map(({ id }) => id)).size === levels.length, 'each tier once'),
    ),
    [],
  ),
  grace: v.optional(v.pipe(Duration, v.title('How long a member stays whose tier falls')), '0s'),
})

export type TierShape = v.InferOutput<typeof TierSettings>

import * as v from 'valibot'
import { Duration } from '../../../schema/text.ts'
import { isTier } from '../../engine/tiers.ts'
import { parseDuration } from '../../language/duration.ts'
import { action } from '../action.ts'

const Tier = v.pipe(v.string(), v.maxLength(64))

/** Put a member into a tier, for good or for a time, whatever the rules say; `""` lets the rules decide again. */
export const set = action({
  name: 'tier.set',
  params: { tier: Tier, for: v.optional(Duration) },
  decide: ({ tier, for: lasts }, { contact, world, now }) => {
    if (tier !== '' && !isTier(world, tier))
      return { kind: 'refused', code: 'unknown_tier', message: `the settings have no tier ${tier}` }
    const lastsMs = lasts === undefined ? undefined : parseDuration(lasts)
    const until = lastsMs === undefined ? {} : { until: now + lastsMs }
    return {
      kind: 'done',
      output: { changed: false, from: contact.tier },
      effects: [{ kind: 'tier', tier: tier === '' ? null : tier, ...until }],
    }
  },
})

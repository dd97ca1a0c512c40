import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { Cel, Duration, LocalText, Slug } from '../text.ts'

const fields = {
  name: LocalText,
  description: v.optional(v.nullable(LocalText), null),
  rule: v.optional(v.pipe(v.nullable(Cel), v.title('CEL over contact: awarded once, as soon as it holds')), null),
}

export const BadgeBody = v.strictObject(fields)
export const NewBadgeBody = v.strictObject({ id: Slug, ...fields })

export const BadgeAnswer = v.object({
  id: v.string(),
  name: LocalText,
  description: v.nullable(LocalText),
  rule: v.nullable(v.string()),
  created_at: Instant,
})

export const GrantBody = v.strictObject({ badge: Slug })
export const HeldBadges = v.object({ items: v.array(v.object({ badge: v.string(), at: Instant })) })

export const TierBody = v.strictObject({
  tier: v.pipe(
    v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
    v.title('Null lets the rules decide again'),
  ),
  for: v.optional(v.pipe(Duration, v.title('How long; for good unless said'))),
})

export const TierAnswer = v.object({
  tier: v.nullable(v.string()),
  given_until: v.nullable(Instant),
  changed: v.boolean(),
})

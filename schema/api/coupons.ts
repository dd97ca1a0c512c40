import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { Duration, Slug } from '../text.ts'
import { Id, paging } from './page.ts'

const Count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000))
const Code = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(100),
  v.regex(/^[^\s/]+$/, 'a code has no spaces and no /'),
)
export const CODES_MAX = 60_000
const Codes = v.pipe(v.array(Code), v.minLength(1), v.maxLength(CODES_MAX))

const fields = {
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  kind: v.optional(v.picklist(['imported', 'generated']), 'generated'),
  prefix: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{0,20}$/, 'up to 20 letters, digits, _ and -')), ''),
  alphabet: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[A-Za-z0-9]{10,62}$/, '10 to 62 letters and digits'),
      v.check((text) => new Set(text).size === text.length, 'each character once'),
    ),
    'ABCDEFGHJKLMNPQRSTUVWXYZ23456789',
  ),
  length: v.optional(v.pipe(v.number(), v.integer(), v.minValue(6), v.maxValue(32)), 10),
  per_member: v.optional(v.nullable(Count), null),
  expires_in: v.optional(
    v.pipe(v.nullable(Duration), v.title('How long a code is good, from when it is issued')),
    null,
  ),
  expires_at: v.optional(v.pipe(v.nullable(Instant), v.title('Until when codes are issued and good')), null),
  total: v.optional(v.pipe(v.nullable(Count), v.title('How many may be generated; null for no end')), null),
}

export const PoolBody = v.strictObject({ ...fields, codes: v.optional(Codes) })
export const NewPoolBody = v.strictObject({ id: Slug, ...fields, codes: v.optional(Codes) })
export const CodesBody = v.strictObject({ codes: Codes })

export const PoolAnswer = v.object({
  id: v.string(),
  name: v.string(),
  kind: v.picklist(['imported', 'generated']),
  prefix: v.string(),
  alphabet: v.string(),
  length: v.number(),
  per_member: v.nullable(v.number()),
  expires_in: v.nullable(v.string()),
  expires_at: v.nullable(Instant),
  total: v.nullable(v.number()),
  left: v.nullable(v.number()),
  issued: v.number(),
  used: v.number(),
  created_at: Instant,
})

export const CodesAdded = v.object({ added: v.number(), duplicates: v.number() })

export const CodeAnswer = v.object({
  code: v.string(),
  coupon: v.string(),
  status: v.picklist(['free', 'issued', 'used', 'expired']),
  contact_id: v.nullable(v.string()),
  issued_at: v.nullable(Instant),
  expires_at: v.nullable(Instant),
  used_at: v.nullable(Instant),
})

export const CodesQuery = v.strictObject({ ...paging, contact_id: v.optional(Id) })

export const UseBody = v.strictObject({ order_id: v.optional(v.pipe(v.string(), v.maxLength(200))) })

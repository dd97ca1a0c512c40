import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { Slug } from '../text.ts'
import { POINTS_MAX } from './points.ts'

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const Stock = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(POINTS_MAX))

const fields = {
  name: Name,
  points: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(POINTS_MAX), v.title('What one costs')),
  stock: v.optional(
    v.pipe(v.nullable(Stock), v.title('How many there are from now on; null for no end. Left out, it stays as it is')),
  ),
  per_member: v.optional(v.nullable(v.pipe(Stock, v.minValue(1))), null),
}

export const ItemBody = v.strictObject(fields)
export const NewItemBody = v.strictObject({ id: Slug, ...fields })

export const ItemAnswer = v.object({
  id: v.string(),
  name: v.string(),
  points: v.number(),
  stock: v.nullable(v.number()),
  redeemed: v.number(),
  per_member: v.nullable(v.number()),
  created_at: Instant,
})

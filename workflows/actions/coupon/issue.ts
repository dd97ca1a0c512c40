import * as v from 'valibot'
import { resourceOf } from '../../../schema/ask.ts'
import { Slug } from '../../../schema/text.ts'
import { lowStock } from '../../engine/alerts/low-stock.ts'
import { formatIso } from '../../language/iso.ts'
import { action } from '../action.ts'

const WHY: Readonly<Record<string, string>> = {
  pool_empty: 'no code is left',
  limit_reached: 'the member has had as many as one may have',
  coupon_expired: 'the coupon has expired',
  unknown_coupon: 'there is no such coupon',
}

/** Give a coupon code out of a pool: to one member only, and to this step the same one, however often it asks. */
export const issue = action({
  name: 'coupon.issue',
  params: { coupon: Slug },
  result: { code: v.string(), expires_at: v.nullable(v.string()) },
  decide: ({ coupon }, facts) => {
    const { answer } = facts
    const resource = resourceOf('coupon', coupon)
    if (!answer) return { kind: 'ask', resource, wants: { kind: 'code', pool: coupon } }
    if (answer.refused !== undefined) {
      const code = String(answer.refused)
      return { kind: 'refused', code, message: `${coupon}: ${WHY[code] ?? code}` }
    }
    const { code = null, expires_at } = answer
    const output = { code, expires_at: typeof expires_at === 'number' ? formatIso(expires_at) : null }
    return { kind: 'done', output, effects: lowStock(resource, facts) }
  },
})

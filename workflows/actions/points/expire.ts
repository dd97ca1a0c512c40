import * as v from 'valibot'
import { spendable } from '../../engine/points.ts'
import { action } from '../action.ts'
import { Points, pointsChanged, Reason } from './points.ts'

/** Let points expire, those first that would expire first: so many, or all. Never more than there are. */
export const expire = action({
  name: 'points.expire',
  params: { points: v.optional(Points), reason: Reason },
  result: { balance: v.number(), entry_id: v.optional(v.string()) },
  decide: ({ points, reason }, { contact, key }) => {
    const gone = Math.min(points ?? Number.POSITIVE_INFINITY, spendable(contact))
    if (gone === 0) return { kind: 'done', output: { balance: contact.points } }
    return {
      kind: 'done',
      output: { balance: contact.points - gone },
      effects: [
        { kind: 'ledger', delta: -gone, entry: 'expire', reason, key },
        pointsChanged(contact.points, -gone, reason),
      ],
    }
  },
})

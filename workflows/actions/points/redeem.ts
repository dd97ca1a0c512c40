import { action } from '../action.ts'
import { Points, pointsChanged, Reason } from './points.ts'

/** Take points for something. Refused with `insufficient_points` when there are too few: never below zero. */
export const redeem = action({
  name: 'points.redeem',
  params: { points: Points, reason: Reason },
  decide: ({ points, reason }, { contact, key }) => {
    if (contact.points < points)
      return { kind: 'refused', code: 'insufficient_points', message: `${contact.points} points, ${points} needed` }
    return {
      kind: 'done',
      output: { balance: contact.points - points, entry_id: `${contact.id}.${contact.ledgerCount + 1}` },
      effects: [
        { kind: 'ledger', delta: -points, entry: 'redeem', reason, key },
        pointsChanged(contact.points, -points, reason),
      ],
    }
  },
})

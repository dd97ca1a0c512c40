import * as v from 'valibot'
import { Duration } from '../../../schema/text.ts'
import { parseDuration } from '../../language/duration.ts'
import { action } from '../action.ts'
import { Points, pointsChanged, Reason } from './points.ts'

export const award = action({
  name: 'points.award',
  params: { points: Points, reason: Reason, expires_in: v.optional(Duration) },
  decide: ({ points, reason, expires_in }, { contact, key, now }) => {
    const expiresAfterMs = expires_in === undefined ? undefined : parseDuration(expires_in)
    return {
      kind: 'done',
      output: { balance: contact.points + points, entry_id: `${contact.id}.${contact.ledgerCount + 1}` },
      effects: [
        {
          kind: 'ledger',
          delta: points,
          entry: 'award',
          reason,
          key,
          ...(expiresAfterMs !== undefined && { expiresAt: now + expiresAfterMs }),
        },
        pointsChanged(contact.points, points, reason),
      ],
    }
  },
})

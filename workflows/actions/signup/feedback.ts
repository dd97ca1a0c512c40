import * as v from 'valibot'
import { action } from '../action.ts'
import { GatheringId } from './seat.ts'

/** What they say of a gathering that they signed up for. What they say later replaces it. */
export const feedback = action({
  name: 'signup.feedback',
  params: {
    gathering: GatheringId,
    score: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(10))),
    comment: v.optional(v.pipe(v.string(), v.maxLength(2000))),
  },
  decide: ({ gathering, score = null, comment = null }, { contact, now }) => ({
    kind: 'done',
    effects: [
      {
        kind: 'keep',
        row: {
          table: 'signupFeedback',
          row: { gatheringId: gathering, subjectId: contact.id, score, comment, at: now },
        },
      },
    ],
  }),
})

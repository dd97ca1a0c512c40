import { action } from '../action.ts'
import { Reason, Ref } from './points.ts'

/** Take back what was awarded for something, as far as the points are still there: `short` says what is not. */
export const reverse = action({
  name: 'points.reverse',
  params: { ref: Ref, reason: Reason },
  decide: ({ ref, reason }, { contact }) => {
    if (!contact.facts.points?.refs?.some((known) => known.ref === ref))
      return { kind: 'refused', code: 'unknown_ref', message: `nothing was awarded for ${ref}` }
    return { kind: 'done', output: {}, effects: [{ kind: 'reverse', ref, reason }] }
  },
})

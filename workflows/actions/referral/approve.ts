import * as v from 'valibot'
import { action } from '../action.ts'

/**
 * A person has looked at this member's invitation: it goes on as if nothing had spoken against it, and counts as soon as
 * it qualifies. What was rejected by rule comes back; what has counted stays as it is.
 */
export const approve = action({
  name: 'referral.approve',
  params: {
    reason: v.optional(v.pipe(v.string(), v.maxLength(300))),
    by: v.optional(v.pipe(v.string(), v.maxLength(200), v.title('Who has looked at it'))),
  },
  result: { status: v.string() },
  decide: ({ reason, by: person }, { contact }) => {
    const by = contact.facts.referral?.by
    if (!by) return { kind: 'refused', code: 'no_referral', message: 'nobody has invited this contact' }
    const isSettled = by.status === 'qualified' || by.status === 'reversed'
    return {
      kind: 'done',
      output: { status: isSettled ? by.status : by.wanted ? 'qualified' : 'pending' },
      effects: [{ kind: 'referral approved', by: person || null, reason: reason || null }],
    }
  },
})

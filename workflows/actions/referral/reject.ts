import * as v from 'valibot'
import { resourceOf } from '../../../schema/ask.ts'
import { parseDuration } from '../../language/duration.ts'
import { action } from '../action.ts'

/** This member's invitation does not count, or no more: what has qualified can be taken back for a time. */
export const reject = action({
  name: 'referral.reject',
  params: { reason: v.optional(v.pipe(v.string(), v.maxLength(300))) },
  result: { status: v.string(), count: v.number() },
  decide: ({ reason = 'rejected' }, { contact, answer, world, now }) => {
    const by = contact.facts.referral?.by
    if (!by) return { kind: 'refused', code: 'no_referral', message: 'nobody has invited this contact' }
    if (!answer) {
      const wants = { kind: 'referral count' as const, referrer: by.referrer }
      return { kind: 'ask', resource: resourceOf('referral', by.referrer), wants }
    }
    const before = typeof answer.count === 'number' ? answer.count : 0
    const late = now - (by.qualifiedAt ?? 0) > (parseDuration(world.settings.referral.reversal) ?? 0)
    if (by.status === 'qualified' && late)
      return { kind: 'refused', code: 'too_late', message: 'it has counted for longer than it can be taken back' }
    const over = by.status === 'rejected' || by.status === 'reversed'
    const status = over ? by.status : by.status === 'qualified' ? 'reversed' : 'rejected'
    return {
      kind: 'done',
      output: { status, count: Math.max(0, before - (by.status === 'qualified' ? 1 : 0)) },
      effects: [{ kind: 'referral', qualifies: false, reason }],
    }
  },
})

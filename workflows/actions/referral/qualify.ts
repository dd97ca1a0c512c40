import * as v from 'valibot'
import { resourceOf } from '../../../schema/ask.ts'
import { statusBy } from '../../engine/referrals/moves.ts'
import { action } from '../action.ts'

/**
 * This member's invitation counts from now on. What is held counts when the hold is over, what is being reviewed when a
 * person approves it; `status` says so.
 */
export const qualify = action({
  name: 'referral.qualify',
  params: { reason: v.optional(v.pipe(v.string(), v.maxLength(300))) },
  result: { status: v.string(), count: v.number(), rung: v.string() },
  decide: ({ reason }, { contact, answer, world }) => {
    const by = contact.facts.referral?.by
    if (!by) return { kind: 'refused', code: 'no_referral', message: 'nobody has invited this contact' }
    if (!answer) {
      const wants = { kind: 'referral count' as const, referrer: by.referrer }
      return { kind: 'ask', resource: resourceOf('referral', by.referrer), wants }
    }
    const before = typeof answer.count === 'number' ? answer.count : 0
    const status = by.status === 'pending' ? statusBy(by, answer, world) : by.status
    const counts = status === 'pending'
    const count = before + (counts ? 1 : 0)
    const rung = counts ? world.settings.referral.ladder.find((one) => one.count === count) : undefined
    return {
      kind: 'done',
      output: { status: counts ? 'qualified' : status, count, ...(rung && { rung: rung.name }) },
      effects: [{ kind: 'referral', qualifies: true, reason: reason ?? null, found: answer }],
    }
  },
})

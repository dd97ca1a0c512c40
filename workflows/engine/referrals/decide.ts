import type { Command, CommandResult } from '../command.ts'
import type { Turn } from '../turn.ts'
import { marksOf, remembered } from './marks.ts'
import { approveReferral, rejectReferral } from './moves.ts'

/** A person has looked at a referral. One that is approved goes on as if nothing had spoken against it. */
export function decideReferral(
  turn: Turn,
  { decision, by, reason }: Extract<Command, { kind: 'referral' }>,
): CommandResult {
  const { contact } = turn.actor
  const brought = contact.facts.referral?.by
  if (!brought) return { kind: 'refused', code: 'no_referral', message: 'nobody has invited this contact' }
  const { status } = brought
  if (decision === 'reject') {
    if (status === 'rejected' || status === 'reversed')
      return { kind: 'refused', code: 'decided', message: `the referral is ${status}` }
    rejectReferral(turn, reason ?? 'rejected', [], by)
    return { kind: 'done' }
  }
  if (status === 'qualified' || status === 'reversed')
    return { kind: 'refused', code: 'decided', message: `the referral is ${status}` }
  approveReferral(turn, { by, reason: reason ?? null }, [])
  return { kind: 'done' }
}

/** A code that was made for this contact outside of any run. */
export function noteCode(turn: Turn, code: string): void {
  const { contact } = turn.actor
  const marks = remembered(contact.facts.referral?.marks, marksOf(contact, {}, turn.world))
  contact.facts = { ...contact.facts, referral: { ...contact.facts.referral, code, ...(marks && { marks }) } }
}

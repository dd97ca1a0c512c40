import { raise } from './apply.ts'
import type { Command } from './command.ts'
import type { Turn } from './turn.ts'

/** Block a contact or let them be written to again, and keep or forget their own quiet hours. */
export function changeReachability(
  turn: Turn,
  { blocked, quietHours }: Extract<Command, { kind: 'reachability' }>,
): void {
  const { contact } = turn.actor
  const before = contact.facts
  const facts = { ...before }
  if (blocked !== undefined) delete facts.blocked
  if (typeof blocked === 'string') facts.blocked = before.blocked ?? { at: turn.world.now, reason: blocked }
  if (quietHours !== undefined) delete facts.quietHours
  if (quietHours) facts.quietHours = quietHours
  const changed = [
    ...(Boolean(before.blocked) === Boolean(facts.blocked) ? [] : ['blocked']),
    ...(JSON.stringify(before.quietHours) === JSON.stringify(facts.quietHours) ? [] : ['quiet_hours']),
  ]
  if (changed.length === 0) return
  contact.facts = facts
  raise(turn, 'contact.updated', { changed }, [])
}

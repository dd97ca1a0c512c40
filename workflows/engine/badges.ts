import { raise } from './apply.ts'
import { ruleHolds } from './tiers.ts'
import type { Turn } from './turn.ts'

/** Badges that a contact has at most. */
const BADGES_MAX = 200

/** Award each badge whose rule has come to hold: once, and for good. */
export function settleBadges(turn: Turn): void {
  const { contact } = turn.actor
  if (contact.kind !== 'contact' || !turn.world.badges) return
  for (const [id, { rule }] of turn.world.badges)
    if (rule && !contact.facts.badges?.[id] && ruleHolds(turn, rule)) giveBadge(turn, id, [])
}

/** Give a badge. Answers whether it is new. */
export function giveBadge(turn: Turn, badge: string, causes: string[]): boolean {
  const { contact } = turn.actor
  const badges = contact.facts.badges ?? {}
  if (badges[badge] !== undefined || Object.keys(badges).length >= BADGES_MAX) return false
  contact.facts = { ...contact.facts, badges: { ...badges, [badge]: turn.world.now } }
  raise(turn, 'contact.updated', { changed: ['badges'], badge }, causes)
  return true
}

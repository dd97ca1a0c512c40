import type { Contact } from '../../schema/actor.ts'
import type { Expression } from '../language/expressions.ts'
import { DAY_MS, HOUR_MS } from './limits.ts'
import { ruleHolds, tierRules } from './tiers.ts'
import type { Turn } from './turn.ts'

/** How far ahead is looked for the instant at which a rule changes its mind, if nothing happens. */
const AHEAD_MS = [1, 6]
  .map((hours) => hours * HOUR_MS)
  .concat([1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 270, 366, 550, 731, 1_096].map((days) => days * DAY_MS))
const EXACT_MS = 1_000

/**
 * Plan when to look at rules of tiers and badges that ask for the time: the instant at which the first of them holds, or
 * holds no more, if nothing happens meanwhile. A due date for each contact, and nobody is looked at before.
 */
export function planRules(turn: Turn): void {
  const { contact } = turn.actor
  if (contact.kind !== 'contact') return
  const { ruleAt: _, ...others } = contact.facts
  const instants = timedRules(turn).flatMap((rule) => changesAt(turn, rule) ?? [])
  contact.facts = instants.length > 0 ? { ...others, ruleAt: Math.min(...instants) } : others
}

function timedRules(turn: Turn): Expression[] {
  const { badges, settings } = turn.world
  const had = turn.actor.contact.facts.badges ?? {}
  const open = [...(badges ?? [])].flatMap(([id, { rule }]) => (rule && had[id] === undefined ? [rule] : []))
  return [...tierRules(settings.tiers), ...open].filter(({ uses }) => uses.includes('now'))
}

/** The first instant ahead at which the rule does not say what it says now, to the second. */
function changesAt(turn: Turn, rule: Expression): number | null {
  const { now } = turn.world
  const present = ruleHolds(turn, rule)
  let before = now
  for (const ahead of AHEAD_MS) {
    let after = now + ahead
    if (ruleHolds(turn, rule, after) === present) {
      before = after
      continue
    }
    while (after - before > EXACT_MS) {
      const middle = Math.floor((before + after) / 2)
      if (ruleHolds(turn, rule, middle) === present) before = middle
      else after = middle
    }
    return after
  }
  return null
}

export function rulesDueAt({ facts }: Contact): number | null {
  return facts.ruleAt ?? null
}

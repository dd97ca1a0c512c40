import type { Contact } from '../../schema/actor.ts'
import type { TierFacts } from '../../schema/facts.ts'
import type { TierShape } from '../../schema/tiers.ts'
import { parseDuration } from '../language/duration.ts'
import { type Expression, holds, parseExpression } from '../language/expressions.ts'
import { raise } from './apply.ts'
import { contactVariables, segmentsOf } from './scope.ts'
import type { Turn } from './turn.ts'
import type { World } from './world.ts'

type Level = { id: string; points?: number; if?: Expression }

const compiled = new WeakMap<TierShape, readonly Level[]>()

/** The tiers as the settings have them. A rule that cannot be read holds for nobody; the settings refuse it. */
function levelsOf(tiers: TierShape): readonly Level[] {
  const known = compiled.get(tiers)
  if (known) return known
  const levels = tiers.levels.flatMap(({ id, points, if: source }): Level[] => {
    if (source === undefined) return [{ id, ...(points !== undefined && { points }) }]
    const rule = readRule(source)
    return rule.kind === 'expression' ? [{ id, if: rule.expression }] : []
  })
  compiled.set(tiers, levels)
  return levels
}

/** A rule over a contact: of a tier, or of a badge. */
export function readRule(source: string): ReturnType<typeof parseExpression> {
  return parseExpression(source, { allows: ['contact', 'now'], returns: 'bool' })
}

/** Whether it holds now; or at another instant, if nothing happens until then. */
export function ruleHolds(turn: Turn, rule: Expression, at: number = turn.world.now): boolean {
  const contact = contactVariables(turn.actor.contact, { ...turn.world, now: at })
  return holds(rule, { contact, now: new Date(at), segments: segmentsOf(turn) }).holds
}

/** The rules of tiers that have one. */
export function tierRules(tiers: TierShape): Expression[] {
  return levelsOf(tiers).flatMap((level) => level.if ?? [])
}

/** How high a tier is; -1 for one that is none. */
function heightOf(levels: readonly Level[], tier: string | null | undefined): number {
  return levels.findIndex(({ id }) => id === tier)
}

/** The highest tier whose rule holds. */
function ruledTier(turn: Turn, levels: readonly Level[]): string | null {
  const { points } = turn.actor.contact
  const matching = levels.filter((level) => (level.if ? ruleHolds(turn, level.if) : points >= (level.points ?? 0)))
  return matching.at(-1)?.id ?? null
}

/**
 * Put the contact into the tier that it has come to. It rises at once, and falls when the grace is over. A tier that was
 * given stays for as long as it was given for: the rules move the contact only when they come to more than what was
 * given, and more than they came to then.
 */
export function settleTier(turn: Turn): void {
  const { contact } = turn.actor
  const { tiers } = turn.world.settings
  if (contact.kind !== 'contact' || (tiers.levels.length === 0 && !contact.facts.tier)) return
  const { now } = turn.world
  const levels = levelsOf(tiers)
  const known = contact.facts.tier ?? {}
  const isOver = known.given?.until !== undefined && known.given.until <= now
  const given = isOver ? undefined : known.given
  const ruled = ruledTier(turn, levels)
  const target = given ? higher(levels, ruled, given) : ruled
  const facts = given ? { given } : {}
  const falls = !given && !isOver && heightOf(levels, target) < heightOf(levels, contact.tier)
  const fallsAt = known.fallsAt ?? now + (parseDuration(tiers.grace) ?? 0)
  if (target === contact.tier) keep(contact, facts)
  else if (falls && fallsAt > now) keep(contact, { fallsAt })
  else change(turn, target, facts)
}

function higher(levels: readonly Level[], ruled: string | null, given: NonNullable<TierFacts['given']>): string | null {
  const height = heightOf(levels, ruled)
  return height > Math.max(heightOf(levels, given.tier), heightOf(levels, given.ruled)) ? ruled : given.tier
}

function change(turn: Turn, to: string | null, facts: TierFacts): void {
  const { contact } = turn.actor
  const from = contact.tier
  contact.tier = to
  keep(contact, facts)
  raise(turn, 'contact.tier_changed', { from, to }, [])
}

function keep(contact: Contact, facts: TierFacts): void {
  const { tier: _, ...others } = contact.facts
  contact.facts = Object.keys(facts).length > 0 ? { ...others, tier: facts } : others
}

export function tierDueAt({ facts: { tier } }: Contact): number | null {
  const at = Math.min(tier?.fallsAt ?? Number.POSITIVE_INFINITY, tier?.given?.until ?? Number.POSITIVE_INFINITY)
  return at === Number.POSITIVE_INFINITY ? null : at
}

export function isTier({ settings }: World, tier: string): boolean {
  return settings.tiers.levels.length === 0 || settings.tiers.levels.some(({ id }) => id === tier)
}

/** Give a contact a tier, for good or until a time; null takes back what was given, and the rules decide. Answers whether it changed. */
export function giveTier(turn: Turn, tier: string | null, until: number | undefined, causes: string[]): boolean {
  const { contact } = turn.actor
  const from = contact.tier
  const ruled = ruledTier(turn, levelsOf(turn.world.settings.tiers))
  if (tier === null) {
    keep(contact, {})
    contact.tier = ruled
  } else {
    keep(contact, { given: { tier, ruled, ...(until !== undefined && { until }) } })
    contact.tier = tier
  }
  if (contact.tier === from) return false
  raise(turn, 'contact.tier_changed', { from, to: contact.tier }, causes)
  return true
}

/** What is wrong with the rules of tiers, by their place in the list. */
export function tierProblems(tiers: TierShape): { path: string; message: string }[] {
  return tiers.levels.flatMap(({ if: source }, i) => {
    const rule = source === undefined ? undefined : readRule(source)
    return rule?.kind === 'problem' ? [{ path: `tiers.levels[${i}].if`, message: rule.problem.message }] : []
  })
}

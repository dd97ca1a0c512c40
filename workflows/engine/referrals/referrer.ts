import type { EngineEvent } from '../../../schema/actor.ts'
import type { ReferralCounts, ReferralStatus } from '../../../schema/referral.ts'
import { raise } from '../apply.ts'
import type { Turn } from '../turn.ts'
import { toldPrefix } from './moves.ts'

/** Rungs that a member has reached at most: those of ladders that are no more stay. */
const RUNGS_MAX = 200

/**
 * A referrer hears what has become of somebody they brought: counts it, and reaches the rungs of the ladder that it
 * comes to, each once and for ever. A count that falls does not unreach them; it is said. What comes later may be heard
 * first: then a count is less than nothing until the rest is heard.
 */
export function hearReferral(turn: Turn, event: EngineEvent): void {
  const { contact } = turn.actor
  const { referral_id, role, from, to } = event.data
  if (!event.type.startsWith('referral.') || event.channel !== null || role !== 'referrer') return
  if (typeof referral_id !== 'string' || !event.id.startsWith(toldPrefix(referral_id))) return
  const counts = { ...countsOf(turn) }
  const [left, entered] = [bucketOf(from), bucketOf(to)]
  if (left) counts[left] -= 1
  if (entered) counts[entered] += 1
  contact.referrals = Math.max(0, counts.qualified)
  contact.facts = { ...contact.facts, referral: { ...contact.facts.referral, counts } }
  if (left === 'qualified') fallBelow(turn, event)
  else climb(turn, event)
}

function countsOf({ actor: { contact } }: Turn): ReferralCounts {
  return contact.facts.referral?.counts ?? { pending: 0, qualified: contact.referrals, rejected: 0 }
}

function bucketOf(status: unknown): keyof ReferralCounts | undefined {
  switch (status as ReferralStatus | null) {
    case 'pending':
    case 'held':
    case 'review':
      return 'pending'
    case 'qualified':
      return 'qualified'
    case 'rejected':
    case 'reversed':
      return 'rejected'
    default:
      return undefined
  }
}

function climb(turn: Turn, { causes }: EngineEvent): void {
  const { contact } = turn.actor
  const ladder = turn.world.settings.referral.ladder.toSorted((a, b) => a.count - b.count)
  for (const { name, count } of ladder) {
    const rungs = contact.facts.referral?.rungs ?? {}
    if (count > contact.referrals || rungs[name] !== undefined || Object.keys(rungs).length >= RUNGS_MAX) continue
    const reached = { ...rungs, [name]: turn.world.now }
    contact.facts = { ...contact.facts, referral: { ...contact.facts.referral, rungs: reached } }
    raise(turn, 'referral.rung_reached', { rung: name, count }, causes)
  }
}

/**
 * What a rung gave can be taken back: each rung is said to be lost once, as it was reached once. Whoever climbs again is
 * not given it again.
 */
function fallBelow(turn: Turn, { causes }: EngineEvent): void {
  const { contact } = turn.actor
  for (const { name, count } of turn.world.settings.referral.ladder) {
    const { rungs = {}, lost = [] } = contact.facts.referral ?? {}
    if (count <= contact.referrals || rungs[name] === undefined || lost.includes(name)) continue
    contact.facts = { ...contact.facts, referral: { ...contact.facts.referral, lost: [...lost, name] } }
    raise(turn, 'referral.rung_lost', { rung: name, count, reversed: true }, causes)
  }
}

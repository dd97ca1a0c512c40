import type { Contact } from '../../schema/actor.ts'
import type { Lot } from '../../schema/facts.ts'
import { ended } from './actor.ts'
import { raise } from './apply.ts'
import { clearScores, joinScores } from './boards.ts'
import type { CommandResult } from './command.ts'
import { finish } from './finish.ts'
import { joinFacts } from './merge-facts.ts'
import { enterPoints } from './points.ts'
import { joinReferrals } from './referrals/merge.ts'
import { settleStage } from './stages.ts'
import type { Turn } from './turn.ts'

/** What of a contact goes over to another: all that it was, and the points that leave its ledger. */
export type Legacy = { contact: Contact; points: number; lots: Lot[] }

/**
 * The contact that is no more: its open runs end, its points leave its ledger, and its places on the boards are given
 * up. The commit that writes this writes the other side of it too, or neither.
 */
export function mergeAway(turn: Turn, into: string): CommandResult {
  const { contact, runs } = turn.actor
  for (const run of runs.filter((one) => !ended(one))) {
    run.memory.queue = []
    finish(turn, run, 'cancelled', 'merged')
  }
  turn.queue = []
  const legacy: Legacy = {
    contact: structuredClone(contact),
    points: contact.points,
    lots: contact.facts.points?.lots ?? [],
  }
  if (contact.points > 0)
    enterPoints(turn, { delta: -contact.points, entry: 'merge', reason: `merged into ${into}`, key: `merge:${into}` })
  clearScores(turn)
  turn.merged = { from: contact.id, into, identities: legacy.contact.identities }
  turn.actor.runs = []
  Object.assign(contact, { identities: [], dates: {}, bursts: {}, facts: {} })
  return { kind: 'done', legacy }
}

/** The survivor: what both were, and where both say something else, what the survivor says. */
export function mergeIn(turn: Turn, { contact: from, points, lots }: Legacy): CommandResult {
  const { contact } = turn.actor
  const fields = ['name', 'locale', 'timezone', 'phone', 'email', 'owner', 'tier'] as const
  for (const field of fields) contact[field] ??= from[field]
  contact.tags = [...new Set([...contact.tags, ...from.tags])]
  contact.traits = { ...from.traits, ...contact.traits }
  contact.consents = stricter(contact.consents, from.consents)
  contact.identities = [...contact.identities, ...from.identities]
  contact.referrals += from.referrals
  contact.joinedAt = earlier(contact.joinedAt, from.joinedAt)
  contact.leftAt = contact.leftAt === null || from.leftAt === null ? null : Math.max(contact.leftAt, from.leftAt)
  if ((from.lastSeenAt ?? 0) > (contact.lastSeenAt ?? 0)) {
    contact.lastSeenAt = from.lastSeenAt
    contact.lastChannel = from.lastChannel ?? contact.lastChannel
  }
  contact.createdAt = Math.min(contact.createdAt, from.createdAt)
  contact.entries = latest(contact.entries, from.entries)
  contact.branches = { ...from.branches, ...contact.branches }
  contact.throttles = joined(contact.throttles, from.throttles)
  const referral = joinReferrals(turn, from)
  contact.facts = { ...joinFacts(contact, from, turn.world.now), ...(referral && { referral }) }
  if (referral?.counts) contact.referrals = referral.counts.qualified
  contact.streak = contact.facts.checkin?.current ?? Math.max(contact.streak, from.streak)
  if (points > 0)
    enterPoints(turn, {
      delta: points,
      entry: 'merge',
      reason: `merged from ${from.id}`,
      key: `merge:${from.id}`,
      back: lots,
    })
  joinScores(turn, from.facts.boards)
  raise(turn, 'contact.merged', { merged_id: from.id }, [])
  settleStage(turn)
  return { kind: 'done' }
}

/** Whoever has withdrawn, as either of the two, has withdrawn. */
function stricter(a: Record<string, boolean>, b: Record<string, boolean>): Record<string, boolean> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? true) && (b[name] ?? true)]))
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b)
}

function latest(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const all = { ...a }
  for (const [name, at] of Object.entries(b)) all[name] = Math.max(at, all[name] ?? 0)
  return all
}

function joined(a: Record<string, number[]>, b: Record<string, number[]>): Record<string, number[]> {
  const all = { ...a }
  for (const [name, times] of Object.entries(b)) all[name] = [...times, ...(all[name] ?? [])].sort((x, y) => x - y)
  return all
}

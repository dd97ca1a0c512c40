import type { Contact, Run } from '../../schema/actor.ts'
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

/** What of a contact goes over to another: all that it was, what it waits for, and the points that leave its ledger. */
export type Legacy = { contact: Contact; runs: Run[]; points: number; lots: Lot[] }

/**
 * The contact that is no more: its runs go over, its points leave its ledger, and its places on the boards are given up.
 * The commit that writes this writes the other side of it too, or neither. What has just asked for something that
 * members share hears the answer first: whoever merges asks again.
 */
export function mergeAway(turn: Turn, into: string): CommandResult {
  const { contact, runs } = turn.actor
  if (turn.asks.length > 0) return { kind: 'done' }
  turn.queue = []
  const legacy: Legacy = {
    contact: structuredClone(contact),
    runs: [...runs],
    points: contact.points,
    lots: contact.facts.points?.lots ?? [],
  }
  if (contact.points > 0)
    enterPoints(turn, { delta: -contact.points, entry: 'merge', reason: `merged into ${into}`, key: `merge:${into}` })
  clearScores(turn)
  turn.merged = { from: contact.id, into, identities: legacy.contact.identities, runs: new Set(runs) }
  turn.actor.runs = []
  Object.assign(contact, { identities: [], dates: {}, bursts: {}, facts: {} })
  return { kind: 'done', legacy }
}

/** The survivor: what both were, and where both say something else, what the survivor says. */
export function mergeIn(turn: Turn, { contact: from, runs, points, lots }: Legacy): CommandResult {
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
  contact.bursts = { ...from.bursts, ...contact.bursts }
  contact.branches = { ...from.branches, ...contact.branches }
  contact.throttles = joined(contact.throttles, from.throttles)
  const referral = joinReferrals(turn, from)
  contact.facts = { ...joinFacts(contact, from, turn.world.now), ...(referral && { referral }) }
  if (referral?.counts) contact.referrals = Math.max(0, referral.counts.qualified)
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
  joinRuns(turn, from, runs)
  raise(turn, 'contact.merged', { merged_id: from.id }, [])
  settleStage(turn)
  return { kind: 'done' }
}

/**
 * Runs go on where they stand, under the id that they have. Where both are in one workflow that lets a member be in it
 * once, the survivor's run goes on and takes over what is queued behind the other.
 */
function joinRuns(turn: Turn, from: Readonly<Contact>, runs: readonly Run[]): void {
  const { actor, world } = turn
  const own = [...actor.runs]
  turn.arrived = structuredClone([...runs])
  for (const run of runs) {
    run.memory.formerly = [
      ...(run.memory.formerly ?? []),
      { subject: from.id, from: run.firstVersion, to: from.version + 1 },
    ]
    run.firstVersion = actor.contact.version + 1
    turn.touched.add(run)
    actor.runs.push(run)
  }
  actor.runs.sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1))
  for (const run of runs) {
    const isSame = (one: Run) => one.workflowId === run.workflowId && one.memory.entryKey === run.memory.entryKey
    const other = own.find((one) => !ended(one) && isSame(one))
    const mode = world.program(run.workflowId, run.version)?.entry.mode
    if (!other || ended(run) || run.memory.caller !== null || mode === 'parallel') continue
    other.memory.queue.push(...run.memory.queue.splice(0))
    turn.touched.add(other)
    finish(turn, run, 'cancelled', 'merged')
  }
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

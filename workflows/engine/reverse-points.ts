import { resourceOf } from '../../schema/ask.ts'
import type { RefPoints } from '../../schema/facts.ts'
import type { LedgerEntry } from '../../schema/ledger.ts'
import { score } from './boards.ts'
import { enterPoints, remember, spendable } from './points.ts'
import type { Turn } from './turn.ts'

export type Reversed =
  | { kind: 'reversed'; points: number; short: number }
  | { kind: 'refused'; code: string; message: string }

/**
 * The key under which the reversal of an entry is kept: an entry is reversed once. One of a ledger that was merged into
 * this one has a number of its own there, so it goes by its key.
 */
function reversalKey({ seq, key }: { seq: number; key: string }, isOwn: boolean): string {
  return `reverse:${isOwn ? seq : key}`
}

/**
 * Take an entry back by one of the other sign. Of an award at most what can be spent is taken: the balance is never
 * negative, and what is short is said. What a redemption took comes back with the expiry that it had, and the item
 * goes back on the shelf.
 */
export function reverseEntry(turn: Turn, entry: LedgerEntry, reason: string): Reversed {
  const { contact } = turn.actor
  const { delta, kind, item } = entry
  if (kind === 'reverse') return { kind: 'refused', code: 'not_reversible', message: 'it is itself a reversal' }
  if (kind === 'merge') return { kind: 'refused', code: 'not_reversible', message: 'two contacts are one for good' }
  const key = reversalKey(entry, entry.subjectId === contact.id)
  const refs = (contact.facts.points?.refs ?? []).filter((known) => known.key !== entry.key)
  if (delta > 0) {
    const taken = takeBack(
      turn,
      { points: delta, at: entry.at, ...(entry.expiresAt !== null && { expiresAt: entry.expiresAt }) },
      { key, reason },
    )
    if (taken.kind === 'reversed') remember(contact, { refs })
    return taken
  }
  const back = kind === 'expire' ? [] : entry.took
  enterPoints(turn, { delta: -delta, entry: 'reverse', reason, key, back })
  if (item !== null) turn.returned.push({ kind: 'share', resource: resourceOf('item', item), amount: 1 })
  return { kind: 'reversed', points: delta, short: 0 }
}

/** Reverse every award that was for this: an order, say, that is refunded. What is pending never comes. */
export function reverseRef(turn: Turn, ref: string, reason: string): Reversed {
  const { contact } = turn.actor
  const all = contact.facts.points?.refs ?? []
  const found = all.filter((known) => known.ref === ref)
  if (found.length === 0) return { kind: 'refused', code: 'unknown_ref', message: `nothing was awarded for ${ref}` }
  const keys = new Set(found.map(({ key }) => key))
  remember(contact, {
    refs: all.filter((known) => known.ref !== ref),
    pending: (contact.facts.points?.pending ?? []).filter(({ key }) => !keys.has(key)),
  })
  let [points, short] = [0, 0]
  for (const award of found) {
    const taken = reverseAward(turn, award, reason)
    points += taken.points
    short += taken.short
  }
  return { kind: 'reversed', points, short }
}

function reverseAward(turn: Turn, award: RefPoints, reason: string): { points: number; short: number } {
  if (award.seq === null) return { points: award.points, short: 0 }
  const taken = takeBack(turn, award, { key: reversalKey({ seq: award.seq, key: award.key }, award.seq > 0), reason })
  return taken.kind === 'reversed' ? taken : { points: 0, short: award.points }
}

type Award = { points: number; at: number; expiresAt?: number }

function takeBack(
  turn: Turn,
  { points, at, expiresAt }: Award,
  { key, reason }: { key: string; reason: string },
): Reversed {
  if (expiresAt !== undefined && expiresAt <= turn.world.now)
    return { kind: 'refused', code: 'expired', message: 'what it gave has expired' }
  const taken = Math.min(points, Math.max(0, spendable(turn.actor.contact)))
  if (taken === 0) return { kind: 'refused', code: 'insufficient_points', message: 'nothing is left to take back' }
  const from = expiresAt === undefined ? {} : { from: expiresAt }
  score(turn, 'points', -points, at)
  enterPoints(turn, { delta: -taken, entry: 'reverse', reason, key, ...from })
  return { kind: 'reversed', points: taken, short: points - taken }
}

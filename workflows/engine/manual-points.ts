import { apply, raise } from './apply.ts'
import type { Command, CommandResult } from './command.ts'
import { spendable } from './points.ts'
import { reverseEntry } from './reverse-points.ts'
import type { Turn } from './turn.ts'

type Asked<K extends Command['kind']> = Extract<Command, { kind: K }>

const STALE: CommandResult = { kind: 'refused', code: 'stale', message: 'the contact has changed meanwhile' }

/** An entry by an operator. */
export function enterByHand(turn: Turn, { delta, reason, key, expiresAt, seen }: Asked<'points'>): CommandResult {
  const { contact } = turn.actor
  if (seen !== undefined && seen !== contact.version) return STALE
  if (spendable(contact) + delta < 0)
    return { kind: 'refused', code: 'insufficient_points', message: `the balance is ${contact.points}` }
  const from = contact.points
  const expiring = expiresAt === undefined ? {} : { expiresAt }
  apply(turn, [{ kind: 'ledger', delta, entry: 'manual', reason, key, ...expiring }], [])
  return changed(turn, from, reason)
}

export function reversePoints(turn: Turn, { entry, reason, seen }: Asked<'reverse'>): CommandResult {
  const { contact } = turn.actor
  if (seen !== contact.version) return STALE
  const from = contact.points
  const reversed = reverseEntry(turn, entry, reason)
  return reversed.kind === 'refused' ? reversed : changed(turn, from, reason)
}

function changed(turn: Turn, from: number, reason: string): CommandResult {
  const { points, ledgerCount } = turn.actor.contact
  const data = { from, to: points, balance: points, delta: points - from, reason }
  raise(turn, 'contact.points_changed', data, [])
  return { kind: 'done', entrySeq: ledgerCount }
}

import { changes } from '../actions/contact/set.ts'
import { raise } from './apply.ts'
import type { Command, CommandResult } from './command.ts'
import { overfull } from './overfull.ts'
import { settleStage } from './stages.ts'
import type { Turn } from './turn.ts'

/** Meet a contact through an operator. One that is known already is not created twice. */
export function create(
  turn: Turn,
  { identities, fields, traits, tags, source = 'api' }: Extract<Command, { kind: 'create' }>,
): CommandResult {
  const { contact } = turn.actor
  if (contact.version > 0) return { kind: 'refused', code: 'taken', message: 'an identity belongs to somebody already' }
  const tooMuch = overfull(contact, { ...(traits && { traits }), tags })
  if (tooMuch) return { kind: 'refused', code: tooMuch.code, message: tooMuch.message }
  Object.assign(contact, changes(contact, fields, traits).patch)
  contact.identities = identities
  settleStage(turn)
  raise(turn, 'contact.created', { source }, [])
  for (const tag of new Set(tags)) {
    contact.tags = [...contact.tags, tag]
    raise(turn, 'contact.tagged', { tag }, [])
  }
  return { kind: 'done' }
}

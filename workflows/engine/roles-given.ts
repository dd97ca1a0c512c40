import { raise } from './apply.ts'
import type { Turn } from './turn.ts'

/** Give a contact these roles, whatever the rules come to; null lets the rules decide again. */
export function giveRoles(turn: Turn, roles: readonly string[] | null): void {
  const { contact } = turn.actor
  const { roles: held, ...others } = contact.facts
  const given = roles && [...new Set(roles)]
  if (JSON.stringify(held ?? null) === JSON.stringify(given)) return
  contact.facts = given ? { ...others, roles: given } : others
  raise(turn, 'contact.updated', { changed: ['roles'] }, [])
}

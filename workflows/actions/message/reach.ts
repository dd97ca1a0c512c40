import type { Category } from '../../engine/delivery.ts'
import type { Facts } from '../action.ts'

type Reached = { kind: 'reached'; channel: string; to: string } | { kind: 'unreachable'; reason: string }

/** Where a message to this contact goes. The first channel wins on which they are known and which can send. */
export function reach(wanted: string | undefined, category: Category, { contact, event, world }: Facts): Reached {
  if (contact.leftAt !== null && category !== 'transactional') return { kind: 'unreachable', reason: 'member left' }
  if (withdrawn(contact.consents, category)) return { kind: 'unreachable', reason: 'consent' }
  const known = contact.identities.map((identity) => identity.channel)
  const candidates = wanted === undefined ? [event.channel, contact.lastChannel, ...known] : [wanted]
  for (const channel of candidates) {
    const to = contact.identities.findLast((identity) => identity.channel === channel)?.external_id
    if (channel !== null && to !== undefined && world.channels.get(channel)?.sends)
      return { kind: 'reached', channel, to }
  }
  return { kind: 'unreachable', reason: 'no channel' }
}

/** Consent that was withdrawn for this category, or altogether. Nobody is taken to have withdrawn what they never gave. */
function withdrawn(consents: Readonly<Record<string, boolean>>, category: Category): boolean {
  return consents.all === false || consents[category] === false
}

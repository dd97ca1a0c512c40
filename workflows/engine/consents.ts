import type { ConsentChange } from '../../schema/consent.ts'
import { raise } from './apply.ts'
import type { Turn } from './turn.ts'

export type ConsentWish = Pick<ConsentChange, 'category' | 'granted' | 'source' | 'proof'> & { channel?: string }

/** Note that a contact agrees to something or does no longer, with its proof. Answers whether that is new. */
export function changeConsent(turn: Turn, wish: ConsentWish, causes: string[]): boolean {
  const { contact } = turn.actor
  const { category, channel, granted, source, proof } = wish
  const name = channel === undefined ? category : `${category}@${channel}`
  if (contact.consents[name] === granted) return false
  contact.consents = { ...contact.consents, [name]: granted }
  const nth = turn.kept.length + 1
  const id = `${contact.id}-${String(contact.version + 1).padStart(9, '0')}.${String(nth).padStart(3, '0')}`
  const row: ConsentChange = {
    ...{ id, subjectId: contact.id, category, channel: channel ?? null },
    ...{ granted, source, proof: proof.slice(0, 300), at: turn.world.now },
  }
  turn.kept.push({ table: 'consents', row })
  if (granted) raise(turn, 'contact.updated', { changed: [`consents.${name}`] }, causes)
  else raise(turn, 'contact.unsubscribed', { category, ...(channel !== undefined && { channel }), source }, causes)
  return true
}

import { DIGESTS_MAX } from '../limits.ts'
import type { Rule } from './rule.ts'

/** A digest lies in its contact's row: what is longer goes alone. */
const CHARS_MAX = 2_000

/** What matters little does not go alone: it is collected into the contact's digest, when the settings say from where on. */
export const grading: Rule = ({ world, contact, draft, event, channel }) => {
  const { below, categories } = world.settings.digest
  const { category, priority = 0 } = draft
  if (!draft.collectable || below === undefined || priority >= below || event.level === 3) return undefined
  if (category === 'transactional' || !categories.includes(category)) return undefined
  if (draft.text.length > CHARS_MAX) return undefined
  const digest = draft.channel === undefined ? `:${category}` : `:${category}@${channel ?? draft.channel}`
  const open = Object.keys(contact.facts.digests ?? {})
  if (open.length >= DIGESTS_MAX && !open.includes(digest)) return undefined
  return { kind: 'collected', rule: 'digest', values: `priority ${priority} is below ${below}`, digest }
}

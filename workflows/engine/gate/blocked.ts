import { type Rule, stopped } from './rule.ts'

/** Nothing for whoever is blocked; for those who left, only what they must be told. */
export const blocked: Rule = ({ contact, draft }) => {
  if (draft.room !== undefined) return undefined
  if (contact.facts.blocked) return stopped('blocked', contact.facts.blocked.reason)
  return contact.leftAt !== null && draft.category !== 'transactional' ? stopped('member left') : undefined
}

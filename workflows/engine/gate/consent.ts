import { type Rule, stopped } from './rule.ts'

/**
 * Consent that was withdrawn altogether, for this category, or for it on this channel. Nobody is taken to have withdrawn
 * what they never gave. Withdrawing everything stops transactional messages too.
 */
export const consent: Rule = ({ contact, draft, channel }) => {
  if (draft.room !== undefined) return undefined
  const names = [
    'all',
    draft.category,
    ...(channel === undefined ? [] : [`all@${channel}`, `${draft.category}@${channel}`]),
  ]
  const withdrawn = names.find((name) => contact.consents[name] === false)
  return withdrawn === undefined ? undefined : stopped('consent', withdrawn)
}

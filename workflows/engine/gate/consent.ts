import { type Rule, stopped } from './rule.ts'

/**
 * Consent that was withdrawn altogether, for this category, or for it on this channel; or was never given, where the
 * settings ask for that. Withdrawing everything stops transactional messages too.
 */
export const consent: Rule = ({ world, contact, draft, channel }) => {
  if (draft.room !== undefined) return undefined
  const { category } = draft
  const names = ['all', category, ...(channel === undefined ? [] : [`all@${channel}`, `${category}@${channel}`])]
  const withdrawn = names.find((name) => contact.consents[name] === false)
  if (withdrawn !== undefined) return stopped('consent', withdrawn)
  const { required } = world.settings.consent
  if (category === 'transactional' || !required.includes(category)) return undefined
  return names.some((name) => contact.consents[name]) ? undefined : stopped('consent', `${category}, never given`)
}

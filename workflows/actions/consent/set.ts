import * as v from 'valibot'
import { action, type Decision } from '../action.ts'

export const CONSENT_CATEGORIES = ['all', 'transactional', 'lifecycle', 'promotional'] as const

/** Note that the contact agrees to a category of messages, or no longer does. `all` stands for every one. */
export const set = action({
  name: 'consent.set',
  params: { category: v.picklist(CONSENT_CATEGORIES), granted: v.boolean() },
  result: { changed: v.boolean() },
  decide: ({ category, granted }, { contact }): Decision => {
    if (contact.consents[category] === granted) return { kind: 'done', output: { changed: false } }
    return {
      kind: 'done',
      output: { changed: true },
      effects: [
        { kind: 'contact', patch: { consents: { ...contact.consents, [category]: granted } } },
        granted
          ? { kind: 'raise', type: 'contact.updated', data: { changed: [`consents.${category}`] } }
          : { kind: 'raise', type: 'contact.unsubscribed', data: { category } },
      ],
    }
  },
})

import * as v from 'valibot'
import { ConsentCategory } from '../../../schema/consent.ts'
import { action, type Decision } from '../action.ts'

/** Note that the contact agrees to a category of messages, or no longer does. `all` stands for every one. */
export const set = action({
  name: 'consent.set',
  params: {
    category: ConsentCategory,
    granted: v.boolean(),
    /** Only on this channel. */
    channel: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
  },
  result: { changed: v.boolean() },
  decide: ({ category, granted, channel }, { contact, key }): Decision => {
    const name = channel === undefined ? category : `${category}@${channel}`
    if (contact.consents[name] === granted) return { kind: 'done', output: { changed: false } }
    const wish = {
      category,
      granted,
      source: 'workflow' as const,
      proof: key,
      ...(channel !== undefined && { channel }),
    }
    return { kind: 'done', output: { changed: true }, effects: [{ kind: 'consent', wish }] }
  },
})

import * as v from 'valibot'
import { CONTRIBUTED } from '../../../schema/contribution.ts'
import { contributed, effectsOf } from '../../engine/contributions.ts'
import { action, type Decision } from '../action.ts'

const TEXT_CHARS_MAX = 10_000

/**
 * Keep what the contact has made for the community, for a person to grade. Without `title`, `text` and `url` it is the
 * text of the event.
 */
export const add = action({
  name: 'contribution.add',
  params: CONTRIBUTED,
  result: { contribution_id: v.string() },
  decide: (given, { contact, event, key, now }): Decision => {
    if (contact.kind !== 'contact')
      return { kind: 'refused', code: 'no_contact', message: 'only members make contributions' }
    const said = event.data.text
    const none = given.title === undefined && given.text === undefined && given.url === undefined
    const text = none && typeof said === 'string' ? { text: said.slice(0, TEXT_CHARS_MAX) } : {}
    const { kind, title, url } = given
    const all = {
      ...(kind !== undefined && { kind }),
      ...(title !== undefined && { title }),
      ...(given.text !== undefined && { text: given.text }),
      ...(url !== undefined && { url }),
      ...text,
    }
    const made = contributed(all, { id: key, subjectId: contact.id, at: now })
    if (!made) return { kind: 'refused', code: 'empty', message: 'a contribution has a text, a title or an address' }
    return { kind: 'done', output: { contribution_id: key }, effects: effectsOf(made) }
  },
})

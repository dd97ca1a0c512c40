import * as v from 'valibot'
import { TAGS_MAX } from '../../engine/limits.ts'
import { action } from '../action.ts'
import { Tag } from './tag.ts'

export const add = action({
  name: 'tag.add',
  params: { tag: Tag },
  result: { changed: v.boolean() },
  decide: ({ tag }, { contact }) => {
    if (contact.tags.includes(tag)) return { kind: 'done', output: { changed: false } }
    if (contact.tags.length >= TAGS_MAX)
      return { kind: 'refused', code: 'too_many_tags', message: `a contact has at most ${TAGS_MAX} tags` }
    return {
      kind: 'done',
      output: { changed: true },
      effects: [
        { kind: 'contact', patch: { tags: [...contact.tags, tag] } },
        { kind: 'raise', type: 'contact.tagged', data: { tag } },
      ],
    }
  },
})

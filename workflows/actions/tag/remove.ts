import * as v from 'valibot'
import { action } from '../action.ts'
import { Tag } from './tag.ts'

export const remove = action({
  name: 'tag.remove',
  params: { tag: Tag },
  result: { changed: v.boolean() },
  decide: ({ tag }, { contact }) => {
    if (!contact.tags.includes(tag)) return { kind: 'done', output: { changed: false } }
    return {
      kind: 'done',
      output: { changed: true },
      effects: [
        { kind: 'contact', patch: { tags: contact.tags.filter((held) => held !== tag) } },
        { kind: 'raise', type: 'contact.untagged', data: { tag } },
      ],
    }
  },
})

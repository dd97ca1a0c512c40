import * as v from 'valibot'
import { paging } from './page.ts'

export const TagQuery = v.strictObject({
  ...paging,
  q: v.optional(v.pipe(v.string(), v.maxLength(100), v.title('How the tag begins'))),
})

export const TagAnswer = v.object({
  id: v.string(),
  tag: v.string(),
  contacts: v.number(),
  exact: v.pipe(v.boolean(), v.title('Whether all of them were counted, or only so many')),
})

import { pageOf } from '../../../schema/api/page.ts'
import { TagAnswer, TagQuery } from '../../../schema/api/tags.ts'
import { rollAllNotes } from '../../store/figures.ts'
import { listTags, TAGGED_MAX, type Tagged } from '../../store/tags.ts'
import { operation } from './operation.ts'
import { pageAnswer, textAt } from './page.ts'

export const tags = [
  operation({
    method: 'GET',
    path: '/tags',
    summary: 'Every tag that some contact has, and how many have it. `GET /contacts?segment=` finds them',
    query: TagQuery,
    answers: { 200: pageOf(TagAnswer) },
    handle: async ({ c, deps, query, page }) => {
      await rollAllNotes(deps.db)
      const rows = await listTags(deps.db, query.q ?? '', { after: textAt(page, 0), limit: page.limit })
      return c.json(pageAnswer(rows, page, tagJson, ({ tag }) => [tag]))
    },
  }),
]

function tagJson({ tag, contacts }: Tagged) {
  return { id: tag, tag, contacts: Math.min(contacts, TAGGED_MAX), exact: contacts <= TAGGED_MAX }
}

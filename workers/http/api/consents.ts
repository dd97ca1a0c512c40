import type * as v from 'valibot'
import { ConsentChangeAnswer } from '../../../schema/api/contacts.ts'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import type { ConsentChange } from '../../../schema/consent.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { listConsents } from '../../store/consents.ts'
import { idsOf } from '../../store/merged.ts'
import { operation } from './operation.ts'
import { pageAnswer, textAt } from './page.ts'

export const consents = [
  operation({
    method: 'GET',
    path: '/contacts/:id/consents',
    summary: 'Consents as a contact gave and withdrew them, with what shows it; newest first',
    query: PageQuery,
    answers: { 200: pageOf(ConsentChangeAnswer) },
    handle: async ({ c, deps, id, page }) => {
      const rows = await listConsents(deps.db, await idsOf(deps.db, id), { after: textAt(page, 0), limit: page.limit })
      return c.json(pageAnswer(rows, page, changeJson, (change) => [change.id]))
    },
  }),
]

function changeJson({ subjectId: _, at, ...change }: ConsentChange): v.InferOutput<typeof ConsentChangeAnswer> {
  return { ...change, at: formatIso(at) }
}

import * as v from 'valibot'
import { SignupAnswer, SignupQuery } from '../../../schema/api/gatherings.ts'
import { pageOf } from '../../../schema/api/page.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { findGathering, listSignups, type Signup } from '../../store/gatherings.ts'
import { problem } from '../problem.ts'
import { csvLine } from './csv.ts'
import { operation } from './operation.ts'
import { numberAt, pageAnswer } from './page.ts'

const EXPORTED_MAX = 100_000

/** Who has signed up for a gathering. */
export const signups = [
  operation({
    method: 'GET',
    path: '/gatherings/:id/signups',
    summary: 'Who has signed up, in the order in which they did',
    query: SignupQuery,
    answers: { 200: pageOf(SignupAnswer) },
    handle: async ({ c, deps, id, query, page }) => {
      if (!(await findGathering(deps.db, id))) return problem(c, 404)
      const of = { gatheringId: id, status: query.status }
      const rows = await listSignups(deps.db, of, { after: numberAt(page, 0), limit: page.limit })
      const ticket = (subjectId: string) => deps.checkinLinks?.url({ gathering: id, subjectId })
      const json = (row: Signup) => {
        const url = ticket(row.subjectId)
        return { ...signupJson(row), ...(url !== undefined && { ticket: url }) }
      }
      return c.json(pageAnswer(rows, page, json, ({ seq }) => [seq]))
    },
  }),
  operation({
    method: 'GET',
    path: '/gatherings/:id/export',
    summary: 'The same as a table (CSV), for the door',
    mediaType: 'text/csv',
    answers: { 200: v.string() },
    handle: async ({ c, deps, id }) => {
      if (!(await findGathering(deps.db, id))) return problem(c, 404)
      const rows = await listSignups(deps.db, { gatheringId: id }, { after: null, limit: EXPORTED_MAX })
      return c.body(`\uFEFF${[COLUMNS, ...rows.map(cellsOf)].map(csvLine).join('')}`, 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${id}.csv"`,
      })
    },
  }),
]

const COLUMNS = ['contact_id', 'name', 'status', 'signed_up_at', 'checked_in_at', 'score', 'feedback']

function cellsOf(row: Signup): string[] {
  const json = signupJson(row)
  return [
    ...[json.contact_id, json.name ?? '', json.status, json.at, json.checked_in_at ?? ''],
    ...[json.score === null ? '' : String(json.score), json.feedback ?? ''],
  ]
}

function signupJson(row: Signup): v.InferOutput<typeof SignupAnswer> {
  const { subjectId, name, status, promoted, score, feedback } = row
  return {
    contact_id: subjectId,
    ...{ name, status, promoted },
    at: formatIso(row.at),
    checked_in_at: row.checkedInAt === null ? null : formatIso(row.checkedInAt),
    ...{ score, feedback },
  }
}

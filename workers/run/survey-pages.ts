import type { Delivery } from '../../workflows/engine/delivery.ts'
import { PAGE_PLACE } from '../../workflows/surveys/put-question.ts'
import type { DeliveryRow } from '../store/deliveries.ts'
import { signedTokens } from './signed-tokens.ts'

/** Who was asked what: the survey, and the key of the step that asked, which begins with the subject's id. */
export type Asked = { subjectId: string; survey: string; ask: string }

/** How links to the pages of surveys are written and read. Absent where the product does not know its own address. */
export type SurveyPages = { url: (asked: Asked) => string; read: (token: string) => Asked | undefined }

/** As tracked links: see `signedTokens`. */
export function surveyPages(baseUrl: string, keys: readonly string[]): SurveyPages {
  const tokens = signedTokens(keys, 'qunflow survey pages')
  return {
    url: ({ subjectId, survey, ask }) => `${baseUrl}/s/${tokens.write([subjectId, survey, ask])}`,
    read: (token) => {
      const said = tokens.read(token) as [string, string, string] | undefined
      return said && { subjectId: said[0], survey: said[1], ask: said[2] }
    },
  }
}

/** The link takes its place in what goes out; where we do not know our own address, the line that holds it is left out. */
export function withPage(row: DeliveryRow, delivery: Delivery, pages: SurveyPages | undefined): DeliveryRow {
  if (!delivery.page || typeof row.body !== 'string') return row
  const { survey, ask } = delivery.page
  const url = pages?.url({ subjectId: delivery.subjectId, survey, ask })
  if (url !== undefined) return { ...row, body: row.body.replaceAll(PAGE_PLACE, url) }
  return {
    ...row,
    body: row.body
      .split('\n')
      .filter((line) => !line.includes(PAGE_PLACE))
      .join('\n'),
  }
}

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Delivery } from '../../workflows/engine/delivery.ts'
import { PAGE_PLACE } from '../../workflows/surveys/put-question.ts'
import type { DeliveryRow } from '../store/deliveries.ts'

/** Who was asked what: the survey, and the key of the step that asked, which begins with the subject's id. */
export type Asked = { subjectId: string; survey: string; ask: string }

/** How links to the pages of surveys are written and read. Absent where the product does not know its own address. */
export type SurveyPages = { url: (asked: Asked) => string; read: (token: string) => Asked | undefined }

const MAC_BYTES = 16
const TOKEN_CHARS_MAX = 2048

/** As tracked links: the token says everything and is signed, under a key of its own. */
export function surveyPages(baseUrl: string, masterKey: string): SurveyPages {
  const key = createHmac('sha256', Buffer.from(masterKey, 'base64')).update('qunflow survey pages').digest()
  const mac = (text: string) => createHmac('sha256', key).update(text).digest().subarray(0, MAC_BYTES)
  return {
    url: ({ subjectId, survey, ask }) => {
      const said = Buffer.from(JSON.stringify([subjectId, survey, ask])).toString('base64url')
      return `${baseUrl}/s/${said}.${mac(said).toString('base64url')}`
    },
    read: (token) => {
      const [said = '', signature = '', ...more] = token.split('.')
      const given = Buffer.from(signature, 'base64url')
      if (token.length > TOKEN_CHARS_MAX || more.length > 0 || given.length !== MAC_BYTES) return undefined
      if (!timingSafeEqual(given, mac(said)) || given.toString('base64url') !== signature) return undefined
      const [subjectId, survey, ask] = JSON.parse(Buffer.from(said, 'base64url').toString()) as [string, string, string]
      return { subjectId, survey, ask }
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

import { createHmac, timingSafeEqual } from 'node:crypto'
import { withLink } from '../../workflows/engine/alerts/words.ts'
import type { Delivery } from '../../workflows/engine/delivery.ts'
import type { DeliveryRow } from '../store/deliveries.ts'

/** The link in a page: which alert, and in which message somebody was told of it. */
export type AlertLink = { alertId: string; message: string }

/** How such links are written and read. Absent where the product does not know its own address. */
export type AlertLinks = { url: (link: AlertLink) => string; read: (token: string) => AlertLink | undefined }

const MAC_BYTES = 16
const TOKEN_CHARS_MAX = 2000

/** The token says everything and is signed, HMAC-SHA256 under a key of its own that is derived from `masterKey` (base64). */
export function signedAlertLinks(baseUrl: string, masterKey: string): AlertLinks {
  const key = createHmac('sha256', Buffer.from(masterKey, 'base64')).update('qunflow alert links').digest()
  const mac = (text: string) => createHmac('sha256', key).update(text).digest().subarray(0, MAC_BYTES)
  return {
    url: ({ alertId, message }) => {
      const said = Buffer.from(JSON.stringify([alertId, message])).toString('base64url')
      return `${baseUrl}/a/${said}.${mac(said).toString('base64url')}`
    },
    read: (token) => {
      const [said = '', signature = '', ...more] = token.split('.')
      const given = Buffer.from(signature, 'base64url')
      if (token.length > TOKEN_CHARS_MAX || more.length > 0 || given.length !== MAC_BYTES) return undefined
      if (!timingSafeEqual(given, mac(said))) return undefined
      const [alertId, message] = JSON.parse(Buffer.from(said, 'base64url').toString()) as [string, string]
      return { alertId, message }
    },
  }
}

/** A row that pages somebody gets its link; where there are no links, it loses the line that would hold one. */
export function withAlertLink(row: DeliveryRow, { alert, id }: Delivery, links: AlertLinks | undefined): DeliveryRow {
  if (alert === undefined || typeof row.body !== 'string') return row
  return { ...row, body: withLink(row.body, links?.url({ alertId: alert, message: id })) }
}

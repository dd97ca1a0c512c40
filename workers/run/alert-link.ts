import { withLink } from '../../workflows/engine/alerts/words.ts'
import type { Delivery } from '../../workflows/engine/delivery.ts'
import type { DeliveryRow } from '../store/deliveries.ts'
import { signedTokens } from './signed-tokens.ts'

/** The link in a page: which alert, and in which message somebody was told of it. */
export type AlertLink = { alertId: string; message: string }

/** How such links are written and read. Absent where the product does not know its own address. */
export type AlertLinks = { url: (link: AlertLink) => string; read: (token: string) => AlertLink | undefined }

/** As tracked links: see `signedTokens`. */
export function signedAlertLinks(baseUrl: string, keys: readonly string[]): AlertLinks {
  const tokens = signedTokens(keys, 'qunflow alert links')
  return {
    url: ({ alertId, message }) => `${baseUrl}/a/${tokens.write([alertId, message])}`,
    read: (token) => {
      const said = tokens.read(token) as [string, string] | undefined
      return said && { alertId: said[0], message: said[1] }
    },
  }
}

/** A row that pages somebody gets its link; where there are no links, it loses the line that would hold one. */
export function withAlertLink(row: DeliveryRow, { alert, id }: Delivery, links: AlertLinks | undefined): DeliveryRow {
  if (alert === undefined || typeof row.body !== 'string') return row
  return { ...row, body: withLink(row.body, links?.url({ alertId: alert, message: id })) }
}

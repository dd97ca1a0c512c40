import { CHECKIN_ADDRESS } from '../../schema/gathering.ts'
import type { Delivery } from '../../workflows/engine/delivery.ts'
import type { DeliveryRow } from '../store/deliveries.ts'
import { signedTokens } from './signed-tokens.ts'

/** Whose ticket it is, and for which gathering. */
export type Ticket = { gathering: string; subjectId: string }

/** How the links of tickets are written and read: always the same one for a member and a gathering. */
export type CheckinLinks = { url: (ticket: Ticket) => string; read: (token: string) => Ticket | undefined }

/** Links to `/g/{token}`; see `signedTokens`. */
export function checkinLinks(baseUrl: string, keys: readonly string[]): CheckinLinks {
  const tokens = signedTokens(keys, 'qunflow check-in links')
  return {
    url: ({ gathering, subjectId }) => `${baseUrl}/g/${tokens.write([gathering, subjectId])}`,
    read: (token) => {
      const said = tokens.read(token) as [string, string] | undefined
      return said && { gathering: said[0], subjectId: said[1] }
    },
  }
}

const WRITTEN = new RegExp(`${CHECKIN_ADDRESS.replaceAll('.', '\\.')}([a-z0-9-]{1,64})/`, 'g')

/**
 * A row whose `{{checkin …}}` leads to the ticket of whom it is sent to. In a room, and where the product does not know
 * its own address, the text says nothing there.
 */
export function withCheckin(row: DeliveryRow, delivery: Delivery, links: CheckinLinks | undefined): DeliveryRow {
  if (delivery.kind !== 'message') return row
  const { subjectId, recipient } = delivery
  const put = (text: DeliveryRow[string & keyof DeliveryRow], otherwise?: string) =>
    typeof text !== 'string'
      ? text
      : text.replace(WRITTEN, (whole, gathering: string) =>
          links && recipient === 'contact' ? links.url({ gathering, subjectId }) : (otherwise ?? whole),
        )
  return { ...row, body: put(row.body, ''), content: put(row.content) }
}

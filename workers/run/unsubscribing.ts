import { UNSUBSCRIBE_ADDRESS } from '../../schema/consent.ts'
import type { MessageCategory } from '../../schema/message.ts'
import type { Delivery } from '../../workflows/engine/delivery.ts'
import type { DeliveryRow } from '../store/deliveries.ts'
import { signedTokens } from './signed-tokens.ts'

/** Whom a link unsubscribes, and from which message it came. */
export type Unsubscribing = { subjectId: string; category: MessageCategory; messageId: string }

/** How links that unsubscribe are written and read. `at` and `now` are product time, in milliseconds. */
export type UnsubscribeLinks = {
  url: (from: Unsubscribing, at: number) => string
  read: (token: string, now: number) => Unsubscribing | undefined
}

/** Longer than any law asks for. */
const GOOD_MONTHS = 24
/** Counted in these, so that the same message has the same link on each of its tries. */
const MONTH_MS = 30 * 86_400_000

/** Links to `/u/{token}`; see `signedTokens`. */
export function unsubscribeLinks(baseUrl: string, keys: readonly string[]): UnsubscribeLinks {
  const tokens = signedTokens(keys, 'qunflow unsubscribe links')
  return {
    url: ({ subjectId, category, messageId }, at) => {
      const short = messageId.startsWith(subjectId) ? `~${messageId.slice(subjectId.length)}` : messageId
      const until = Math.floor(at / MONTH_MS) + GOOD_MONTHS
      return `${baseUrl}/u/${tokens.write([subjectId, category, short, until])}`
    },
    read: (token, now) => {
      const said = tokens.read(token) as [string, MessageCategory, string, number] | undefined
      if (!said) return undefined
      const [subjectId, category, short, until] = said
      if (Math.floor(now / MONTH_MS) > until) return undefined
      const messageId = short.startsWith('~') ? `${subjectId}${short.slice(1)}` : short
      return { subjectId, category, messageId }
    },
  }
}

/**
 * A row whose `{{unsubscribe}}` leads somewhere: to the page of whom it is sent to. In a room, and where the product does
 * not know its own address, the text says nothing there.
 */
export function withUnsubscribe(
  row: DeliveryRow,
  delivery: Delivery,
  links: UnsubscribeLinks | undefined,
): DeliveryRow {
  if (delivery.kind !== 'message') return row
  const { subjectId, category, id: messageId } = delivery
  const url =
    links && delivery.recipient === 'contact'
      ? links.url({ subjectId, category, messageId }, Number(row.created_at))
      : undefined
  const put = (text: DeliveryRow[string & keyof DeliveryRow], otherwise: string) =>
    typeof text === 'string' ? text.replaceAll(UNSUBSCRIBE_ADDRESS, url ?? otherwise) : text
  return { ...row, body: put(row.body, ''), content: put(row.content, UNSUBSCRIBE_ADDRESS) }
}

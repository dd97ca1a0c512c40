import { createHash } from 'node:crypto'
import type { Delivery } from '../../workflows/engine/delivery.ts'
import type { DeliveryRow } from '../store/deliveries.ts'
import { signedTokens } from './signed-tokens.ts'

/** A tracked link: whom it was sent to, in which message, and where it leads. */
export type Link = { subjectId: string; channel: string | null; messageId: string; target: string }

/** How links are written and read. Absent where the product does not know its own address. */
export type Links = { url: (link: Link) => string; read: (token: string) => Link | undefined }

/** Links need no row: see `signedTokens`. So nobody can make one that leads elsewhere, or in another contact's name. */
export function signedLinks(baseUrl: string, keys: readonly string[]): Links {
  const tokens = signedTokens(keys, 'qunflow tracked links')
  return {
    url: (link) => `${baseUrl}/l/${tokens.write(written(link))}`,
    read: (token) => {
      const said = tokens.read(token)
      return said === undefined ? undefined : readWritten(said as Parameters<typeof readWritten>[0])
    },
  }
}

/** A message is mostly named after its contact: said once. */
function written({ subjectId, channel, messageId, target }: Link): (string | null)[] {
  const short = messageId.startsWith(subjectId) ? `~${messageId.slice(subjectId.length)}` : messageId
  return [subjectId, channel, short, target]
}

/** What carries our signature has the shape that we wrote. */
function readWritten([subjectId, channel, short, target]: [string, string | null, string, string]): Link {
  const messageId = short.startsWith('~') ? `${subjectId}${short.slice(1)}` : short
  return { subjectId, channel, messageId, target }
}

/** The same target has the same id, in whichever message. */
export function linkIdOf(target: string): string {
  return createHash('sha256').update(target).digest('hex').slice(0, 12)
}

/** A row whose links are tracked: each target that the message names as one becomes the link that leads there. */
export function withLinks(row: DeliveryRow, delivery: Delivery, links: Links | undefined): DeliveryRow {
  if (!links || !delivery.links || delivery.links.length === 0) return row
  const { subjectId, id: messageId } = delivery
  const channel = delivery.kind === 'message' ? delivery.channel : null
  const targets = [...new Set(delivery.links)].sort((a, b) => b.length - a.length)
  // A longer address that begins like the target is another one.
  const named = new RegExp(
    `(?:${targets.map((target) => target.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|')})(?![\\w/?#&=%~-]|\\.\\w)`,
    'g',
  )
  const put = (text: DeliveryRow[keyof DeliveryRow]) =>
    typeof text === 'string'
      ? text.replace(named, (target) => links.url({ subjectId, channel, messageId, target }))
      : text
  return { ...row, body: put(row.body), content: put(row.content) }
}

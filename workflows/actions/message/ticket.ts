import type { EngineEvent } from '../../../schema/actor.ts'
import type { Ticket } from '../../../schema/ticket.ts'

/** Where channels leave it in an event's data. */
const NAMES = ['welcome_code', 'reply_token', 'reply_url'] as const

/** What the event brought along to answer it with. The gate says whether the message goes back there while that is good. */
export function ticketOf({ channel, data, at }: EngineEvent): { ticket?: Ticket } {
  const code = NAMES.map((name) => data[name]).find((value) => typeof value === 'string' && value !== '')
  return channel !== null && typeof code === 'string' ? { ticket: { code, atMs: at } } : {}
}

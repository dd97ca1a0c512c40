import type { EngineEvent } from '../../../schema/actor.ts'
import type { Ticket } from '../../../schema/ticket.ts'

/** Where channels leave it in an event's data. */
const NAMES = ['welcome_code', 'reply_token', 'reply_url'] as const
/** No platform's is good for longer than this. */
const LIFE_MAX_MS = 2 * 3_600_000

/** What the event brought along to answer it with, for a message that goes back on its channel while that is good. */
export function ticketOf(event: EngineEvent, channel: string, now: number): { ticket?: Ticket } {
  if (event.channel !== channel || now - event.at > LIFE_MAX_MS) return {}
  const code = NAMES.map((name) => event.data[name]).find((value) => typeof value === 'string' && value !== '')
  return typeof code === 'string' ? { ticket: { code, atMs: event.at } } : {}
}

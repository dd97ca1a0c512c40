import type { WrittenExtras } from './content.ts'
import type { JsonObject } from './json.ts'
import type { Ticket } from './ticket.ts'

/** How often to try, and how far apart: `firstMs`, then times `factor`, at most `maxMs`. Every try counts, the first too. */
export type RetryPolicy = { attempts: number; firstMs: number; factor: number; maxMs: number }

export type MessageCategory = 'transactional' | 'lifecycle' | 'promotional'

/** A message as it is written, before anybody has asked whether it may go. `id` is its idempotency key. */
export type Draft = {
  id: string
  subjectId: string
  runId?: string
  /** The workflow that counts as its sender. */
  workflowId?: string
  /** As rendered; what the word filter makes of it is decided anew each time it is asked. */
  text: string
  category: MessageCategory
  /** The channel that was asked for; without one it goes where the contact is best reached. */
  channel?: string
  /** A room on that channel, instead of the contact. */
  room?: string
  /** A person's address on that channel, instead of the contact's own. */
  to?: string
  /** The alert that it pages somebody for: on its way out it gets the link that acknowledges it. */
  alert?: string
  ticket?: Ticket
  /** Addresses in it that become tracked links when it goes out. */
  links?: string[]
  /** What else the step that sends it returns. */
  tells?: JsonObject
  /** The page that the link in its text leads to. */
  page?: { survey: string; ask: string }
  /** What it shows beside its text, on whatever channel. */
  shows?: WrittenExtras
  /** It may be told with others in one message, if it matters little enough. */
  collectable?: boolean
  /** Higher goes first where messages wait for the same channel. */
  priority?: number
  /** How many pieces of it went out when it was tried before. */
  piecesSent?: number
  retry: RetryPolicy
  onUnknown: 'resend' | 'hold'
  awaited: boolean
}

/** A message that the gate has put off, and since when. All of the gate is asked again when its time comes. */
export type HeldMessage = {
  draft: Draft
  /** The event that it answers: where it came from, and whether that was an alert. */
  event: { type: string; channel: string | null; level: number | null }
  /** When each rule first put it off, in milliseconds. */
  since: { caps?: number; quiet?: number }
}

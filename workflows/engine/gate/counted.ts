import type { Contact } from '../../../schema/actor.ts'
import type { CountedSend } from '../../../schema/facts.ts'
import { parseDuration } from '../../language/duration.ts'
import { DAY_MS } from '../limits.ts'
import type { World } from '../world.ts'

/** What is remembered of a contact without any cap: one that is set up later has something to count. */
const KEPT_MS = 7 * DAY_MS
const KEPT = 20
/** With caps, at most this many. */
const KEPT_MAX = 1_000

/** Note that a message goes to this contact at this time, or is to go then. A later note of the same one replaces it. */
export function reserve(contact: Contact, send: CountedSend, world: World): void {
  const windows = capsOf(world).map(({ per }) => windowMs(per))
  const keepAfter = world.now - Math.max(KEPT_MS, ...windows)
  const others = (contact.facts.sends ?? []).filter(([id, at]) => id !== send[0] && at > keepAfter)
  const sends = [...others, send].sort(([, a], [, b]) => a - b)
  contact.facts = { ...contact.facts, sends: sends.slice(-(windows.length > 0 ? KEPT_MAX : KEPT)) }
}

/** A message that does not go after all leaves its place to others. */
export function release(contact: Contact, id: string): void {
  const { sends } = contact.facts
  if (!sends?.some(([counted]) => counted === id)) return
  contact.facts = { ...contact.facts, sends: sends.filter(([counted]) => counted !== id) }
}

function capsOf({ settings, workflows }: World): { per: string }[] {
  return [...settings.caps, ...workflows.flatMap(({ program }) => program.settings.cap ?? [])]
}

/** How far back a window reaches at most. */
export function windowMs(per: string): number {
  if (per === 'day') return 2 * DAY_MS
  if (per === 'week') return 8 * DAY_MS
  return parseDuration(per) ?? DAY_MS
}

import { type Asking, type Rule, stopped } from './rule.ts'

/** A channel that can send, and that they are known on. Where somebody was last counts before where they once were. */
export const reachable: Rule = (asking) => {
  return asking.to === undefined ? stopped('no channel') : undefined
}

/**
 * Find where a message goes: the channel asked for, else the one of the event, else the one of last activity, else any
 * on which the contact did not say no. A room is where it is.
 */
export function reach(asking: Asking): { channel: string; to: string } | undefined {
  const { draft, event, contact, world } = asking
  const given = draft.room ?? draft.to
  if (given !== undefined && draft.channel !== undefined)
    return world.channels.get(draft.channel)?.sends ? { channel: draft.channel, to: given } : undefined
  const known = contact.identities.map((identity) => identity.channel)
  const candidates = draft.channel === undefined ? [event.channel, contact.lastChannel, ...known] : [draft.channel]
  const open = candidates.flatMap((channel) => {
    const own = contact.identities.findLast((identity) => identity.channel === channel)?.external_id
    const to = own ?? mailAddress(draft.channel, { contact, world })
    if (channel === null || to === undefined) return []
    const { sends, answers } = world.channels.get(channel) ?? {}
    return sends || (answers && isWaiting(channel, asking)) ? [{ channel, to }] : []
  })
  const agreed = open.find(
    ({ channel }) =>
      contact.consents[`all@${channel}`] !== false && contact.consents[`${draft.category}@${channel}`] !== false,
  )
  return agreed ?? open[0]
}

const ANSWERED_WITHIN_MS = 60_000

/**
 * Whether the platform waits for our answer: what is handled now came from there, or did a moment ago, for a run that
 * asked for something in between. An answer goes with the platform's own request or not at all.
 */
function isWaiting(channel: string, { here, contact, now }: Asking): boolean {
  const { lastSeenAt, joinedAt, lastChannel } = contact
  const hereAt = Math.max(lastSeenAt ?? 0, joinedAt ?? 0)
  return here === channel || (lastChannel === channel && now - hereAt <= ANSWERED_WITHIN_MS)
}

/** Whoever asks for a mail channel by name means the address that the contact has, also before the first mail. */
function mailAddress(wanted: string | undefined, { contact, world }: Pick<Asking, 'contact' | 'world'>) {
  const isMail = wanted !== undefined && world.channels.get(wanted)?.kind === 'email'
  return isMail ? (contact.email ?? undefined) : undefined
}

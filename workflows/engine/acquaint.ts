import type { EngineEvent } from '../../schema/actor.ts'
import type { Profile } from '../../schema/profile.ts'
import { changes } from '../actions/contact/set.ts'
import { isZone } from '../language/zone.ts'
import { countActivity, isActivity } from './activity.ts'
import { raise } from './apply.ts'
import { HOUR_MS, TRAITS_CHARS_MAX } from './limits.ts'
import { settleStage } from './stages.ts'
import type { Turn } from './turn.ts'

/** What an event from outside tells about the contact itself: who they are, that they are here, or that they left. */
export function acquaint(turn: Turn, event: EngineEvent, profile: Profile | null): void {
  const { contact } = turn.actor
  if (contact.kind !== 'contact') return
  if (event.type === 'coupon.used' && typeof event.data.code === 'string') {
    const pool = typeof event.data.coupon === 'string' ? event.data.coupon : null
    turn.usedCodes.push({ pool, code: event.data.code, at: event.at, event: event.id })
  }
  const isNew = contact.version === 0 && contact.lastSeenAt === null && contact.runCount === 0
  const { patch, changed } = learned(turn, profile)
  Object.assign(contact, patch)
  if (event.type === 'member.left') contact.leftAt = event.at
  else seen(turn, event)
  if (isActivity(event, turn.world.settings.stages)) acted(turn, event)
  if (isNew) raise(turn, 'contact.created', {}, event.causes)
  else if (changed.length > 0) raise(turn, 'contact.updated', { changed }, event.causes)
  settleStage(turn)
}

/** Traits that would be too many leave those that are there as they are. */
function learned({ actor: { contact } }: Turn, profile: Profile | null): ReturnType<typeof changes> {
  const { traits, ...fields } = believable(profile ?? {})
  const all = changes(contact, fields, traits)
  const tooMany = all.patch.traits && JSON.stringify(all.patch.traits).length > TRAITS_CHARS_MAX
  return tooMany ? changes(contact, fields, undefined) : all
}

/** A sender may call anything a time zone; everything that tells the time for a contact relies on there being one. */
function believable({ timezone, ...profile }: Profile): Profile {
  return timezone !== undefined && isZone(timezone) ? { ...profile, timezone } : profile
}

/** Something came from where they are. */
function seen(turn: Turn, event: EngineEvent): void {
  const { contact } = turn.actor
  if (event.channel !== null && (canAnswer(turn, event.channel) || !sends(turn, contact.lastChannel)))
    contact.lastChannel = event.channel
  if (event.type !== 'member.joined') return
  if (contact.joinedAt !== null && !isSameArrival(contact.joinedAt, event))
    contact.facts = { ...contact.facts, referral: { ...contact.facts.referral, rejoined: true } }
  if (contact.joinedAt === null || contact.leftAt !== null) contact.joinedAt = event.at
}

function sends({ world }: Turn, channel: string | null): boolean {
  return channel !== null && world.channels.get(channel)?.sends === true
}

/** What a form or a shop tells does not change where they can be written to. */
function canAnswer(turn: Turn, channel: string): boolean {
  return sends(turn, channel) || turn.world.channels.get(channel)?.answers === true
}

/** They did something themselves, and so they are here. A sender's clock that is ahead does not make them live longer. */
function acted(turn: Turn, event: EngineEvent): void {
  const { contact } = turn.actor
  const at = Math.min(event.at, turn.world.now)
  contact.lastSeenAt = Math.max(contact.lastSeenAt ?? 0, at)
  if (contact.leftAt !== null && event.at >= contact.leftAt) contact.leftAt = null
  countActivity(turn, at)
}

/** Platforms tell of one arrival more than once: as a friend, say, and in a room. */
function isSameArrival(joinedAt: number, { at, data }: EngineEvent): boolean {
  return data.room !== undefined && Math.abs(at - joinedAt) < HOUR_MS
}

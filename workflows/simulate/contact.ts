import type { Contact } from '../../schema/actor.ts'
import type { Json, JsonObject } from '../../schema/json.ts'
import type { SimulatedContactShape } from '../../schema/simulation.ts'
import { DAY_MS } from '../engine/limits.ts'
import { newContact } from '../engine/new-contact.ts'
import { formatIso } from '../language/iso.ts'

/** Where a simulated contact is reached when nothing else is said. */
export const SIMULATED_CHANNEL = 'sandbox'

/** Somebody who is known already: nothing here looks like a first meeting. */
export function simulatedContact(given: SimulatedContactShape, seed: string, from: number): Contact {
  const id = given.id ?? (seed === '' ? 'simulated' : `simulated-${seed}`)
  const contact: Contact = {
    ...emptyContact(id, 'contact', from),
    name: given.name ?? null,
    locale: given.locale ?? null,
    timezone: given.timezone ?? null,
    phone: given.phone ?? null,
    email: given.email ?? null,
    tags: [...(given.tags ?? [])],
    traits: { ...((given.traits ?? {}) as JsonObject) },
    points: given.points ?? 0,
    tier: given.tier ?? null,
    stage: given.stage ?? 'new',
    risk: given.risk ?? 0,
    owner: given.owner ?? null,
    streak: given.streak ?? 0,
    referrals: given.referrals ?? 0,
    consents: { ...given.consents },
    identities: given.identities ?? [{ channel: SIMULATED_CHANNEL, external_id: id }],
    lastChannel: given.last_channel ?? null,
    joinedAt: instant(given.joined_at),
    leftAt: instant(given.left_at),
    lastSeenAt: instant(given.last_seen_at),
    createdAt: instant(given.created_at) ?? from,
    facts: factsOf(given, from),
  }
  return given.stage === undefined ? contact : sinceWhen(contact, given.stage, from)
}

function factsOf({ risk, expiring, referral }: SimulatedContactShape, from: number): Contact['facts'] {
  const lots = (expiring ?? []).map(({ at, points }): [number, number] => [Date.parse(at), points])
  const by = referral && { at: from, score: 0, activeBefore: 0, moves: 0, status: referral.status }
  return {
    ...(risk !== undefined && { risk }),
    ...(lots.length > 0 && { points: { lots: lots.sort(([a], [b]) => a - b) } }),
    ...(by && { referral: { by: { ...by, referrer: referral.referrer_id } } }),
  }
}

/** Silent for as long as whoever has only just come into that stage, unless the scenario says since when. */
function sinceWhen(contact: Contact, stage: string, from: number): Contact {
  const silentMs = stage === 'churned' ? 30 * DAY_MS : stage === 'dormant' ? 7 * DAY_MS : 0
  if (stage === 'new') return contact
  const lastSeenAt = contact.lastSeenAt ?? from - silentMs
  return { ...contact, lastSeenAt, createdAt: Math.min(contact.createdAt, lastSeenAt - 30 * DAY_MS) }
}

/** A subject that no contact is: a workflow that a schedule starts. */
export function emptyContact(id: string, kind: Contact['kind'], now: number): Contact {
  return { ...newContact(id, now), kind, version: 1 }
}

function instant(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Date.parse(text)
}

/** A contact as the API shows it. */
export function contactJson(contact: Contact): JsonObject {
  const { id, name, locale, timezone, phone, email, tags, traits, points, tier, stage, risk, owner } = contact
  const { streak, referrals, consents, identities, lastChannel, joinedAt, leftAt, lastSeenAt, createdAt } = contact
  return {
    ...{ id, name, locale, timezone, phone, email, tags, traits, points, tier, stage, risk, owner },
    ...{ streak, referrals, consents, identities: identities as Json, last_channel: lastChannel },
    joined_at: iso(joinedAt),
    left_at: iso(leftAt),
    last_seen_at: iso(lastSeenAt),
    expiring: (contact.facts.points?.lots ?? []).map(([at, points]) => ({ at: iso(at), points })),
    referral_status: contact.facts.referral?.by?.status ?? null,
    badges: Object.keys(contact.facts.badges ?? {}),
    created_at: iso(createdAt),
  }
}

function iso(ms: number | null): string | null {
  return ms === null ? null : formatIso(ms)
}

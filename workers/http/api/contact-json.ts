import type * as v from 'valibot'
import type { Contact } from '../../../schema/actor.ts'
import type { ContactAnswer } from '../../../schema/api/contacts.ts'
import { activeStreak } from '../../../workflows/engine/activity.ts'
import { bestHour } from '../../../workflows/engine/best-hour.ts'
import { riskOf } from '../../../workflows/engine/risk.ts'
import { type Community, rolesOf } from '../../../workflows/engine/scope.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import type { Deps } from '../../run/deps.ts'

/** What judges contacts as of now. */
export async function communityOf({ catalogue, clock }: Deps): Promise<Community> {
  const { settings } = await catalogue.known()
  return { locale: settings.locale, timezone: settings.timezone, settings, now: clock.now() }
}

export function contactJson(contact: Contact, community: Community): v.InferOutput<typeof ContactAnswer> {
  const { id, name, locale, timezone, phone, email, tags, traits, points, tier, stage, owner, streak } = contact
  const zone = contact.timezone ?? community.timezone
  return {
    ...{ id, name, locale, timezone, phone, email, tags, traits, points, tier, stage, owner, streak },
    risk: riskOf(contact, community).score,
    roles: rolesOf(contact, community),
    roles_given: contact.facts.roles !== undefined,
    active_days: contact.facts.activity?.days ?? 0,
    active_streak: activeStreak(contact, community.now, zone),
    last_active_day: contact.facts.activity?.day ?? null,
    best_hour: bestHour(contact),
    best_streak: contact.facts.checkin?.best ?? streak,
    expiring: (contact.facts.points?.lots ?? []).map(([at, left]) => ({ at: formatIso(at), points: left })),
    badges: Object.keys(contact.facts.badges ?? {}),
    referrals: contact.referrals,
    consents: contact.consents,
    identities: contact.identities.map(({ channel, external_id }) => ({ channel, external_id })),
    blocked: contact.facts.blocked !== undefined,
    blocked_reason: contact.facts.blocked?.reason || null,
    quiet_hours: contact.facts.quietHours ?? null,
    last_channel: contact.lastChannel,
    joined_at: isoOrNull(contact.joinedAt),
    left_at: isoOrNull(contact.leftAt),
    last_seen_at: isoOrNull(contact.lastSeenAt),
    created_at: formatIso(contact.createdAt),
  }
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : formatIso(ms)
}

import type { Contact, EngineEvent, Run } from '../../schema/actor.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { Settings } from '../../schema/settings.ts'
import type { Scope } from '../language/expressions.ts'
import { activeStreak } from './activity.ts'
import { bestHour } from './best-hour.ts'
import { isListed } from './mood.ts'
import type { Program } from './program.ts'
import { rolesBy } from './roles.ts'
import { sayer } from './say.ts'
import { segmentsIn } from './segments.ts'
import type { Turn } from './turn.ts'

/** The variables of LANGUAGE.md as an expression sees them now. Timestamps are Dates. */
export function scopeOf(turn: Turn, run: Run, program: Program, event?: EngineEvent): Scope {
  return {
    now: new Date(turn.world.now),
    contact: contactVariables(turn.actor.contact, turn.world),
    event: eventVariables(event ?? run.memory.event),
    inputs: { ...program.inputs, ...run.memory.inputs },
    vars: run.memory.vars,
    steps: run.memory.steps,
    run: { id: run.id, started_at: new Date(run.startedAt) },
    ...loopVariables(run),
    segments: segmentsOf(turn),
    listed: (list, text) => isListed(turn.world.words ?? [], list, text),
    say: sayer(turn, program),
  }
}

/** The innermost loop that the run is inside of. */
function loopVariables(run: Run): { loop?: { index: number } } {
  const innermost = run.memory.loops.at(-1)
  return innermost ? { loop: { index: innermost.index } } : {}
}

/** The variables that a trigger sees: there is no run yet. */
export function triggerScope(turn: Turn, program: Program, event: EngineEvent, inputs?: JsonObject): Scope {
  return {
    now: new Date(turn.world.now),
    contact: contactVariables(turn.actor.contact, turn.world),
    event: eventVariables(event),
    inputs: { ...program.inputs, ...inputs },
    vars: {},
    steps: {},
    segments: segmentsOf(turn),
    listed: (list, text) => isListed(turn.world.words ?? [], list, text),
  }
}

/** What `segment("name")` says of the contact as it is now. */
export function segmentsOf({ actor, world }: Turn): NonNullable<Scope['segments']> {
  const about = (): Scope => ({ contact: contactVariables(actor.contact, world), now: new Date(world.now) })
  return (name) => segmentsIn(world.segments, about())(name)
}

/** What judging a contact needs to know beside it. */
export type Community = { locale: string; timezone: string; settings: Settings; now: number }

/** A contact as expressions see it. Without a locale or a time zone of its own it has the community's. */
export function contactVariables(contact: Contact, community: Community): Record<string, unknown> {
  const { settings, now } = community
  const roles = (): string[] => contact.facts.roles ?? rolesBy(settings.roles, { contact: seen, now: new Date(now) })
  const seen = plainVariables(contact, community)
  // Asked for only when an expression does; roles are not made of roles.
  return Object.defineProperty({ ...seen }, 'roles', { enumerable: true, get: roles })
}

/** The roles of a contact: those that were given by hand, else those whose rules hold. */
export function rolesOf(contact: Contact, community: Community): string[] {
  return contactVariables(contact, community).roles as string[]
}

function plainVariables(contact: Contact, community: Community): Record<string, unknown> {
  const { locale, now } = community
  const timezone = contact.timezone ?? community.timezone
  return {
    id: contact.id,
    name: contact.name ?? '',
    locale: contact.locale ?? locale,
    timezone,
    phone: contact.phone ?? '',
    email: contact.email ?? '',
    tags: contact.tags,
    traits: contact.traits,
    points: contact.points,
    tier: contact.tier ?? '',
    stage: contact.stage,
    risk: contact.risk,
    owner: contact.owner ?? '',
    best_hour: bestHour(contact),
    active_days: contact.facts.activity?.days ?? 0,
    active_streak: activeStreak(contact, now, timezone),
    streak: contact.streak,
    best_streak: contact.facts.checkin?.best ?? contact.streak,
    earned: contact.facts.boards?.points?.ever?.[1] ?? 0,
    expiring: (contact.facts.points?.lots ?? []).map(([at, points]) => ({ at: new Date(at), points })),
    badges: Object.keys(contact.facts.badges ?? {}),
    referrals: contact.referrals,
    consents: contact.consents,
    identities: contact.identities,
    joined_at: dateOrNull(contact.joinedAt),
    left_at: dateOrNull(contact.leftAt),
    last_seen_at: dateOrNull(contact.lastSeenAt),
    created_at: new Date(contact.createdAt),
  }
}

export function eventVariables(event: Omit<EngineEvent, 'causes'>): Record<string, unknown> {
  return { id: event.id, type: event.type, time: new Date(event.at), channel: event.channel ?? '', data: event.data }
}

function dateOrNull(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms)
}

import type { Contact, EngineEvent, Run } from '../../schema/actor.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { Scope } from '../language/expressions.ts'
import { bestHour } from './best-hour.ts'
import type { Program } from './program.ts'
import { sayer } from './say.ts'
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
  }
}

/** A contact as expressions see it. Without a locale or a time zone of its own it has the community's. */
export function contactVariables(
  contact: Contact,
  community: { locale: string; timezone: string },
): Record<string, unknown> {
  return {
    id: contact.id,
    name: contact.name ?? '',
    locale: contact.locale ?? community.locale,
    timezone: contact.timezone ?? community.timezone,
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
    streak: contact.streak,
    best_streak: contact.facts.checkin?.best ?? contact.streak,
    earned: contact.facts.boards?.points?.ever?.[1] ?? 0,
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

function eventVariables(event: EngineEvent): Record<string, unknown> {
  return { id: event.id, type: event.type, time: new Date(event.at), channel: event.channel ?? '', data: event.data }
}

function dateOrNull(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms)
}

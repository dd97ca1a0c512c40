import type { Contact } from '../../schema/actor.ts'

/** A contact that nobody has met yet. It exists from its first commit on. */
export function newContact(id: string, nowMs: number): Contact {
  return {
    id,
    kind: 'contact',
    version: 0,
    name: null,
    locale: null,
    timezone: null,
    phone: null,
    email: null,
    tags: [],
    traits: {},
    points: 0,
    tier: null,
    stage: 'new',
    risk: 0,
    owner: null,
    streak: 0,
    referrals: 0,
    consents: {},
    identities: [],
    lastChannel: null,
    joinedAt: null,
    leftAt: null,
    lastSeenAt: null,
    createdAt: nowMs,
    entries: {},
    branches: {},
    dates: {},
    segments: {},
    bursts: {},
    throttles: {},
    runCount: 0,
    ledgerCount: 0,
  }
}

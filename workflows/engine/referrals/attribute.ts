import type { Contact, EngineEvent, Identity } from '../../../schema/actor.ts'
import type { Wanted } from '../../../schema/ask.ts'
import type { JsonObject } from '../../../schema/json.ts'
import type { Attributed, Marks, ReferralShape } from '../../../schema/referral.ts'
import { parseDuration } from '../../language/duration.ts'
import type { World } from '../world.ts'
import { type Judged, judge } from './judge.ts'
import { marksOf } from './marks.ts'

/** Why nobody is said to have invited a contact; nothing is written of it. */
export type Refusal = 'already_attributed' | 'known_before' | 'window_over' | 'no_code' | 'unknown_code' | 'no_member'

export type Claiming =
  | { kind: 'refused'; reason: Refusal }
  | { kind: 'ask'; wants: Extract<Wanted, { kind: 'referral' }> }

const CODE_CHARS_MAX = 500
const LINK_MS = 60_000

/** What a contact and its event say by themselves: whoever is known already, or came too long ago, was invited by nobody. */
export function claiming(contact: Readonly<Contact>, given: string, event: EngineEvent, world: World): Claiming {
  const { referral } = world.settings
  const refused = refusalOf(contact, world)
  if (refused) return { kind: 'refused', reason: refused }
  const read = readCode(given, referral, world)
  if (read.kind === 'over') return { kind: 'refused', reason: 'window_over' }
  if (read.code === '') return { kind: 'refused', reason: 'no_code' }
  const marks = marksOf(contact, event.data, world)
  const happenedAt = Math.min(event.at, world.now)
  const inviter = inviterOf(given.trim(), event)
  return { kind: 'ask', wants: { kind: 'referral', code: read.code, inviter, happenedAt, marks } }
}

function refusalOf(contact: Readonly<Contact>, { settings, now }: World): Refusal | undefined {
  const known = contact.facts.referral
  if (contact.kind !== 'contact') return 'no_member'
  if (known?.by) return 'already_attributed'
  if (known?.rejoined) return 'known_before'
  const cameAt = contact.joinedAt ?? contact.createdAt
  return now - cameAt > (parseDuration(settings.referral.window) ?? 0) ? 'window_over' : undefined
}

/** Whom the platform itself names as the inviter is found by the id there; nobody else is found by anything but a code. */
function inviterOf(given: string, { channel, data }: EngineEvent): Identity | null {
  return channel !== null && given !== '' && data.inviter === given ? { channel, external_id: given } : null
}

type ReadCode = { kind: 'code'; code: string } | { kind: 'over' }

/**
 * A code as it comes: bare, behind the prefix of a platform (`qrscene_`), as the link itself, or in the token that the
 * landing page keeps, which says when it was given and is signed.
 */
function readCode(given: string, { code: { alphabet }, window }: ReferralShape, { keyed, now }: World): ReadCode {
  const text = given.trim().slice(0, CODE_CHARS_MAX)
  const last = /\/r\/([^/?#]+)/.exec(text)?.[1] ?? text
  const bare = last.replace(/^(?:qrscene_|ref[_=-]|r_|invite[_-])+/i, '')
  const [code = '', minute = '', mac = ''] = bare.split('.')
  if (mac !== '' && keyed && tokenMac(keyed, code, minute) === mac) {
    const over = now - Number.parseInt(minute, 36) * LINK_MS > (parseDuration(window) ?? 0)
    if (over) return { kind: 'over' }
  }
  return { kind: 'code', code: /[a-z]/.test(alphabet) ? code : code.toUpperCase() }
}

/** What the landing page keeps of an invitation: the code, when it was opened, and our signature. */
export function invitationToken(keyed: (text: string) => string, code: string, nowMs: number): string {
  const minute = Math.floor(nowMs / LINK_MS).toString(36)
  return `${code}.${minute}.${tokenMac(keyed, code, minute)}`
}

function tokenMac(keyed: (text: string) => string, code: string, minute: string): string {
  return keyed(`referral token ${code} ${minute}`)
}

export type Settled =
  | { kind: 'refused'; reason: Refusal }
  | ({ kind: 'judged'; found: Attributed; at: number } & Judged)

/** What the commit has answered, judged. */
export function settleClaim(
  id: string,
  claim: { at: number; marks: Marks },
  answer: JsonObject,
  settings: ReferralShape,
): Settled {
  if (answer.refused !== undefined) return { kind: 'refused', reason: refusalFrom(answer.refused) }
  const found = { ...NOTHING_FOUND, ...answer } as Attributed
  return { kind: 'judged', found, at: claim.at, ...judge({ id, ...claim }, found, settings) }
}

function refusalFrom(said: unknown): Refusal {
  return said === 'already_attributed' ? 'already_attributed' : 'unknown_code'
}

/** What is answered where nobody counts: in a simulation. */
const NOTHING_FOUND: Attributed = {
  ...{ referrer: '', code: '', since: 0, marks: {}, ring: null },
  same: { device: 0, phone: 0, email: 0 },
  ...{ byReferrer: [0, 0, 0], byBoth: [0, 0, 0], byAddress: [0, 0, 0] },
}

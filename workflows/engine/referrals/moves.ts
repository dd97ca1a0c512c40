import type { Contact } from '../../../schema/actor.ts'
import type { JsonObject } from '../../../schema/json.ts'
import type { Brought, ReferralChange, ReferralStatus, Signal } from '../../../schema/referral.ts'
import { parseDuration } from '../../language/duration.ts'
import { raise } from '../apply.ts'
import type { Turn } from '../turn.ts'
import type { World } from '../world.ts'
import { signalsBy, weigh, weighed } from './weigh.ts'

type Attribution = {
  referrer: string
  code: string
  at: number
  status: Brought['status']
  score: number
  signals: Signal[]
}

export type Move = { to: ReferralStatus; reason: string | null; decidedBy?: string | null; signals?: Signal[] }

/** Note who brought this contact, once and for ever, and tell both. */
export function attribute(turn: Turn, { referrer, code, signals, ...judged }: Attribution, causes: string[]): void {
  const { contact } = turn.actor
  if (contact.facts.referral?.by) return
  const by: Brought = { ...judged, referrer, activeBefore: contact.facts.activity?.days ?? 0, moves: 0 }
  remember(contact, planned(by, turn.world))
  const reason = judged.status === 'pending' ? null : (strongest(signals)?.signal ?? null)
  write(turn, { to: by.status, reason, signals })
  const told = { code, referrer_id: referrer, status: by.status, score: by.score, ...(reason && { reason }) }
  tell(turn, 'referral.attributed', told, { from: null, to: by.status, causes })
  if (by.status === 'rejected')
    raise(turn, 'referral.rejected', { ...about(turn), reason: reason ?? 'rejected' }, causes)
}

function strongest(signals: readonly Signal[]): Signal | undefined {
  return signals.toSorted((a, b) => b.weight - a.weight)[0]
}

/** Bring a referral into another status, and tell both. Answers the status it has come to. */
export function moveReferral(turn: Turn, { to, reason, ...more }: Move, causes: string[]): ReferralStatus | undefined {
  const { contact } = turn.actor
  const by = contact.facts.referral?.by
  if (!by || by.status === to) return by?.status
  const from = by.status
  const { dueAt: _, wanted: __, ...rest } = by
  const qualifiedAt = to === 'qualified' ? { qualifiedAt: turn.world.now } : {}
  remember(contact, planned({ ...rest, ...qualifiedAt, status: to, moves: by.moves + 1 }, turn.world))
  write(turn, { to, reason, ...more })
  const type = typeOf(from, to)
  if (type === null) return to
  const reversed = to === 'reversed' || (to === 'rejected' && from === 'qualified')
  tell(turn, type, { ...(reason !== null && { reason }), ...(reversed && { reversed }) }, { from, to, causes })
  return to
}

/** What it is called; nobody hears that something is no more held. */
function typeOf(from: ReferralStatus, to: ReferralStatus): string | null {
  if (to === 'qualified') return 'referral.qualified'
  if (to === 'rejected' || to === 'reversed') return 'referral.rejected'
  return from === 'rejected' ? 'referral.attributed' : null
}

type Qualifying = { reason: string | null; causes: string[] /** What the commit has said of it. */; found?: JsonObject }

/**
 * Qualify as soon as that can be: what is held waits for its time, what is being reviewed for a person. What is known of
 * those who came like it is asked for first, unless it is told.
 */
export function qualifyReferral(turn: Turn, { reason, causes, found }: Qualifying): ReferralStatus | undefined {
  const { contact } = turn.actor
  const by = contact.facts.referral?.by
  if (by?.status === 'held') remember(contact, { ...by, wanted: true })
  if (by?.status !== 'pending') return by?.status
  if (by.approved) return moveReferral(turn, { to: 'qualified', reason }, causes)
  if (found === undefined) {
    weigh(turn, reason)
    return by.status
  }
  const status = statusBy(by, found, turn.world)
  if (status === 'pending') return moveReferral(turn, { to: 'qualified', reason }, causes)
  const signals = signalsBy(found, turn.world.settings.referral)
  remember(contact, { ...by, score: scoreBy(by, signals) })
  const moved = moveReferral(turn, { to: status, reason: strongest(signals)?.signal ?? null, signals }, causes)
  const present = contact.facts.referral?.by
  if (present && status !== 'rejected') remember(contact, { ...present, wanted: true })
  return moved
}

/** Go on with what was to qualify, by what the commit has answered. */
export function hearWeighed(turn: Turn): void {
  const heard = weighed(turn)
  if (heard) qualifyReferral(turn, { ...heard, causes: [] })
}

/** What it comes to by what is known now: pending when nothing has changed. Nothing is held after its time. */
export function statusBy(by: Brought, found: JsonObject, { settings, now }: World): ReferralStatus {
  const { referral } = settings
  const signals = signalsBy(found, referral)
  if (by.approved || signals.length === 0) return 'pending'
  const { thresholds, hold_for } = referral
  const score = scoreBy(by, signals)
  if (score >= thresholds.reject) return 'rejected'
  if (score >= thresholds.review) return 'review'
  return score >= thresholds.hold && now < by.at + msOf(hold_for) ? 'held' : 'pending'
}

/** What spoke against it when it was made may speak again now: the worse of the two counts. */
function scoreBy(by: Brought, signals: readonly Signal[]): number {
  const sum = signals.reduce((total, { weight }) => total + weight, 0)
  return Math.min(100, Math.max(by.score, sum))
}

/** A person says that it is genuine: it counts as soon as it qualifies, or at once when it was only held up. */
export function approveReferral(
  turn: Turn,
  { by: decidedBy, reason }: { by: string | null; reason: string | null },
  causes: string[],
): ReferralStatus | undefined {
  const { contact } = turn.actor
  const by = contact.facts.referral?.by
  if (!by || by.status === 'qualified' || by.status === 'reversed') return by?.status
  remember(contact, { ...by, approved: true })
  return moveReferral(turn, { to: by.wanted ? 'qualified' : 'pending', reason, decidedBy }, causes)
}

/** Reject, or take back what has counted while that can be. */
export function rejectReferral(
  turn: Turn,
  reason: string,
  causes: string[],
  decidedBy?: string,
): ReferralStatus | undefined {
  const by = turn.actor.contact.facts.referral?.by
  if (!by || isOver(by)) return by?.status
  const to = by.status === 'qualified' ? 'reversed' : 'rejected'
  if (to === 'reversed' && decidedBy === undefined && !canReverse(by, turn.world)) return by.status
  return moveReferral(turn, { to, reason, ...(decidedBy !== undefined && { decidedBy }) }, causes)
}

function isOver({ status }: Brought): boolean {
  return status === 'rejected' || status === 'reversed'
}

function canReverse({ qualifiedAt }: Brought, { settings, now }: World): boolean {
  return now - (qualifiedAt ?? 0) <= msOf(settings.referral.reversal)
}

/** Carry on with what time or the contact's own doing has decided. */
export function settleReferral(turn: Turn): void {
  const { contact } = turn.actor
  const { now, settings } = turn.world
  const by = contact.facts.referral?.by
  if (!by || isOver(by)) return
  if (contact.leftAt !== null && contact.leftAt >= by.at) {
    rejectReferral(turn, 'left', [])
    return
  }
  if (by.status === 'held' && now >= by.at + msOf(settings.referral.hold_for)) {
    const { dueAt: _, ...rest } = by
    remember(contact, planned({ ...rest, status: 'pending' }, turn.world))
    write(turn, { to: 'pending', reason: null })
    if (by.wanted) qualifyReferral(turn, { reason: null, causes: [] })
  }
  const present = contact.facts.referral?.by
  if (present?.status !== 'pending' || settings.referral.qualify.on !== undefined) return
  if (now < present.at + msOf(settings.referral.qualify.after)) return
  const active = (contact.facts.activity?.days ?? 0) - present.activeBefore
  if (active >= (settings.referral.qualify.active_days ?? 0)) qualifyReferral(turn, { reason: null, causes: [] })
  else {
    const { dueAt: _, ...looked } = present
    remember(contact, looked)
  }
}

/** Hold what has qualified too soon: it counts when the hold is over. */
export function holdReferral(turn: Turn, signal: Signal): void {
  const { contact } = turn.actor
  const by = contact.facts.referral?.by
  if (!by) return
  const score = Math.min(100, by.score + signal.weight)
  remember(contact, planned({ ...by, status: 'held', score, wanted: true }, turn.world))
  write(turn, { to: 'held', reason: signal.signal, signals: [signal] })
}

export function referralDueAt({ facts }: Contact): number | null {
  const { asking, weighing, by } = facts.referral ?? {}
  return asking?.at ?? weighing?.at ?? by?.dueAt ?? null
}

/** When to look again, by its status. */
function planned(by: Brought, { settings }: World): Brought {
  const { hold_for, qualify } = settings.referral
  if (by.status === 'held') return { ...by, dueAt: by.at + msOf(hold_for) }
  if (by.status === 'pending' && qualify.on === undefined) return { ...by, dueAt: by.at + msOf(qualify.after) }
  return by
}

function remember(contact: Contact, by: Brought): void {
  contact.facts = { ...contact.facts, referral: { ...contact.facts.referral, by } }
}

function write(turn: Turn, { to, reason, decidedBy = null, signals }: Move): void {
  const score = turn.actor.contact.facts.referral?.by?.score ?? 0
  const { actor, world } = turn
  const row: ReferralChange = {
    ...{ inviteeId: actor.contact.id, status: to, at: world.now, reason, decidedBy },
    ...(signals && { signals, score }),
  }
  turn.kept.push({ table: 'referrals', row })
}

function about({ actor: { contact } }: Turn): JsonObject {
  const referrer = contact.facts.referral?.by?.referrer ?? ''
  return { referral_id: contact.id, invitee_id: contact.id, referrer_id: referrer, role: 'invitee' }
}

type Told = { from: ReferralStatus | null; to: ReferralStatus; causes: string[] }

/** Say it to the invited one here and now, and to the referrer through the inbox, by the same commit. */
function tell(turn: Turn, type: string, data: JsonObject, { from, to, causes }: Told): void {
  const { contact } = turn.actor
  const by = contact.facts.referral?.by
  if (!by) return
  const said = { ...about(turn), ...data }
  raise(turn, type, said, causes)
  if (by.referrer === '' || by.referrer === contact.id) return
  turn.emitted.push({
    ...{ id: `${toldPrefix(contact.id)}${by.moves}`, subjectId: by.referrer, type, at: turn.world.now, causes },
    data: { ...said, role: 'referrer', from, to },
  })
}

/** What begins the ids of what an invited contact tells: nothing else can be named so. */
export function toldPrefix(inviteeId: string): string {
  return `${inviteeId}-referral-`
}

export function msOf(duration: string): number {
  return parseDuration(duration) ?? 0
}

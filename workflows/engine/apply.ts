import type { EngineEvent } from '../../schema/actor.ts'
import type { JsonObject } from '../../schema/json.ts'
import { raising, resolving } from './alerts/pager.ts'
import { giveBadge } from './badges.ts'
import { score } from './boards.ts'
import { changeConsent } from './consents.ts'
import { collect, collectedJson } from './digest.ts'
import type { Effect } from './effect.ts'
import { RAISED_CHARS_MAX, RAISED_MAX } from './limits.ts'
import { cancelOthers, startAnother } from './other-runs.ts'
import { enterPoints, pendPoints, remember } from './points.ts'
import { approveReferral, attribute, qualifyReferral, rejectReferral } from './referrals/moves.ts'
import { reverseRef } from './reverse-points.ts'
import { NEGATIVE, noteNegative } from './risk.ts'
import { giveTier } from './tiers.ts'
import type { Turn } from './turn.ts'

/**
 * Apply what an action wants changed to the actor, and collect what the commit must write. Answers what is known only
 * now, by the name of the output that it becomes.
 */
export function apply(turn: Turn, effects: readonly Effect[], causes: string[]): JsonObject {
  const told: JsonObject = {}
  for (const effect of effects) applyOne(turn, effect, causes, told)
  return told
}

function applyOne(turn: Turn, effect: Effect, causes: string[], told: JsonObject): void {
  const { contact } = turn.actor
  switch (effect.kind) {
    case 'contact':
      Object.assign(contact, effect.patch)
      return
    case 'ledger':
      enterPoints(turn, effect)
      return
    case 'pend':
      pendPoints(turn, effect.pending)
      return
    case 'points':
      remember(contact, effect.change)
      return
    case 'facts':
      contact.facts = { ...contact.facts, ...effect.change }
      return
    case 'reverse': {
      const from = contact.points
      const reversed = reverseRef(turn, effect.ref, effect.reason)
      if (reversed.kind === 'refused') return
      Object.assign(told, { reversed: reversed.points, short: reversed.short, balance: contact.points })
      const delta = contact.points - from
      const data = { from, to: contact.points, balance: contact.points, delta, reason: effect.reason }
      if (delta !== 0) raise(turn, 'contact.points_changed', data, causes)
      return
    }
    case 'score':
      score(turn, effect.board, effect.delta)
      return
    case 'tier':
      told.changed = giveTier(turn, effect.tier, effect.until, causes)
      return
    case 'badge':
      told.changed = giveBadge(turn, effect.badge, causes)
      return
    case 'attribute':
      attribute(turn, effect, causes)
      return
    case 'referral':
      if (effect.qualifies) qualifyReferral(turn, { reason: effect.reason, causes, found: effect.found })
      else rejectReferral(turn, effect.reason, causes)
      return
    case 'referral approved':
      approveReferral(turn, effect, causes)
      return
    case 'raise':
      raise(turn, effect.type, effect.data, causes)
      if (effect.tells !== undefined) told[effect.tells] = turn.queue.at(-1)?.id ?? null
      return
    case 'consent':
      changeConsent(turn, effect.wish, causes)
      return
    case 'collect':
      Object.assign(told, collectedJson(collect(turn, effect.collecting)))
      return
    case 'task':
      turn.tasks.push(effect.task)
      return
    case 'keep':
      turn.kept.push(effect.row)
      return
    case 'count':
      if (effect.metric === NEGATIVE) noteNegative(contact, turn.world.now)
      turn.counts.push({ metric: effect.metric, value: effect.value, causes })
      return
    case 'start':
      Object.assign(told, startAnother(turn, effect, causes))
      return
    case 'cancel':
      told.cancelled = cancelOthers(turn, effect)
      return
    case 'alert':
      turn.emitted.push(raising(turn.world.now, { ...effect, causes }))
      return
    case 'alert resolved': {
      const event = resolving(turn, { ...effect, causes })
      if (event) turn.emitted.push(event)
      return
    }
    case 'emit': {
      const { id, subjectId, type, data } = effect
      turn.emitted.push({ id, subjectId, type, at: turn.world.now, data, causes })
      return
    }
    default:
      effect satisfies never
  }
}

/** Raise an event about the same subject. It is handled in this turn, after the one that caused it. */
export function raise(turn: Turn, type: string, data: JsonObject, causes: string[]): void {
  push(turn, { type, channel: turn.cause?.channel ?? null, data, causes })
}

/** Raise what a trigger of ours waits for. It has no channel, and so nobody outside can say it. */
export function raiseOwn(turn: Turn, type: string, data: JsonObject): void {
  push(turn, { type, channel: null, data, causes: [] })
}

function push(turn: Turn, event: Pick<EngineEvent, 'type' | 'channel' | 'data' | 'causes'>): void {
  turn.raisedChars += JSON.stringify(event.data).length
  if (turn.raisedCount >= RAISED_MAX || turn.raisedChars > RAISED_CHARS_MAX) return
  turn.queue.push({ id: childId(turn), at: turn.world.now, ...event })
}

/** Children are numbered under the event that was there first; without one, under the commit that raises them. */
export function childId(turn: Turn): string {
  const { contact } = turn.actor
  turn.raisedCount += 1
  if (turn.cause) return `${turn.cause.id}.${turn.raisedCount}`
  turn.ownCount += 1
  return `${contact.id}-v${contact.version + 1}.${turn.ownCount}`
}

import type { Contact } from '../../schema/actor.ts'
import type { Stage, StageShape } from '../../schema/members.ts'
import { parseDuration } from '../language/duration.ts'
import { raise } from './apply.ts'
import type { Turn } from './turn.ts'

/**
 * The stage that a member is in at an instant: new for a while after joining; then active, dormant or churned by how
 * long they have done nothing. Who has left is churned at once, and new again when they come back by joining.
 */
export function stageAt(contact: Readonly<Contact>, stages: StageShape, atMs: number): Stage {
  if (contact.leftAt !== null) return 'churned'
  const { newUntil, dormantAt, churnedAt } = instantsOf(contact, stages)
  if (atMs < newUntil) return 'new'
  if (atMs >= churnedAt) return 'churned'
  return atMs >= dormantAt ? 'dormant' : 'active'
}

/** When the stage will change if nothing happens, or null. */
export function nextStageAt(contact: Readonly<Contact>, stages: StageShape, nowMs: number): number | null {
  if (contact.leftAt !== null) return null
  const stage = stageAt(contact, stages, nowMs)
  const coming = Object.values(instantsOf(contact, stages)).filter((at) => at > nowMs)
  coming.sort((a, b) => a - b)
  return coming.find((at) => stageAt(contact, stages, at) !== stage) ?? null
}

function instantsOf(contact: Readonly<Contact>, stages: StageShape) {
  const joined = contact.joinedAt ?? contact.createdAt
  const active = Math.max(joined, contact.lastSeenAt ?? joined)
  return {
    newUntil: joined + msOf(stages.new_for),
    dormantAt: active + msOf(stages.dormant_after),
    churnedAt: active + msOf(stages.churned_after),
  }
}

function msOf(duration: string): number {
  return parseDuration(duration) ?? 0
}

/** Bring the stage to what it is now, and say so. Nobody hears of the stage with which a contact begins. */
export function settleStage(turn: Turn): void {
  const { contact } = turn.actor
  if (contact.kind !== 'contact') return
  const from = contact.stage
  const to = stageAt(contact, turn.world.settings.stages, turn.world.now)
  if (from === to) return
  contact.stage = to
  if (contact.version > 0) raise(turn, 'contact.stage_changed', { from, to }, [])
}

/**
 * Plan when to look next. A look that is planned already and not too late stays where it is: who is active every day is
 * looked at once a week, and their events move nothing.
 */
export function planStage(turn: Turn): void {
  const { contact } = turn.actor
  if (contact.kind !== 'contact') return
  const { lookAt, ...others } = contact.facts
  const next = nextStageAt(contact, turn.world.settings.stages, turn.world.now)
  if (next === null) contact.facts = others
  else if (lookAt === undefined || lookAt <= turn.world.now || lookAt > next)
    contact.facts = { ...others, lookAt: next }
}

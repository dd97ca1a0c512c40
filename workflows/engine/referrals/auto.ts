import type { EngineEvent } from '../../../schema/actor.ts'
import { type Ask, resourceOf } from '../../../schema/ask.ts'
import { DAY_MS } from '../limits.ts'
import type { Turn } from '../turn.ts'
import { claiming, settleClaim } from './attribute.ts'
import { attribute } from './moves.ts'

/** Who joins with a field that the settings name is asked for at once, without a workflow: the commit answers. */
export function claimBy(turn: Turn, event: EngineEvent): void {
  const { auto } = turn.world.settings.referral
  const { contact } = turn.actor
  if (event.type !== 'member.joined' || auto.length === 0 || contact.facts.referral?.asking) return
  const given = auto.map((field) => event.data[field]).find((value) => typeof value === 'string' && value.trim() !== '')
  if (typeof given !== 'string') return
  const claimed = claiming(contact, given, event, turn.world)
  if (claimed.kind === 'refused') return
  const { now } = turn.world
  const id = `${contact.id}-referral-asked-${contact.version + 1}`
  const resource = resourceOf('referral', contact.id)
  const ask: Ask = { id, subjectId: contact.id, resource, at: now, keepUntil: now + DAY_MS, ...claimed.wants }
  turn.asks.push(ask)
  const asking = { id, at: now, happenedAt: claimed.wants.happenedAt, marks: claimed.wants.marks }
  contact.facts = { ...contact.facts, referral: { ...contact.facts.referral, asking } }
}

/** Go on with what the commit has answered. */
export function hearClaim(turn: Turn): void {
  const { contact, granted } = turn.actor
  const { asking, ...others } = contact.facts.referral ?? {}
  if (!asking || granted === undefined || turn.asks.some(({ id }) => id === asking.id)) return
  contact.facts = { ...contact.facts, referral: others }
  const answer = granted.get(asking.id) ?? { refused: 'unknown_code' }
  const claim = { at: asking.happenedAt, marks: asking.marks }
  const settled = settleClaim(contact.id, claim, answer, turn.world.settings.referral)
  if (settled.kind === 'refused') return
  const { found, at, status, score, signals } = settled
  attribute(turn, { referrer: found.referrer, code: found.code, at, status, score, signals }, [])
}

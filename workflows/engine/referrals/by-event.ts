import type { EngineEvent } from '../../../schema/actor.ts'
import type { Brought, ReferralShape } from '../../../schema/referral.ts'
import { type Expression, holds, parseExpression } from '../../language/expressions.ts'
import { compileMatch } from '../compile.ts'
import { matches } from '../match.ts'
import { contactVariables } from '../scope.ts'
import type { Turn } from '../turn.ts'
import { holdReferral, msOf, qualifyReferral } from './moves.ts'

const compiled = new Map<string, Expression | null>()
const COMPILED_MAX = 50

/** The condition of the settings, read once. One that cannot be read holds for nobody; the settings refuse it. */
function conditionOf(source: string): Expression | null {
  const known = compiled.get(source)
  if (known !== undefined) return known
  const parsed = readCondition(source)
  if (compiled.size >= COMPILED_MAX) compiled.clear()
  const condition = parsed.kind === 'expression' ? parsed.expression : null
  compiled.set(source, condition)
  return condition
}

function readCondition(source: string): ReturnType<typeof parseExpression> {
  return parseExpression(source, { allows: ['contact', 'event', 'now'], returns: 'bool' })
}

/** An event may be what the invited member had to do. One that comes too soon is held with the others that are suspicious. */
export function qualifyByEvent(turn: Turn, event: EngineEvent): void {
  const by = turn.actor.contact.facts.referral?.by
  if (!by || (by.status !== 'pending' && by.status !== 'held') || !isWanted(turn, by, event)) return
  const { limits, weights, thresholds } = turn.world.settings.referral
  const tookMs = event.at - by.at
  const score = Math.min(100, by.score + weights.too_fast)
  const isSuspicious = by.status === 'pending' && tookMs < msOf(limits.too_fast) && score >= thresholds.hold
  if (isSuspicious)
    holdReferral(turn, { signal: 'too_fast', weight: weights.too_fast, value: Math.floor(tookMs / 1000) })
  else qualifyReferral(turn, { reason: null, causes: [] })
}

function isWanted(turn: Turn, by: Brought, event: EngineEvent): boolean {
  const { qualify } = turn.world.settings.referral
  const { id, type, at, channel, data } = event
  if (qualify.on === undefined || type.startsWith('referral.') || at < by.at) return false
  if (!matches(compileMatch(qualify.on), type)) return false
  if (qualify.if === undefined) return true
  const condition = conditionOf(qualify.if)
  const contact = contactVariables(turn.actor.contact, turn.world)
  const said = { id, type, time: new Date(at), channel: channel ?? '', data }
  return condition !== null && holds(condition, { contact, event: said, now: new Date(turn.world.now) }).holds
}

/** What is wrong with the condition of the settings. */
export function referralProblems({ qualify }: ReferralShape): { path: string; message: string }[] {
  const read = qualify.if === undefined ? undefined : readCondition(qualify.if)
  return read?.kind === 'problem' ? [{ path: 'referral.qualify.if', message: read.problem.message }] : []
}

import * as v from 'valibot'
import { resourceOf } from '../../../schema/ask.ts'
import { Duration, Slug } from '../../../schema/text.ts'
import { PENDING_MAX } from '../../engine/points.ts'
import { localDay, periodOf } from '../../language/day.ts'
import { parseDuration } from '../../language/duration.ts'
import { action, type Decision, type Facts } from '../action.ts'
import { entryId, Points, pointsChanged, Reason, Ref } from './points.ts'

const params = {
  points: Points,
  reason: Reason,
  expires_in: v.optional(Duration),
  pending_for: v.optional(Duration),
  /** What this step awards to one member on one day at most. */
  limit_per_day: v.optional(Points),
  /** The budget of the community's settings that it comes out of. */
  budget: v.optional(Slug),
  ref: v.optional(Ref),
}

type Award = v.InferOutput<v.StrictObjectSchema<typeof params, undefined>>

/**
 * Give points: at once, or when `pending_for` is over. Refused with `limit_reached` when the member has had enough
 * today, and with `budget_exhausted` when the budget has; then nothing is given, not even a part.
 */
export const award = action({
  name: 'points.award',
  params,
  result: { balance: v.number(), entry_id: v.string(), pending: v.optional(v.boolean()) },
  decide: (asked, facts) => limited(asked, facts) ?? budgeted(asked, facts) ?? give(asked, facts),
})

/** What rules gave this member today, and what they would have given with this. */
function today({ points }: Award, { contact, world, now, program, key }: Facts) {
  const day = localDay(now, contact.timezone ?? world.timezone)
  const known = contact.facts.points?.day
  const { all, rules } = known?.day === day ? known : { all: 0, rules: {} as Record<string, number> }
  const rule = `${program.workflowId}.${key.split(':')[1]}`
  const mine = (rules[rule] ?? 0) + points
  return { mine, day: { day, all: all + points, rules: { ...rules, [rule]: mine } } }
}

function limited(asked: Award, facts: Facts): Decision | undefined {
  const { mine, day } = today(asked, facts)
  const { daily_limit: most } = facts.world.settings.points
  const { limit_per_day: ours } = asked
  if (ours !== undefined && mine > ours)
    return { kind: 'refused', code: 'limit_reached', message: `this step gives ${ours} points a day, not ${mine}` }
  if (most !== undefined && day.all > most)
    return { kind: 'refused', code: 'limit_reached', message: `a member gets ${most} points a day, not ${day.all}` }
  if ((facts.contact.facts.points?.pending?.length ?? 0) >= PENDING_MAX && asked.pending_for !== undefined)
    return { kind: 'refused', code: 'limit_reached', message: `${PENDING_MAX} awards are pending` }
  return undefined
}

/** A budget is shared by everybody: its place is asked for before anything is given. */
function budgeted({ budget: name, points }: Award, { world, now, answer }: Facts): Decision | undefined {
  if (name === undefined) return undefined
  const budget = world.settings.points.budgets[name]
  if (!budget) return { kind: 'refused', code: 'unknown_budget', message: `the settings have no budget ${name}` }
  if (answer?.refused !== undefined)
    return { kind: 'refused', code: 'budget_exhausted', message: `less than ${points} points are left in ${name}` }
  if (answer) return undefined
  const period = periodOf(localDay(now, world.timezone), budget.per)
  const wants = { kind: 'share' as const, amount: points, capacity: budget.points }
  return { kind: 'ask', resource: resourceOf('budget', `${name} ${period}`), wants }
}

function give(asked: Award, facts: Facts): Decision {
  const { points, reason, pending_for, ref } = asked
  const { contact, key, now, world } = facts
  const expires = asked.expires_in ?? world.settings.points.expires_in
  const expiresInMs = expires === undefined ? undefined : parseDuration(expires)
  const pendingMs = pending_for === undefined ? 0 : (parseDuration(pending_for) ?? 0)
  const counted = { kind: 'points' as const, change: { day: today(asked, facts).day } }
  const about = { reason, key, ...(ref !== undefined && { ref }) }
  if (pendingMs > 0) {
    const availableAt = now + pendingMs
    const pending = { ...about, points, at: now, availableAt, ...(expiresInMs !== undefined && { expiresInMs }) }
    return {
      kind: 'done',
      output: { balance: contact.points, entry_id: `${contact.id}.${key}`, pending: true },
      effects: [counted, { kind: 'pend', pending }],
    }
  }
  const expiring = expiresInMs === undefined ? {} : { expiresAt: now + expiresInMs }
  return {
    kind: 'done',
    output: { balance: contact.points + points, entry_id: entryId(contact) },
    effects: [
      counted,
      { kind: 'ledger', delta: points, entry: 'award', ...about, ...expiring },
      pointsChanged(contact.points, points, reason),
    ],
  }
}

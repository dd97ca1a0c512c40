import * as v from 'valibot'
import { resourceOf } from '../../../schema/ask.ts'
import { Slug } from '../../../schema/text.ts'
import { lowStock } from '../../engine/alerts/low-stock.ts'
import { spendable } from '../../engine/points.ts'
import { action, type Decision, type Facts } from '../action.ts'
import { entryId, Points, pointsChanged, Reason } from './points.ts'

const params = { points: v.optional(Points), reason: Reason, item: v.optional(Slug) }

/**
 * Take points for something. Refused with `insufficient_points` when there are too few: never below zero. With `item` a
 * unit of it is asked for while the points are set aside; balance and stock change together, or not at all. Without
 * `points` it costs what the item says.
 */
export const redeem = action({
  name: 'points.redeem',
  params,
  result: { balance: v.number(), entry_id: v.string() },
  decide: ({ points: given, reason, item }, facts) => {
    const known = item === undefined ? undefined : facts.world.items?.get(item)
    if (item !== undefined && facts.world.items && !known)
      return { kind: 'refused', code: 'unknown_item', message: `there is no item ${item}` }
    const points = given ?? known?.points
    if (points === undefined) return { kind: 'refused', code: 'invalid_input', message: 'points: how many is not said' }
    return (
      tooFew(points, facts) ??
      (item === undefined ? undefined : take(item, points, facts)) ??
      pay(facts, { points, reason, item })
    )
  },
})

function tooFew(points: number, { contact }: Facts): Decision | undefined {
  const there = spendable(contact)
  if (there >= points) return undefined
  return { kind: 'refused', code: 'insufficient_points', message: `${there} points, ${points} needed` }
}

/** A unit of the item is needed first. */
function take(item: string, points: number, { contact, world, answer }: Facts): Decision | undefined {
  const had = contact.facts.items?.[item] ?? 0
  const most = world.items?.get(item)?.perMember
  if (typeof most === 'number' && had >= most)
    return { kind: 'refused', code: 'limit_reached', message: `a member gets ${most} of ${item}` }
  if (!answer)
    return { kind: 'ask', resource: resourceOf('item', item), wants: { kind: 'share', amount: 1 }, holds: points }
  if (answer.refused === 'unknown')
    return { kind: 'refused', code: 'unknown_item', message: `there is no item ${item}` }
  if (answer.refused !== undefined) return { kind: 'refused', code: 'out_of_stock', message: `no ${item} is left` }
  return undefined
}

function pay(
  facts: Facts,
  { points, reason, item }: { points: number; reason: string; item: string | undefined },
): Decision {
  const { contact, key } = facts
  const had = item === undefined ? {} : { [item]: (contact.facts.items?.[item] ?? 0) + 1 }
  return {
    kind: 'done',
    output: { balance: contact.points - points, entry_id: entryId(contact) },
    effects: [
      { kind: 'ledger', delta: -points, entry: 'redeem', reason, key, ...(item !== undefined && { item }) },
      ...(item === undefined
        ? []
        : [{ kind: 'facts' as const, change: { items: { ...contact.facts.items, ...had } } }]),
      pointsChanged(contact.points, -points, reason),
      ...(item === undefined ? [] : lowStock(resourceOf('item', item), facts)),
    ],
  }
}

import * as v from 'valibot'
import type { Contact } from '../../../schema/actor.ts'
import type { Effect } from '../../engine/effect.ts'

const POINTS_MAX = 1_000_000_000

export const Points = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(POINTS_MAX))

/** Why points came or went, as the ledger says it. */
export const Reason = v.pipe(v.string(), v.maxLength(1000))

/** What an award is for, such as an order's number: by it, it can be reversed. */
export const Ref = v.pipe(v.string(), v.minLength(1), v.maxLength(200))

/** The id of the entry that comes next. */
export function entryId({ id, ledgerCount }: Readonly<Contact>): string {
  return `${id}.${ledgerCount + 1}`
}

export function pointsChanged(from: number, delta: number, reason: string): Effect {
  return {
    kind: 'raise',
    type: 'contact.points_changed',
    data: { from, to: from + delta, balance: from + delta, delta, reason },
  }
}

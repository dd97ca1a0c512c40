import * as v from 'valibot'
import type { Effect } from '../../engine/effect.ts'

export const POINTS_MAX = 1_000_000_000

export const Points = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(POINTS_MAX))

/** Why points came or went, as the ledger says it. */
export const Reason = v.pipe(v.string(), v.maxLength(1000))

export function pointsChanged(from: number, delta: number, reason: string): Effect {
  return {
    kind: 'raise',
    type: 'contact.points_changed',
    data: { from, to: from + delta, balance: from + delta, delta, reason },
  }
}

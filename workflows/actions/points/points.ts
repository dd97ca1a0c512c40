import * as v from 'valibot'
import type { Effect } from '../../engine/effect.ts'

export const POINTS_MAX = 1_000_000_000

export const Points = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(POINTS_MAX))

export function pointsChanged(from: number, delta: number, reason: string): Effect {
  return {
    kind: 'raise',
    type: 'contact.points_changed',
    data: { from, to: from + delta, balance: from + delta, delta, reason },
  }
}

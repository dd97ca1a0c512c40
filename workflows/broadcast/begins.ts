import type { BroadcastShape } from '../../schema/broadcast.ts'

const HOUR_MS = 3_600_000
/** Where a day begins first. */
const EAST_MAX_MS = 14 * HOUR_MS
/** So that a large audience is ready when the first of them is due. */
const AHEAD_MS = HOUR_MS

/** When a broadcast begins, in milliseconds: before the earliest of its members is due. Null: at once. */
export function beginsAt({ schedule: { at, local } }: BroadcastShape): number | null {
  if (local !== undefined) return Date.parse(`${local}Z`) - EAST_MAX_MS - AHEAD_MS
  return at === undefined ? null : Date.parse(at)
}

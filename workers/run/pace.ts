import { limitsOf } from '../channels/capabilities.ts'
import type { Channel } from '../channels/kind.ts'
import { findKind } from '../channels/kinds.ts'

/** Real time at which each channel's next call may go, as far as this isolate knows. */
const next = new Map<string, number>()

/** Take the next place in a channel's pace, and answer how long to wait for it. */
export function pace(channel: Channel, realNow: number): number {
  const sending = findKind(channel.kind)?.sending
  const limits = sending ? limitsOf(sending, channel) : []
  const gapMs = Math.max(0, ...limits.map(({ limit, perMs }) => perMs / limit))
  const at = Math.max(realNow, next.get(channel.id) ?? 0)
  next.set(channel.id, at + gapMs)
  return at - realNow
}

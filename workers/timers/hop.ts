const SECOND_MS = 1000

/** Hops lie on a grid of this many to the longest delay, counted back from the due time. */
const STRIDES = 8

/**
 * When to publish a wake-up for: the due time, or a point before it when the provider cannot wait that long.
 *
 * Whole seconds since the epoch, rounded up, so rounding never makes a wake-up early. An overdue one is published for
 * now. The points of a long wait depend on its due time alone, so arming it again lands on the same one and the
 * provider drops the repetition; and each lies at least 7/8 of the longest delay ahead, so a hop that comes a little
 * early is never answered with the point just passed, which would be dropped too.
 */
export function publishSecond(dueAtMs: number, nowMs: number, hopMaxMs: number): number {
  const tooFarMs = dueAtMs - nowMs - hopMaxMs
  const strideMs = hopMaxMs / STRIDES
  const atMs = tooFarMs <= 0 ? dueAtMs : dueAtMs - Math.ceil(tooFarMs / strideMs) * strideMs
  return Math.ceil(Math.max(atMs, nowMs) / SECOND_MS)
}

import type { RateLimit } from './kind.ts'

/** When messages went through a channel, or will go: real time in milliseconds, ascending. */
export type Slots = { whole: number[]; each: Record<string, number[]> }

/** Whom a message is for, as far as limits care. */
export type Recipient = { to: string; room: boolean }

export function noSlots(): Slots {
  return { whole: [], each: {} }
}

/**
 * The earliest time from `nowMs` on at which a message may go so that no window of any limit ever holds more than it
 * allows, or undefined when that is after `untilMs`. The time found is taken: it is added to `slots`.
 */
export function takeSlot(
  slots: Slots,
  limits: readonly RateLimit[],
  { to, room }: Recipient,
  { nowMs, untilMs }: { nowMs: number; untilMs: number },
): number | undefined {
  const own = slots.each[to] ?? []
  const ruled = limits
    .filter(({ per }) => per !== 'room' || room)
    .map((limit) => ({ taken: limit.per === 'channel' ? slots.whole : own, window: windowOf(limit) }))
  let at = nowMs
  for (let moved = true; moved; ) {
    moved = false
    for (const { taken, window } of ruled) {
      const next = earliest(taken, window, at)
      if (next > untilMs) return undefined
      if (next > at) moved = true
      at = next
    }
  }
  if (limits.some(({ per }) => per === 'channel')) insert(slots.whole, at)
  if (limits.some(({ per }) => per !== 'channel')) {
    slots.each[to] = own
    insert(own, at)
  }
  return at
}

/** Forget what no window reaches any more. */
export function prune(slots: Slots, limits: readonly RateLimit[], nowMs: number): Slots {
  const longest = Math.max(0, ...limits.map((limit) => windowOf(limit).ms))
  const kept = (taken: readonly number[]) => taken.filter((at) => at > nowMs - longest)
  const each = Object.entries(slots.each).map(([to, taken]) => [to, kept(taken)] as const)
  return { whole: kept(slots.whole), each: Object.fromEntries(each.filter(([, taken]) => taken.length > 0)) }
}

/** A message that had a place has reached the platform later than that, at the latest at `doneAt`. */
export function moveSlot(slots: Slots, { to, at, doneAt }: { to: string; at: number; doneAt: number }): void {
  for (const taken of [slots.whole, slots.each[to] ?? []]) {
    const place = taken.indexOf(at)
    if (place === -1) continue
    taken.splice(place, 1)
    insert(taken, doneAt)
  }
}

type Window = { limit: number; ms: number }

/** So many times are remembered of one window; a larger limit is kept as a smaller one over a shorter time. */
const REMEMBERED_MAX = 1000
/** A little longer than published: a request that follows may travel faster than the one before. */
const MARGIN_MS = 100
const MARGIN_PART = 0.02

function windowOf({ limit, perMs }: RateLimit): Window {
  const parts = Math.ceil(limit / REMEMBERED_MAX)
  return { limit: Math.max(1, Math.floor(limit / parts)), ms: (perMs / parts) * (1 + MARGIN_PART) + MARGIN_MS }
}

/** The first time from `at` on that can join `taken` without any window of `ms` holding more than `limit`. */
function earliest(taken: readonly number[], { limit, ms }: Window, at: number): number {
  for (;;) {
    const place = countUpTo(taken, at)
    const crowded = firstCrowded(taken, { limit, ms }, { at, place })
    if (crowded === undefined) return at
    at = Math.max(at + 1, crowded + ms)
  }
}

/** Where a run of `limit` slots begins that would share a window with one more at `at`. */
function firstCrowded(
  taken: readonly number[],
  { limit, ms }: Window,
  { at, place }: { at: number; place: number },
): number | undefined {
  for (let i = Math.max(0, place - limit); i <= place; i++) {
    const [first, last] = [taken[i], taken[i + limit - 1]]
    if (first === undefined || last === undefined) return undefined
    if (Math.max(last, at) - Math.min(first, at) < ms) return first
  }
  return undefined
}

function countUpTo(taken: readonly number[], at: number): number {
  let count = taken.length
  while (count > 0 && (taken[count - 1] ?? 0) > at) count -= 1
  return count
}

function insert(taken: number[], at: number): void {
  taken.splice(countUpTo(taken, at), 0, at)
}

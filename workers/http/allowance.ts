import type { C } from './context.ts'
import { problem } from './problem.ts'

/**
 * Token buckets of this isolate: so many in a minute, as many at once. Counting costs neither a row nor a round trip;
 * what runs in several isolates may do so in each of them.
 */
const buckets = new Map<string, { left: number; at: number }>()
const BUCKETS_MAX = 10_000

/** Take one of what `name` may do. Answers how many seconds it must wait for that; 0 when it need not. */
export function take(name: string, perMinute: number, realNow: number): number {
  const known = buckets.get(name)
  const gained = known ? ((realNow - known.at) * perMinute) / 60_000 : 0
  const left = Math.min(known ? known.left + Math.max(gained, 0) : perMinute, perMinute)
  if (!known && buckets.size >= BUCKETS_MAX) forgetOne()
  const enough = left >= 1
  buckets.set(name, { left: enough ? left - 1 : left, at: realNow })
  return enough ? 0 : Math.max(1, Math.ceil(((1 - left) * 60) / perMinute))
}

function forgetOne(): void {
  for (const name of buckets.keys()) {
    buckets.delete(name)
    return
  }
}

/** 429 when `name` has asked too often, and when to come again. */
export function tooMany(c: C, name: string, perMinute: number): Response | undefined {
  const seconds = take(name, perMinute, c.var.house.deps.clock.real())
  if (seconds === 0) return undefined
  c.header('Retry-After', String(seconds))
  return problem(c, 429, `at most ${perMinute} requests a minute`)
}

/** 429 when more has come through a channel than may: what is forged does not count, so that nobody can shut it. */
export async function channelTooOften(c: C, channelId: string): Promise<Response | undefined> {
  const { settings } = await c.var.house.deps.catalogue.known()
  return tooMany(c, `channel ${channelId}`, settings.limits.channel_per_minute)
}

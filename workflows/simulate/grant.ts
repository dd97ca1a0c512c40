import type { Actor } from '../../schema/actor.ts'
import type { Ask } from '../../schema/ask.ts'

/** When each resource was granted. */
export type Granted = Map<string, number[]>

/** Decide what is asked as the database does: one after the other, each within its window. Answers whether there was anything. */
export function grant(granted: Granted, actor: Actor, asks: readonly Ask[]): boolean {
  if (asks.length === 0) return false
  const given = new Set(actor.granted)
  for (const { id, resource, limit, at, since } of asks) {
    const counted = (granted.get(resource) ?? []).filter((time) => time > since)
    if (counted.length < limit) {
      counted.push(at)
      given.add(id)
    }
    granted.set(resource, counted)
  }
  actor.granted = given
  return true
}

import type { EngineEvent } from '../../schema/actor.ts'
import { holds, type Scope } from '../language/expressions.ts'
import type { Awaited, EventMatch } from './program.ts'

export function matches(match: EventMatch, type: string): boolean {
  return 'type' in match ? match.type === type : type.startsWith(match.prefix)
}

/** The first of several awaited events that this one is, with the warning of a condition that failed. */
export function awaits(
  any: readonly Awaited[],
  event: EngineEvent,
  scope: () => Scope,
): { awaited: Awaited; index: number } | { warning?: string } {
  let warning: string | undefined
  for (const [index, awaited] of any.entries()) {
    if (!matches(awaited.on, event.type)) continue
    if (!awaited.if) return { awaited, index }
    const decided = holds(awaited.if, scope())
    if (decided.holds) return { awaited, index }
    warning ??= decided.warning
  }
  return warning === undefined ? {} : { warning }
}

import type { EngineEvent } from '../../../schema/actor.ts'

/** What an exercise leads to is part of the exercise. */
export function inDrill({ type, data }: EngineEvent): boolean {
  return type.startsWith('alert.') && data.drill === true
}

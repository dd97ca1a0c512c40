import type { HeldMessage } from '../../../schema/message.ts'

/** What the gate may know of the event that a message answers. Only an alert's level counts. */
export function aboutEvent(type: string, channel: string | null, said: unknown): HeldMessage['event'] {
  const level = type.startsWith('alert.') ? Number(said) : Number.NaN
  return { type, channel, level: Number.isInteger(level) ? level : null }
}

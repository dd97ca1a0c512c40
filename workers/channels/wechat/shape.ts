import type { Channel } from '../kind.ts'
import { secretValues } from '../signature.ts'

export function canCall(channel: Channel): boolean {
  return secretValues(channel.secrets, 'app_secret').length > 0
}

/** Unless the operator says, only where there is no other way: accounts that are not verified have none. */
export function answersPassively(channel: Channel): boolean {
  const { passive_reply: wanted } = channel.config
  return wanted === undefined ? !canCall(channel) : wanted === true
}

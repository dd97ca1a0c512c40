import type { Capabilities, Channel, RateLimit, Sending } from './kind.ts'

/** Plain text only. Kinds say what they can beyond it. */
export const TEXT_ONLY: Capabilities = {
  length: { max: 4000, unit: 'characters' },
  markdown: false,
  buttons: 0,
  image: false,
  card: false,
  mentions: false,
  rooms: false,
  edit: false,
  idempotent: false,
}

export function capabilitiesOf(sending: Sending, channel: Channel): Capabilities {
  return typeof sending.can === 'function' ? sending.can(channel) : sending.can
}

export function limitsOf(sending: Sending, channel: Channel): readonly RateLimit[] {
  return typeof sending.limits === 'function' ? sending.limits(channel) : sending.limits
}

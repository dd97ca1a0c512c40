import type { Channel, Outcome, Outgoing, Sending } from '../channels/kind.ts'
import { boundedMap } from './bounded-map.ts'
import { call } from './call.ts'
import { PROVIDER_TIMEOUT_MS } from './call-provider.ts'
import type { Deps } from './deps.ts'

type Found = { kind: 'address'; to: string } | Exclude<Outcome, { kind: 'sent' }>

const REMEMBERED_MAX = 5000

/** Where the messages for somebody go, when that is not where we know them by. */
const addresses = boundedMap<string>(REMEMBERED_MAX)

type Wanted = { channel: Channel; sending: Sending; message: Outgoing; token?: string }

/** Where a message goes: as it is addressed, unless the platform wants another address asked for first. */
export async function recipientOf(deps: Deps, { channel, sending, message, token }: Wanted): Promise<Found> {
  const known = addresses.get(nameOf(channel, message))
  if (known !== undefined) return { kind: 'address', to: known }
  if (!sending.address?.needed(message, channel)) return { kind: 'address', to: message.to }
  const called = await call(deps, sending.address.request(message, channel, token), PROVIDER_TIMEOUT_MS)
  if (called.kind === 'forbidden') return { kind: 'rejected', why: `no address: ${called.why}` }
  if (called.kind !== 'answered') return { kind: 'retry', why: `no address: ${called.why}` }
  const read = sending.address.read(called.answer)
  if (read.kind === 'address') rememberAddress(channel, message, read.to)
  // Without an address nothing was sent, so whatever is unclear may be tried again.
  return read.kind === 'unknown' || read.kind === 'sent' ? { kind: 'retry', why: 'no address' } : read
}

export function rememberAddress(channel: Channel, message: Outgoing, to: string): void {
  addresses.set(nameOf(channel, message), to)
}

/** With all that is set: a changed channel may be another application, which knows people by other addresses. */
function nameOf(channel: Channel, message: Outgoing): string {
  const { id, apiBase, config, secrets } = channel
  return JSON.stringify([id, apiBase ?? '', config, secrets, message.recipient, message.to])
}

import type { Channel, Outcome, Outgoing, Sending } from '../channels/kind.ts'
import { call } from './call.ts'
import { PROVIDER_TIMEOUT_MS } from './call-provider.ts'
import type { Deps } from './deps.ts'

type Fetched = { kind: 'token'; token?: string; untilMs: number } | Exclude<Outcome, { kind: 'sent' }>

/** Tokens by channel, each fetched once however many messages want it. Forgotten with the isolate, and when refused. */
const tokens = new Map<string, Promise<Fetched>>()
/** Fetched anew this long before it expires. */
const MARGIN_MS = 300_000

export async function tokenOf(
  deps: Deps,
  { channel, sending, message }: { channel: Channel; sending: Sending; message: Outgoing },
): Promise<Fetched> {
  const { token: source } = sending
  if (!source || source.needed?.(channel, message) === false)
    return { kind: 'token', untilMs: Number.POSITIVE_INFINITY }
  const name = cacheName(channel)
  const held = await tokens.get(name)
  if (held?.kind === 'token' && held.untilMs > deps.clock.real()) return held
  let fetching = tokens.get(name)
  if (!fetching || held) {
    fetching = fetchToken(deps, channel, source)
    tokens.set(name, fetching)
  }
  const fetched = await fetching
  if (fetched.kind !== 'token') tokens.delete(name)
  return fetched
}

export function forgetToken(channel: Channel): void {
  tokens.delete(cacheName(channel))
}

/** A changed channel is another one: its token was fetched with other secrets, or from another address. */
function cacheName(channel: Channel): string {
  return JSON.stringify([channel.id, channel.apiBase ?? '', channel.config, channel.secrets])
}

async function fetchToken(deps: Deps, channel: Channel, source: NonNullable<Sending['token']>): Promise<Fetched> {
  const called = await call(deps, source.request(channel), PROVIDER_TIMEOUT_MS)
  if (called.kind !== 'answered') return { kind: 'retry', why: `no token: ${called.why}` }
  const read = source.read(called.answer)
  if (read.kind === 'token')
    return {
      kind: 'token',
      token: read.token,
      untilMs: deps.clock.real() + Math.max(read.expiresInMs - MARGIN_MS, 1000),
    }
  if (read.kind === 'token refused' || read.kind === 'sent') return { kind: 'rejected', why: 'no token' }
  return read.kind === 'unknown' ? { kind: 'retry', why: `no token: ${read.why}` } : read
}

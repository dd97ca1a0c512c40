import type { Channel, Outcome, Outgoing, Sending, TokenSource } from '../channels/kind.ts'
import { sha256, toHex } from '../channels/signature.ts'
import { text } from '../store/cell.ts'
import { boundedMap } from './bounded-map.ts'
import { call } from './call.ts'
import { PROVIDER_TIMEOUT_MS } from './call-provider.ts'
import type { Deps } from './deps.ts'
import type { Failed, HeldToken } from './keeping.ts'

type Fetched = { kind: 'token'; token?: string } | Failed

const KNOWN_MAX = 500
/** What this isolate knows, opened, by the name of the channel and its settings. */
const known = boundedMap<HeldToken & { token: string }>(KNOWN_MAX)

/** Fetched anew this long before it expires, or a quarter of its life when that is short. */
const MARGIN_MS = 300_000
const MARGIN_PART = 0.25
/** How long one waits for somebody else to fetch it, and how often one asks. */
const PATIENCE_MS = 12_000
const ASK_MS = 50

/**
 * The token of a channel's calls, where its kind has one. Fetched once for all isolates: the channel's keeper hands out
 * the task of fetching, and keeps what came of it, sealed.
 */
export async function tokenOf(
  deps: Deps,
  { channel, sending, message }: { channel: Channel; sending: Sending; message: Outgoing },
): Promise<Fetched> {
  const { token: source } = sending
  if (!source || source.needed?.(channel, message) === false) return { kind: 'token' }
  const name = await nameOf(channel)
  const held = known.get(name)
  if (held && held.untilReal > deps.clock.real() && held.until > deps.clock.now())
    return { kind: 'token', token: held.token }
  try {
    return await shared(deps, { channel, source, name })
  } catch {
    return { kind: 'retry', why: 'no token: the keeper of the channel cannot be reached' }
  }
}

type Wanted = { channel: Channel; source: TokenSource; name: string }

async function shared(deps: Deps, { channel, source, name }: Wanted): Promise<Fetched> {
  const keeper = deps.keeper(channel.id)
  const until = deps.clock.real() + PATIENCE_MS
  while (deps.clock.real() < until) {
    const led = await keeper.lead({ name, productNow: deps.clock.now() })
    switch (led.kind) {
      case 'held': {
        const opened = await deps.vault.open(led.token.sealed)
        return learnt(name, led.token, text(opened.token))
      }
      case 'failed':
        return led.failed
      case 'fetch': {
        const fetched = await fetchToken(deps, channel, source)
        if (fetched.kind !== 'token') {
          await keeper.fetched({ name, lease: led.lease, failed: fetched })
          return fetched
        }
        const { token, expiresInMs } = fetched
        const goodMs = expiresInMs - Math.min(MARGIN_MS, expiresInMs * MARGIN_PART)
        const sealed = await deps.vault.seal({ token })
        const held = { sealed, untilReal: deps.clock.real() + goodMs, until: deps.clock.now() + goodMs }
        await keeper.fetched({ name, lease: led.lease, token: held })
        return learnt(name, held, token)
      }
      case 'wait':
        await new Promise((resolve) => setTimeout(resolve, ASK_MS))
        break
      default:
        return led satisfies never
    }
  }
  return { kind: 'retry', why: 'no token: it is still being fetched' }
}

function learnt(name: string, held: HeldToken, token: string): Fetched {
  known.set(name, { ...held, token })
  return { kind: 'token', token }
}

/** This token was refused. Whoever has a newer one by now keeps it. */
export async function forgetToken(deps: Deps, channel: Channel, refused: string): Promise<void> {
  const name = await nameOf(channel)
  const held = known.get(name)
  if (held?.token !== refused) return
  known.delete(name)
  await deps
    .keeper(channel.id)
    .forget({ sealed: held.sealed })
    .catch(() => undefined)
}

/** A changed channel is another one: its token was fetched with other secrets, or from another address. */
async function nameOf({ id, apiBase, config, secrets }: Channel): Promise<string> {
  return toHex(await sha256(new TextEncoder().encode(JSON.stringify([id, apiBase ?? '', config, secrets]))))
}

async function fetchToken(
  deps: Deps,
  channel: Channel,
  source: TokenSource,
): Promise<{ kind: 'token'; token: string; expiresInMs: number } | Failed> {
  const called = await call(deps, source.request(channel), PROVIDER_TIMEOUT_MS)
  if (called.kind === 'forbidden') return { kind: 'rejected', why: `no token: ${called.why}` }
  if (called.kind !== 'answered') return { kind: 'retry', why: `no token: ${called.why}` }
  const read = source.read(called.answer)
  return read.kind === 'token' ? read : failureOf(read)
}

/** Without a token nothing was sent, so what is unclear may be tried again. */
function failureOf(outcome: Outcome): Failed {
  if (outcome.kind === 'sent') return { kind: 'retry', why: 'no token: the answer holds none' }
  const why = `no token: ${outcome.why}`
  if (outcome.kind === 'retry')
    return { kind: 'retry', why, ...(outcome.afterMs !== undefined && { afterMs: outcome.afterMs }) }
  return { kind: outcome.kind === 'unknown' ? 'retry' : 'rejected', why }
}

import type { Channel, IncomingEvent, LookUp } from '../channels/kind.ts'
import { findKind } from '../channels/kinds.ts'
import { call } from './call.ts'
import type { Deps } from './deps.ts'
import { forgetToken, tokenOf } from './token.ts'

/** Before the platform's own patience ends: it waits five seconds for the answer to its request. */
const WITHIN_MS = 3_500

/**
 * What a request left out, asked of the platform before the request is answered, so that what is kept is whole. Undefined
 * when it does not tell in time: what came is kept as it is.
 */
export async function askPlatform(deps: Deps, channel: Channel, lookUp: LookUp): Promise<IncomingEvent[] | undefined> {
  const patience = new Promise<undefined>((resolve) => setTimeout(resolve, WITHIN_MS))
  return Promise.race([ask(deps, channel, lookUp), patience]).catch(() => undefined)
}

async function ask(deps: Deps, channel: Channel, lookUp: LookUp): Promise<IncomingEvent[] | undefined> {
  const sending = findKind(channel.kind)?.sending
  if (!sending?.token) return undefined
  const message = { id: 'asked', to: '', recipient: 'contact', text: '' } as const
  const { needed: _, ...token } = sending.token
  const fetched = await tokenOf(deps, { channel, sending: { ...sending, token }, message })
  if (fetched.kind !== 'token') return undefined
  const called = await call(deps, lookUp.request(fetched.token), WITHIN_MS)
  if (called.kind !== 'answered') return undefined
  const refused = sending.read(called.answer).kind === 'token refused'
  if (refused && fetched.token !== undefined) await forgetToken(deps, channel, fetched.token)
  return lookUp.read(called.answer)
}

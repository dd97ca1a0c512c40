import type { Answer, Channel, Outcome, Outgoing, OutgoingRequest, Sending } from '../channels/kind.ts'
import { findKind } from '../channels/kinds.ts'
import { pictureInWords } from '../channels/rendering.ts'
import { withoutSecrets } from '../channels/without-secrets.ts'
import { call } from './call.ts'
import type { Deps } from './deps.ts'
import { uploadedPicture } from './picture.ts'
import { recipientOf, rememberAddress } from './recipient.ts'
import { forgetToken, tokenOf } from './token.ts'

export const PROVIDER_TIMEOUT_MS = 10_000

/**
 * One message to a platform. A token that is refused is fetched anew, once; when the event's ticket is no longer good,
 * the message goes the ordinary way.
 */
export async function callProvider(deps: Deps, channel: Channel, message: Outgoing): Promise<Outcome> {
  const answered = await deps.outlet?.take(channel, message)
  if (answered) return answered
  const sending = findKind(channel.kind)?.sending
  const missing = sending ? sending.missing(channel) : 'this kind of channel only receives'
  if (!sending || missing !== undefined) return { kind: 'rejected', why: missing ?? 'cannot send' }
  if (sending.keeps?.(channel)) return { kind: 'sent' }
  let outcome = await once(deps, { channel, sending, message })
  if (outcome.kind === 'token refused') outcome = await once(deps, { channel, sending, message })
  if (outcome.kind === 'ticket spent') {
    const { ticket: _, ...ordinary } = message
    outcome = await once(deps, { channel, sending, message: ordinary })
  }
  if (outcome.kind === 'token refused' || outcome.kind === 'ticket spent') return { kind: 'rejected', why: outcome.why }
  return outcome
}

type Sent = { channel: Channel; sending: Sending; message: Outgoing }

async function once(deps: Deps, sent: Sent): Promise<Outcome> {
  const { channel, sending, message } = sent
  const fetched = await tokenOf(deps, { channel, sending, message })
  if (fetched.kind !== 'token') return withoutSecrets(fetched, channel)
  const token = fetched.token === undefined ? {} : { token: fetched.token }
  const found = await recipientOf(deps, { channel, sending, message, ...token })
  if (found.kind !== 'address') return found
  const picture = await uploadedPicture(deps, { channel, sending, message, ...token })
  const id = picture.kind === 'picture' ? picture.id : undefined
  let outcome = picture.kind === 'picture' ? await post(deps, sent, { to: found.to, token, id }) : picture
  if (outcome.kind === 'moved') {
    rememberAddress(channel, message, outcome.to)
    outcome = await post(deps, sent, { to: outcome.to, token, id })
  }
  if (outcome.kind === 'token refused' && fetched.token !== undefined) await forgetToken(deps, channel, fetched.token)
  const said = outcome.kind === 'moved' ? { kind: 'retry' as const, why: outcome.why } : outcome
  return withoutSecrets(said, channel, fetched.token)
}

type Ready = { to: string; token: { token?: string }; id: string | undefined }

async function post(
  deps: Deps,
  { channel, sending, message }: Sent,
  { to, token, id }: Ready,
): Promise<ReturnType<Sending['read']>> {
  const bare = id === undefined && sending.picture?.needed(message, channel)
  const shown = { ...(bare ? pictureInWords(message) : message), to }
  const context = { nowMs: deps.clock.now(), ...token, ...(id !== undefined && { pictureId: id }) }
  return send(deps, sending, await sending.request(shown, channel, context))
}

/** Whether a platform accepts the credentials, as far as that shows without a message; undefined where it does not. */
export async function probeProvider(
  deps: Deps,
  channel: Channel,
  sending: Sending,
  message: Outgoing,
): Promise<Outcome | undefined> {
  const { probe, token: source } = sending
  const fetched = await tokenOf(deps, { channel, sending, message })
  if (fetched.kind !== 'token') return withoutSecrets(fetched, channel)
  if (!probe) return source && fetched.token !== undefined ? { kind: 'sent' } : undefined
  const called = await call(deps, probe.request(channel, fetched.token), PROVIDER_TIMEOUT_MS)
  if (called.kind === 'forbidden') return { kind: 'rejected', why: called.why }
  if (called.kind !== 'answered') return { kind: 'retry', why: called.why }
  const outcome = probe.read(called.answer)
  if (outcome.kind === 'token refused' && fetched.token !== undefined) await forgetToken(deps, channel, fetched.token)
  return withoutSecrets(outcome, channel, fetched.token)
}

async function send(deps: Deps, sending: Sending, request: OutgoingRequest): Promise<ReturnType<Sending['read']>> {
  const called = await call(deps, request, PROVIDER_TIMEOUT_MS)
  switch (called.kind) {
    case 'answered':
      return held(sending.read(called.answer), called.answer)
    case 'forbidden':
      return { kind: 'rejected', why: called.why }
    case 'unreached':
      return { kind: 'retry', why: called.why }
    case 'unanswered':
      return { kind: 'unknown', why: called.why }
    default:
      return called satisfies never
  }
}

/** Too many requests: that is said to the whole channel, unless the kind knows whom it concerns. */
function held(outcome: ReturnType<Sending['read']>, { status }: Answer): ReturnType<Sending['read']> {
  return outcome.kind === 'retry' && status === 429 ? { holds: 'channel', ...outcome } : outcome
}

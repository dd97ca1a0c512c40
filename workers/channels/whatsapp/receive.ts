import { parseJsonBody } from '../json-body.ts'
import { asObject } from '../json-fields.ts'
import type { Channel, Inbound, Received } from '../kind.ts'
import { fromHex, isAnyOf, secretValues, signedByAny, unconfigured } from '../signature.ts'
import { readNotification } from './notification.ts'

const PREFIX = 'sha256='

/** A notification of the Cloud API, or the handshake that subscribes to them (developers.facebook.com, webhooks). */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  if (request.method === 'GET') return handshake(request, channel)
  const forged = await refuseForged(request, secretValues(channel.secrets, 'app_secret'))
  if (forged) return forged
  const parsed = parseJsonBody(request.body)
  if (parsed.kind === 'unreadable') return parsed
  const body = asObject(parsed.value)
  if (!body) return { kind: 'unreadable', why: 'the body is not a JSON object' }
  return { kind: 'events', events: await readNotification(body) }
}

async function handshake({ url }: Inbound, channel: Channel): Promise<Received> {
  const [mode, token, challenge] = ['mode', 'verify_token', 'challenge'].map((name) =>
    url.searchParams.get(`hub.${name}`),
  )
  const tokens = secretValues(channel.secrets, 'verify_token')
  if (tokens.length === 0) return { ...unconfigured('verify_token'), kind: 'forged', status: 403 }
  if (mode !== 'subscribe' || !challenge || !(await isAnyOf(token ?? '', tokens)))
    return { kind: 'forged', why: 'hub.mode or hub.verify_token does not match', status: 403 }
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }
  return { kind: 'challenge', reply: { status: 200, headers, body: challenge } }
}

async function refuseForged({ headers, body }: Inbound, secrets: string[]): Promise<Received | undefined> {
  if (secrets.length === 0) return unconfigured('app_secret')
  const header = headers.get('x-hub-signature-256')
  if (!header) return { kind: 'forged', why: 'X-Hub-Signature-256 is missing' }
  const signature = header.startsWith(PREFIX) ? fromHex(header.slice(PREFIX.length)) : undefined
  if (!signature) return { kind: 'forged', why: 'X-Hub-Signature-256 is not sha256=<hex>' }
  const genuine =
    (await signedByAny(secrets, { content: body, signature })) ||
    (await signedByAny(secrets, { content: escapeUnicode(body), signature }))
  return genuine ? undefined : { kind: 'forged', why: 'X-Hub-Signature-256 does not match' }
}

/** Meta signs text in which everything beyond ASCII is escaped, as it also sends it; something between may decode it. */
function escapeUnicode(body: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(body)
  const escaped = text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return new TextEncoder().encode(escaped)
}

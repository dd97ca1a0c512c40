import { TEXT_ONLY } from '../capabilities.ts'
import { parseJsonText } from '../json-body.ts'
import { asObject, asObjects, asText, present } from '../json-fields.ts'
import type { Answer, Channel, Outcome, Outgoing, OutgoingRequest, Sending } from '../kind.ts'
import { concatBytes, secretValues, sha256, toHex } from '../signature.ts'
import { afterMs, retryAfterMs, statusOutcome } from '../status-outcome.ts'
import { messagesOf } from './content.ts'

const HOST = 'https://api.line.me'
/** LINE promises no more than that a reply token is good for about a minute. */
const REPLY_WITHIN_MS = 50_000

/** A reply while the event is fresh, which costs nothing; otherwise a push, which LINE drops when it is repeated. */
export const sending: Sending = {
  missing: (channel) =>
    secretValues(channel.secrets, 'channel_access_token').length === 0 ? 'channel_access_token' : undefined,
  request: async (message, channel, { nowMs }) => {
    const messages = messagesOf(message)
    const { ticket } = message
    return ticket && nowMs - ticket.atMs < REPLY_WITHIN_MS
      ? api(channel, '/message/reply', { body: { replyToken: ticket.code, messages } })
      : api(channel, '/message/push', { body: { to: message.to, messages }, retryKey: await retryKeyOf(message) })
  },
  read,
  probe: { request: (channel) => api(channel, '/info', {}), read: readInfo },
  faults: { 400: 'content', 401: 'token', 403: 'scope', 404: 'recipient', 429: 'pace' },
  can: {
    ...TEXT_ONLY,
    length: { max: 5000, unit: 'utf16' },
    buttons: 10,
    image: true,
    card: true,
    mentions: true,
    rooms: true,
    idempotent: true,
  },
  limits: [{ per: 'channel', limit: 2000, perMs: 1000 }],
}

function api(
  channel: Channel,
  path: string,
  { body, retryKey }: { body?: object; retryKey?: string },
): OutgoingRequest {
  const [token] = secretValues(channel.secrets, 'channel_access_token')
  return {
    method: body ? 'POST' : 'GET',
    url: `${channel.apiBase ?? HOST}/v2/bot${path}`,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': 'application/json' }),
      ...(retryKey !== undefined && { 'x-line-retry-key': retryKey }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }
}

/** LINE takes nothing but a UUID, so ours is made of the hash of our key, in the form of a random one. */
async function retryKeyOf({ id }: Outgoing): Promise<string> {
  const hex = toHex(await sha256(concatBytes(id)))
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

/** 409 says that the same retry key was accepted before: it is sent. */
function read(answer: Answer): Outcome {
  const parsed = parseJsonText(answer.body)
  const body = parsed.kind === 'json' ? asObject(parsed.value) : undefined
  const said = asText(body?.message)
  const failed = statusOutcome(answer)
  if (!failed || answer.status === 409) {
    if (!body) return { kind: 'unknown', why: 'the answer is not one of LINE’s' }
    return { kind: 'sent', ...present({ providerId: asText(asObjects(body.sentMessages)[0]?.id) }) }
  }
  const details = asObjects(body?.details).map((detail) => asText(detail.message) ?? '')
  const why = [String(answer.status), said, ...details].filter(Boolean).join(' ').slice(0, 300)
  if (answer.status === 400 && /invalid reply token/i.test(said ?? '')) return { kind: 'ticket spent', why }
  if (answer.status === 429)
    return /monthly limit/i.test(said ?? '')
      ? { kind: 'rejected', why: `${why}: the plan’s quota is used up` }
      : { kind: 'retry', why, ...afterMs(retryAfterMs(answer.headers)) }
  return failed.kind === 'rejected' ? { kind: 'rejected', why } : failed
}

function readInfo(answer: Answer): Outcome {
  return answer.status === 200 ? { kind: 'sent' } : read(answer)
}

import { TEXT_ONLY } from '../capabilities.ts'
import { asText } from '../json-fields.ts'
import type { Capabilities, Channel, Outgoing, OutgoingRequest, RateLimit, Sending } from '../kind.ts'
import { concatBytes, hmac, secretValues, sha256, toBase64, toHex } from '../signature.ts'
import { read } from './outcome.ts'
import { picture } from './picture.ts'
import { render } from './render.ts'
import { hostOf, sendsAsApp } from './shape.ts'
import { tenantToken } from './token.ts'

const UUID_LENGTH_MAX = 50
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }

const FAULTS: Sending['faults'] = {
  ...{ 10003: 'secret', 10014: 'secret', 10015: 'secret', 10012: 'secret', 19021: 'secret' },
  ...{ 99991661: 'token', 99991663: 'token', 99991664: 'token', 99991668: 'token', 99991671: 'token' },
  ...{ 99991672: 'scope', 99991679: 'scope', 99991401: 'address not allowed', 19022: 'address not allowed' },
  ...{ 230002: 'not in room', 230006: 'scope', 230013: 'blocked', 230027: 'scope', 230001: 'recipient' },
  ...{
    99992351: 'recipient',
    99992361: 'recipient',
    19001: 'recipient',
    19024: 'content',
    230025: 'content',
    9499: 'content',
  },
  ...{ 99991400: 'pace', 230020: 'pace', 11232: 'pace' },
}

/** As the app when there is an app secret, otherwise through the custom bot of one group. */
export const sending: Sending = {
  missing: (channel) => (sendsAsApp(channel) || asText(channel.config.bot_url) ? undefined : 'app_secret or bot_url'),
  token: { needed: (channel) => sendsAsApp(channel), ...tenantToken },
  picture,
  request: async (message, channel, { nowMs, token, pictureId }) =>
    sendsAsApp(channel) ? asApp(message, channel, { token, pictureId }) : throughBot(message, channel, nowMs),
  read,
  faults: FAULTS,
  can: (channel) => (sendsAsApp(channel) ? APP : BOT),
  limits: (channel) => (sendsAsApp(channel) ? APP_LIMITS : BOT_LIMITS),
}

/** A card may hold 30 KB as JSON in JSON. */
const APP: Capabilities = {
  ...TEXT_ONLY,
  length: { max: 10_000, unit: 'bytes' },
  markdown: true,
  buttons: 10,
  image: true,
  card: true,
  mentions: true,
  rooms: true,
  idempotent: true,
}

/** Clicks on a card of the custom bot would reach nobody, it cannot upload a picture, and what it posts is never dropped. 20 KB in all. */
const BOT: Capabilities = {
  ...APP,
  length: { max: 5000, unit: 'bytes' },
  buttons: 0,
  image: false,
  idempotent: false,
}

const APP_LIMITS: readonly RateLimit[] = [
  { per: 'recipient', limit: 5, perMs: 1000 },
  { per: 'channel', limit: 50, perMs: 1000 },
  { per: 'channel', limit: 1000, perMs: 60_000 },
]
const BOT_LIMITS: readonly RateLimit[] = [
  { per: 'channel', limit: 5, perMs: 1000 },
  { per: 'channel', limit: 100, perMs: 60_000 },
]

/** `uuid` makes Feishu drop a repeat within the hour; it holds 50 characters, so it is a hash of our key. */
async function asApp(
  message: Outgoing,
  channel: Channel,
  { token = '', pictureId }: { token?: string | undefined; pictureId?: string | undefined },
): Promise<OutgoingRequest> {
  const uuid = toHex(await sha256(concatBytes(message.id))).slice(0, UUID_LENGTH_MAX)
  const rendered = render(message, { pictureId })
  const content = JSON.stringify('card' in rendered ? rendered.card : rendered.content)
  return {
    method: 'POST',
    url: `${hostOf(channel)}/open-apis/im/v1/messages?receive_id_type=${receiveIdType(message.to)}`,
    headers: { authorization: `Bearer ${token}`, ...JSON_TYPE },
    body: JSON.stringify({ receive_id: message.to, msg_type: rendered.msg_type, content, uuid }),
  }
}

function receiveIdType(to: string): string {
  if (to.startsWith('ou_')) return 'open_id'
  if (to.startsWith('on_')) return 'union_id'
  if (to.startsWith('oc_')) return 'chat_id'
  return to.includes('@') ? 'email' : 'user_id'
}

/** The bot speaks in its own group only; a message for one person is addressed to them there. */
async function throughBot(message: Outgoing, channel: Channel, nowMs: number): Promise<OutgoingRequest> {
  const url = new URL(asText(channel.config.bot_url) ?? '')
  const addressed = message.recipient === 'contact' && /^o[un]_\w+$/.test(message.to) ? message.to : undefined
  const signed = await signature(channel, nowMs)
  return {
    method: 'POST',
    url: channel.apiBase === undefined ? url.href : `${channel.apiBase}${url.pathname}${url.search}`,
    headers: JSON_TYPE,
    body: JSON.stringify({ ...signed, ...render(message, { addressed }) }),
  }
}

/** The secret is in the key and the signed content is empty, unlike everywhere else. */
async function signature(channel: Channel, nowMs: number): Promise<{ timestamp?: string; sign?: string }> {
  const [secret] = secretValues(channel.secrets, 'bot_secret')
  if (secret === undefined) return {}
  const timestamp = String(Math.floor(nowMs / 1000))
  return { timestamp, sign: toBase64(await hmac(`${timestamp}\n${secret}`, new Uint8Array())) }
}

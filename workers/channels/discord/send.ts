import { TEXT_ONLY } from '../capabilities.ts'
import { asText } from '../json-fields.ts'
import type { Capabilities, Channel, Outgoing, OutgoingRequest, Sending } from '../kind.ts'
import { concatBytes, secretValues, sha256, toHex } from '../signature.ts'
import { bodyOf, CONTENT_MAX } from './message.ts'
import { FAULTS, read, readAddress } from './outcome.ts'

const HOST = 'https://discord.com'
const NONCE_LENGTH_MAX = 25

/** As the bot when there is a token, to channels and to direct messages; otherwise through one channel's webhook. */
export const sending: Sending = {
  missing: (channel) => (isBot(channel) || asText(channel.config.webhook_url) ? undefined : 'bot_token or webhook_url'),
  address: {
    needed: (message, channel) => message.recipient === 'contact' && isBot(channel),
    request: (message, channel) => asBot(channel, '/users/@me/channels', { recipient_id: message.to }),
    read: readAddress,
  },
  request: async (message, channel) =>
    isBot(channel) ? createMessage(message, channel) : executeWebhook(message, channel),
  read,
  probe: { request: aboutUs, read },
  faults: FAULTS,
  can: (channel) => (isBot(channel) ? BOT : WEBHOOK),
  limits: (channel) =>
    isBot(channel)
      ? [
          { per: 'channel', limit: 50, perMs: 1000 },
          { per: 'recipient', limit: 5, perMs: 5000 },
        ]
      : [{ per: 'channel', limit: 30, perMs: 60_000 }],
}

const BOT: Capabilities = {
  ...TEXT_ONLY,
  length: { max: CONTENT_MAX, unit: 'utf16' },
  markdown: true,
  buttons: 25,
  image: true,
  card: true,
  mentions: true,
  rooms: true,
  edit: true,
  idempotent: true,
}

/** Clicks on the message of a webhook that no application owns would reach nobody. What it sends is never dropped. */
const WEBHOOK: Capabilities = {
  ...BOT,
  // A message for one person begins by addressing them.
  length: { max: CONTENT_MAX - 25, unit: 'utf16' },
  buttons: 0,
  edit: false,
  idempotent: false,
}

function isBot(channel: Channel): boolean {
  return secretValues(channel.secrets, 'bot_token').length > 0
}

/** `nonce` makes Discord drop a repeat within a few minutes; it holds 25 characters, so it is a hash of our key. */
async function createMessage(message: Outgoing, channel: Channel): Promise<OutgoingRequest> {
  const nonce = toHex(await sha256(concatBytes(message.id))).slice(0, NONCE_LENGTH_MAX)
  const path = `/channels/${encodeURIComponent(message.to)}/messages`
  return asBot(channel, path, { ...bodyOf(message), nonce, enforce_nonce: true })
}

/** The webhook speaks in its own channel only; a message for one person addresses them there. */
function executeWebhook(message: Outgoing, channel: Channel): OutgoingRequest {
  const url = new URL(asText(channel.config.webhook_url) ?? '')
  url.searchParams.set('wait', 'true')
  const addressed = message.recipient === 'contact' && /^\d{15,20}$/.test(message.to) ? message.to : undefined
  return {
    method: 'POST',
    url: channel.apiBase === undefined ? url.href : `${channel.apiBase}${url.pathname}${url.search}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(bodyOf(message, addressed)),
  }
}

/** The bot's own user, or what the webhook is: each answers with an id when the credentials are good. */
function aboutUs(channel: Channel): OutgoingRequest {
  const asked: OutgoingRequest = isBot(channel)
    ? asBot(channel, '/users/@me', {})
    : executeWebhook({ id: '', to: '', recipient: 'room', text: '' }, channel)
  const { body: _, ...request } = asked
  return { ...request, method: 'GET' }
}

function asBot(channel: Channel, path: string, body: object): OutgoingRequest {
  const [token] = secretValues(channel.secrets, 'bot_token')
  return {
    method: 'POST',
    url: `${channel.apiBase ?? HOST}/api/v10${path}`,
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json', 'user-agent': USER_AGENT },
    body: JSON.stringify(body),
  }
}

/** Discord asks clients to name themselves like this (docs: reference, user agent). */
const USER_AGENT = 'DiscordBot (Qunflow, 1.0)'

import { TEXT_ONLY } from '../capabilities.ts'
import { asText } from '../json-fields.ts'
import type { Capabilities, Channel, Outgoing, OutgoingRequest, Sending } from '../kind.ts'
import { secretValues } from '../signature.ts'
import { contentOf } from './blocks.ts'
import { FAULTS, read, readProbe } from './outcome.ts'

const HOST = 'https://slack.com'
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }

/**
 * `chat.postMessage` (docs.slack.dev): a channel id posts there, a user id posts into their direct messages. Without a
 * bot token through the incoming webhook of one channel.
 */
export const sending: Sending = {
  missing: (channel) => (isBot(channel) || webhookOf(channel) !== undefined ? undefined : 'bot_token or webhook_url'),
  request: async (message, channel) =>
    isBot(channel) ? postMessage(message, channel) : throughWebhook(message, channel),
  read,
  probe: { request: (channel) => (isBot(channel) ? authTest(channel) : webhook(channel, {})), read: readProbe },
  faults: FAULTS,
  can: (channel) => (isBot(channel) ? BOT : WEBHOOK),
  limits: [{ per: 'recipient', limit: 1, perMs: 1000 }],
}

const BOT: Capabilities = {
  ...TEXT_ONLY,
  length: { max: 4000, unit: 'utf16' },
  markdown: true,
  buttons: 25,
  image: true,
  card: true,
  mentions: true,
  rooms: true,
  edit: true,
}

const WEBHOOK: Capabilities = { ...BOT, edit: false }

function isBot(channel: Channel): boolean {
  return secretValues(channel.secrets, 'bot_token').length > 0
}

function webhookOf(channel: Channel): string | undefined {
  return asText(channel.config.webhook_url)
}

function postMessage(message: Outgoing, channel: Channel): OutgoingRequest {
  return api(channel, 'chat.postMessage', { channel: message.to, ...contentOf(message) })
}

/** `auth.test` says whose token it is, and needs no scope. */
function authTest(channel: Channel): OutgoingRequest {
  const { body: _, headers, ...request } = api(channel, 'auth.test', {})
  return { ...request, headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' } }
}

function api(channel: Channel, method: string, body: object): OutgoingRequest {
  const [botToken] = secretValues(channel.secrets, 'bot_token')
  return {
    method: 'POST',
    url: `${channel.apiBase ?? HOST}/api/${method}`,
    headers: { authorization: `Bearer ${botToken}`, ...JSON_TYPE },
    body: JSON.stringify(body),
  }
}

/** The webhook speaks in its own channel only; a message for one person is addressed to them there. */
function throughWebhook(message: Outgoing, channel: Channel): OutgoingRequest {
  const { to, text, mentions = [] } = message
  if (message.recipient === 'room' || !/^[UW][A-Z0-9]+$/.test(to)) return webhook(channel, contentOf(message))
  const addressed = { text: ADDRESSED, id: to }
  return webhook(channel, contentOf({ ...message, text: `${ADDRESSED} ${text}`, mentions: [...mentions, addressed] }))
}

/** Stands for whom the message is for until it is written; nobody writes this character. */
const ADDRESSED = '\uE000'

function webhook(channel: Channel, body: object): OutgoingRequest {
  const url = new URL(webhookOf(channel) ?? '')
  return {
    method: 'POST',
    url: channel.apiBase === undefined ? url.href : `${channel.apiBase}${url.pathname}`,
    headers: JSON_TYPE,
    body: JSON.stringify(body),
  }
}

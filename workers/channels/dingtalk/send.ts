import type { JsonObject } from '../../../schema/json.ts'
import { TEXT_ONLY } from '../capabilities.ts'
import { asText, present } from '../json-fields.ts'
import type { Capabilities, Channel, Outgoing, OutgoingRequest, RateLimit, Sending } from '../kind.ts'
import { concatBytes, secretValues, sha256, toHex } from '../signature.ts'
import { FAULTS, read } from './outcome.ts'
import { render, sampleOf, webhookBodyOf } from './render.ts'
import { robotSign } from './robot-sign.ts'
import { hostOf, isOutsider, robotUrl, sessionUrl } from './shape.ts'
import { accessToken } from './token.ts'

const MINUTE_MS = 60_000
/** A message may hold 20 000 bytes as JSON, where a character can take six. */
const TEXT_BYTES_MAX = 12_000

/** As the robot of the application, to its people and groups; or through the custom robot of one group. */
export const sending: Sending = {
  missing: (channel) => (isApp(channel) || robotUrl(channel) !== undefined ? undefined : 'robot_code or robot_url'),
  token: { needed: (channel, message) => wayOf(channel, message) === 'app', ...accessToken },
  request: async (message, channel, { nowMs, token }) => {
    switch (wayOf(channel, message)) {
      case 'app':
        return asApp(message, channel, token ?? '')
      case 'session':
        return inSession(message, channel)
      default:
        return throughRobot(message, channel, nowMs)
    }
  },
  read,
  faults: FAULTS,
  can,
  limits,
}

type Way = 'app' | 'session' | 'robot'

/** People from outside have no id that the application could write to: they are answered where they wrote. */
function wayOf(channel: Channel, { recipient, to, ticket }: Outgoing): Way {
  if (recipient === 'contact' && isOutsider(to) && sessionUrl(ticket?.code) !== undefined) return 'session'
  return isApp(channel) ? 'app' : 'robot'
}

function isApp(channel: Channel): boolean {
  return asText(channel.config.robot_code) !== undefined && secretValues(channel.secrets, 'app_secret').length > 0
}

function asApp(message: Outgoing, channel: Channel, token: string): OutgoingRequest {
  const robotCode = asText(channel.config.robot_code) ?? ''
  const sample = sampleOf(render(message))
  const [path, body] =
    message.recipient === 'room'
      ? ['groupMessages/send', { robotCode, openConversationId: message.to, ...sample }]
      : ['oToMessages/batchSend', { robotCode, userIds: [message.to], ...sample }]
  const url = `${hostOf(channel)}/v1.0/robot/${path}`
  return post(url, body as JsonObject, { 'x-acs-dingtalk-access-token': token })
}

function inSession(message: Outgoing, channel: Channel): OutgoingRequest {
  const url = new URL(sessionUrl(message.ticket?.code) ?? '')
  return post(addressOf(url, channel), { ...webhookBodyOf(render(message)), at: { atDingtalkIds: [message.to] } })
}

/** The custom robot speaks in its own group only; a message for one person mentions them there. */
async function throughRobot(message: Outgoing, channel: Channel, nowMs: number): Promise<OutgoingRequest> {
  const url = new URL(robotUrl(channel) ?? '')
  const [secret] = secretValues(channel.secrets, 'robot_secret')
  if (secret !== undefined) {
    url.searchParams.set('timestamp', String(nowMs))
    url.searchParams.set('sign', await robotSign(String(nowMs), secret))
  }
  const addressed = message.recipient === 'contact' && !isOutsider(message.to) ? message.to : undefined
  const text = addressed === undefined ? message.text : `@${addressed} ${message.text}`
  const ids = [...(message.mentions ?? []).map(({ id }) => id), ...(addressed === undefined ? [] : [addressed])]
  const atUserIds = [...new Set(ids)]
  const msgUuid = toHex(await sha256(concatBytes(message.id))).slice(0, 32)
  const rendered = webhookBodyOf(render({ ...message, text }, (id) => `@${id}`))
  const body = { ...rendered, ...present({ at: atUserIds.length > 0 ? { atUserIds } : undefined }), msgUuid }
  return post(addressOf(url, channel), body)
}

function addressOf(url: URL, { apiBase }: Channel): string {
  return apiBase === undefined ? url.href : `${apiBase}${url.pathname}${url.search}`
}

function post(url: string, body: JsonObject, headers: Record<string, string> = {}): OutgoingRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  }
}

function can(channel: Channel): Capabilities {
  const app = isApp(channel)
  return {
    ...TEXT_ONLY,
    length: { max: TEXT_BYTES_MAX, unit: 'bytes' },
    markdown: true,
    buttons: 5,
    image: true,
    card: true,
    mentions: !app,
    rooms: true,
    idempotent: !app,
  }
}

/** Twenty a minute by a robot into a group; twenty calls a second by an application. */
function limits(channel: Channel): readonly RateLimit[] {
  if (!isApp(channel)) return [{ per: 'channel', limit: 20, perMs: MINUTE_MS }]
  return [
    { per: 'room', limit: 20, perMs: MINUTE_MS },
    { per: 'channel', limit: 20, perMs: 1000 },
  ]
}

import type { JsonObject } from '../../../schema/json.ts'
import { TEXT_ONLY } from '../capabilities.ts'
import { asId } from '../json-fields.ts'
import type { Capabilities, Channel, Outgoing, OutgoingRequest, RateLimit, Sending } from '../kind.ts'
import { concatBytes, sha256, toHex } from '../signature.ts'
import { FAULTS, read } from './outcome.ts'
import { mediaUpload } from './picture.ts'
import { appMessage, customerMessage, robotMessage } from './render.ts'
import { answersPassively, hasApp, hasSecret, hostOf, isCustomer, robotUrl } from './shape.ts'
import { accessToken } from './token.ts'

/** A welcome must be sent this soon after the event that brought its code (path/92137). */
const WELCOME_MS = 20_000
/** Within this time the platform drops a message that says the same to the same person. */
const DUPLICATE_CHECK_S = 1800
const BUTTONS_MAX = 6
const MINUTE_MS = 60_000

/** To members and customers as the application, into one group through its robot. */
export const sending: Sending = {
  missing: (channel) =>
    hasApp(channel) || robotUrl(channel) !== undefined ? undefined : 'corp_secret and agent_id, or robot_url',
  answers: answersPassively,
  token: { needed: (channel, message) => wayOf(channel, message) !== 'robot', ...accessToken },
  picture: { ...mediaUpload, needed: (message, channel) => wayOf(channel, message) !== 'robot', apart },
  request: async (message, channel, { nowMs, token, pictureId }) => {
    const way = wayOf(channel, message)
    if (way === 'robot') return throughRobot(message, channel)
    const { path, body } = await call(way, message, channel, { nowMs, pictureId })
    return post(`${hostOf(channel)}${path}?access_token=${encodeURIComponent(token ?? '')}`, body)
  },
  read,
  faults: FAULTS,
  can,
  limits,
}

type Way = 'robot' | 'customer' | 'member' | 'room'

function wayOf(channel: Channel, { recipient, to }: Pick<Outgoing, 'recipient' | 'to'>): Way {
  if (recipient === 'room') return robotUrl(channel) === undefined ? 'room' : 'robot'
  if (hasSecret(channel) && isCustomer(to)) return 'customer'
  return hasApp(channel) ? 'member' : 'robot'
}

/** To members a picture is a message of its own; customers get it beside the text, because a welcome is one message. */
function apart(message: Pick<Outgoing, 'recipient' | 'to'>, channel: Channel): boolean {
  return wayOf(channel, message) !== 'customer'
}

type Context = { nowMs: number; pictureId: string | undefined }

async function call(
  way: Exclude<Way, 'robot'>,
  message: Outgoing,
  channel: Channel,
  { nowMs, pictureId }: Context,
): Promise<{ path: string; body: JsonObject }> {
  switch (way) {
    case 'customer':
      return toCustomer(message, { nowMs, pictureId })
    case 'member': {
      const agentid = Number(asId(channel.config.agent_id))
      const twice = { enable_duplicate_check: 1, duplicate_check_interval: DUPLICATE_CHECK_S }
      const body = {
        touser: message.to,
        agentid,
        ...appMessage(message, { taskId: await taskId(message), pictureId }),
        ...twice,
      }
      return { path: '/cgi-bin/message/send', body }
    }
    case 'room': {
      const body = { chatid: message.to, ...appMessage(message, { taskId: await taskId(message), pictureId }) }
      return { path: '/cgi-bin/appchat/send', body }
    }
    default:
      return way satisfies never
  }
}

/** A welcome while its code is good; after that only a mailing, which goes out when the customer's contact confirms it. */
function toCustomer(message: Outgoing, { nowMs, pictureId }: Context): { path: string; body: JsonObject } {
  const { ticket } = message
  if (ticket && nowMs - ticket.atMs <= WELCOME_MS) {
    const body = { welcome_code: ticket.code, ...customerMessage(message, pictureId) }
    return { path: '/cgi-bin/externalcontact/send_welcome_msg', body }
  }
  const body = { chat_type: 'single', external_userid: [message.to], ...customerMessage(message, pictureId) }
  return { path: '/cgi-bin/externalcontact/add_msg_template', body }
}

/** The robot speaks in its own group only; a message for one person mentions them there. */
function throughRobot(message: Outgoing, channel: Channel): OutgoingRequest {
  const url = new URL(robotUrl(channel) ?? '')
  const addressed = message.recipient === 'contact' ? message.to : undefined
  const target = channel.apiBase === undefined ? url.href : `${channel.apiBase}${url.pathname}${url.search}`
  return post(target, robotMessage(message, addressed))
}

function post(url: string, body: JsonObject): OutgoingRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  }
}

/** Letters and digits only, and unique in the application: a hash of our key. */
async function taskId(message: Outgoing): Promise<string> {
  return toHex(await sha256(concatBytes(message.id)))
}

function can(channel: Channel): Capabilities {
  const base = { ...TEXT_ONLY, length: { max: 2048, unit: 'bytes' }, markdown: true, card: true, rooms: true } as const
  if (!hasApp(channel)) return { ...base, mentions: true }
  const both = robotUrl(channel) !== undefined
  return { ...base, mentions: both, buttons: both ? 0 : BUTTONS_MAX, image: !both, idempotent: !both }
}

/** Thirty a minute to a member, twenty a minute by a robot, ten thousand calls a minute in all. */
function limits(channel: Channel): readonly RateLimit[] {
  if (!hasApp(channel)) return [{ per: 'channel', limit: 20, perMs: MINUTE_MS }]
  return [
    ...(robotUrl(channel) === undefined ? [] : [{ per: 'room', limit: 20, perMs: MINUTE_MS } as const]),
    { per: 'recipient', limit: 30, perMs: MINUTE_MS },
    { per: 'channel', limit: 10_000, perMs: MINUTE_MS },
  ]
}

import type { JsonObject } from '../../../schema/json.ts'
import { TEXT_ONLY } from '../capabilities.ts'
import { type Codes, mediaOf, readErrcode, readToken } from '../errcode.ts'
import { asId, asObject, asText, present } from '../json-fields.ts'
import type { Answer, Channel, Fault, Outcome, Outgoing, OutgoingRequest, Sending } from '../kind.ts'
import { pictureForm } from '../picture-upload.ts'
import { secretValues } from '../signature.ts'
import { customMessage } from './render.ts'
import { answersPassively, canCall } from './shape.ts'
import { templateMessage } from './template.ts'

const CODES: Codes = {
  /** Here 40001 is a token that another one has replaced; an application's wrong secret is 40125. */
  tokenRefused: new Set([40001, 40014, 42001]),
  /** Busy; or the day's or the minute's calls are used up. */
  passing: { [-1]: undefined, 45009: 3_600_000, 45011: 60_000 },
  advice: {
    40003: 'not the openid of a follower of this account',
    40013: 'app_id is not right',
    40037: 'the template id is not one of this account',
    40125: 'app_secret is not right',
    40164: "the address of this server is not on the account's IP allow-list (IP白名单)",
    43004: 'they do not follow the account',
    45015: 'they have not written or clicked within 48 hours: only a template message reaches them',
    45047: 'too many messages since they last wrote or clicked',
    48001: 'the account lacks the permission for this interface',
  },
}

const FAULTS: Readonly<Record<string, Fault>> = {
  40001: 'token',
  40014: 'token',
  42001: 'token',
  40013: 'secret',
  40125: 'secret',
  40003: 'recipient',
  43004: 'recipient',
  40037: 'content',
  40164: 'address not allowed',
  45002: 'content',
  45009: 'pace',
  45011: 'pace',
  45015: 'window',
  45047: 'pace',
  48001: 'scope',
}

/** Customer-service messages, within 48 hours of what a follower did; template messages at any time. */
export const sending: Sending = {
  missing: (channel) => (canCall(channel) ? undefined : 'app_secret'),
  answers: answersPassively,
  token: {
    request: tokenRequest,
    read: (answer) => readToken(answer, { token: 'access_token', expires: 'expires_in' }, readTokenError),
  },
  picture: {
    needed: () => true,
    apart: () => true,
    bytesMax: 10 * 1024 * 1024,
    types: ['image/png', 'image/jpeg', 'image/gif'],
    request: (picture, channel, token) => ({
      method: 'POST',
      url: `${hostOf(channel)}/cgi-bin/media/upload?access_token=${encodeURIComponent(token ?? '')}&type=image`,
      ...pictureForm({}, { name: 'media', picture }),
    }),
    read: (answer) => mediaOf(answer, read),
  },
  request: async (message, channel, { token, pictureId }) => sendRequest(message, channel, { token, pictureId }),
  read,
  faults: FAULTS,
  can: (channel) => ({
    ...TEXT_ONLY,
    length: { max: 2048, unit: 'bytes' },
    buttons: canCall(channel) ? 10 : 0,
    image: canCall(channel),
    card: true,
  }),
  limits: [{ per: 'channel', limit: 500_000, perMs: 86_400_000 }],
}

function sendRequest(
  message: Outgoing,
  channel: Channel,
  { token = '', pictureId }: { token: string | undefined; pictureId: string | undefined },
): OutgoingRequest {
  const template = asObject(channel.config.template)
  const [path, body]: [string, JsonObject] =
    template && message.card
      ? ['/cgi-bin/message/template/send', templateMessage(message, message.card, template)]
      : ['/cgi-bin/message/custom/send', { touser: message.to, ...customMessage(message, pictureId) }]
  return post(`${hostOf(channel)}${path}?access_token=${encodeURIComponent(token)}`, body)
}

/** The stable token: asking again gives the same one, so that two askers do not fight. */
function tokenRequest(channel: Channel): OutgoingRequest {
  const [secret = ''] = secretValues(channel.secrets, 'app_secret')
  const appid = asText(channel.config.app_id) ?? ''
  const body = { grant_type: 'client_credential', appid, secret, force_refresh: false }
  return post(`${hostOf(channel)}/cgi-bin/stable_token`, body)
}

function read(answer: Answer): Outcome {
  return readErrcode(answer, CODES, (body) => ({ kind: 'sent', ...present({ providerId: asId(body.msgid) }) }))
}

/** There is no token yet that could have been refused: 40001 speaks of the secret. */
function readTokenError(answer: Answer): Outcome {
  const outcome = read(answer)
  return outcome.kind === 'token refused'
    ? { kind: 'rejected', why: `${outcome.why} (app_secret is not right)` }
    : outcome
}

function hostOf(channel: Channel): string {
  return channel.apiBase ?? 'https://api.weixin.qq.com'
}

function post(url: string, body: JsonObject): OutgoingRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  }
}

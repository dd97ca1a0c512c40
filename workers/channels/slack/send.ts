import { TEXT_ONLY } from '../capabilities.ts'
import { parseJsonText } from '../json-body.ts'
import { asObject, asText, present } from '../json-fields.ts'
import type { Answer, Channel, Outcome, Outgoing, OutgoingRequest, Sending } from '../kind.ts'
import { secretValues } from '../signature.ts'
import { afterMs, retryAfterMs, statusOutcome } from '../status-outcome.ts'
import { escapeText } from './shape.ts'

const HOST = 'https://slack.com'

/** Slack says these with HTTP 200, and the message was surely not posted. */
const PASSING: ReadonlySet<string> = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
])

const FAULTS: Sending['faults'] = {
  ...{ invalid_auth: 'token', not_authed: 'token', token_revoked: 'token', token_expired: 'token' },
  ...{ account_inactive: 'token', org_login_required: 'token' },
  ...{ not_in_channel: 'not in room', channel_not_found: 'not in room', is_archived: 'recipient' },
  ...{ user_not_found: 'recipient', users_not_found: 'recipient', cannot_dm_bot: 'recipient' },
  ...{ missing_scope: 'scope', not_allowed_token_type: 'scope', no_permission: 'scope', access_denied: 'scope' },
  ...{ restricted_action: 'scope', ekm_access_denied: 'scope' },
  ...{ messages_tab_disabled: 'blocked', user_disabled: 'blocked' },
  ...{ msg_too_long: 'content', no_text: 'content', invalid_blocks: 'content' },
  ...{ ratelimited: 'pace', rate_limited: 'pace', ip_not_allowed: 'address not allowed' },
}

/** `chat.postMessage` (docs.slack.dev): a channel id posts there, a user id posts into their direct messages. */
export const sending: Sending = {
  missing: (channel) => (secretValues(channel.secrets, 'bot_token').length === 0 ? 'bot_token' : undefined),
  request: async (message, channel) => postMessage(message, channel),
  read,
  probe: { request: authTest, read },
  faults: FAULTS,
  can: { ...TEXT_ONLY, rooms: true },
  limits: [{ per: 'recipient', limit: 1, perMs: 1000 }],
}

/** `auth.test` says whose token it is, and needs no scope. */
function authTest(channel: Channel): OutgoingRequest {
  const [botToken] = secretValues(channel.secrets, 'bot_token')
  return {
    method: 'POST',
    url: `${channel.apiBase ?? HOST}/api/auth.test`,
    headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/x-www-form-urlencoded' },
  }
}

function postMessage(message: Outgoing, channel: Channel): OutgoingRequest {
  const [botToken] = secretValues(channel.secrets, 'bot_token')
  return {
    method: 'POST',
    url: `${channel.apiBase ?? HOST}/api/chat.postMessage`,
    headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ channel: message.to, text: escapeText(message.text) }),
  }
}

function read(answer: Answer): Outcome {
  const failed = statusOutcome(answer)
  if (failed) return failed
  const parsed = parseJsonText(answer.body)
  const body = parsed.kind === 'json' ? asObject(parsed.value) : undefined
  if (body?.ok === true) return { kind: 'sent', ...present({ providerId: asText(body.ts) }) }
  const code = asText(body?.error)
  if (body?.ok !== false || code === undefined) return { kind: 'unknown', why: 'the answer is not one of Slack’s' }
  if (PASSING.has(code)) return { kind: 'retry', why: code, ...afterMs(retryAfterMs(answer.headers)) }
  return { kind: 'rejected', why: code }
}

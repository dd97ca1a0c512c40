import { parseJsonText } from '../json-body.ts'
import { asObject, asText, present } from '../json-fields.ts'
import type { Answer, Outcome, Sending } from '../kind.ts'
import { afterMs, retryAfterMs, statusOutcome } from '../status-outcome.ts'

/** Slack says these with HTTP 200, and the message was surely not posted. */
const PASSING: ReadonlySet<string> = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
])

export const FAULTS: NonNullable<Sending['faults']> = {
  ...{ invalid_auth: 'token', not_authed: 'token', token_revoked: 'token', token_expired: 'token' },
  ...{ account_inactive: 'token', org_login_required: 'token', no_service: 'token' },
  ...{ not_in_channel: 'not in room', channel_not_found: 'not in room' },
  ...{ is_archived: 'recipient', channel_is_archived: 'recipient' },
  ...{ user_not_found: 'recipient', users_not_found: 'recipient', cannot_dm_bot: 'recipient' },
  ...{ missing_scope: 'scope', not_allowed_token_type: 'scope', no_permission: 'scope', access_denied: 'scope' },
  ...{ restricted_action: 'scope', ekm_access_denied: 'scope' },
  ...{ messages_tab_disabled: 'blocked', user_disabled: 'blocked' },
  ...{ msg_too_long: 'content', no_text: 'content', invalid_blocks: 'content', invalid_payload: 'content' },
  ...{ ratelimited: 'pace', rate_limited: 'pace', ip_not_allowed: 'address not allowed' },
}

/** JSON from the API, whatever it says with 200; from a webhook `ok`, or a code as text with some 4xx. */
export function read(answer: Answer): Outcome {
  const failed = statusOutcome(answer)
  if (failed) return failed.kind === 'rejected' ? { kind: 'rejected', why: codeIn(answer) ?? failed.why } : failed
  if (answer.body.trim() === 'ok') return { kind: 'sent' }
  const parsed = parseJsonText(answer.body)
  const body = parsed.kind === 'json' ? asObject(parsed.value) : undefined
  if (body?.ok === true) return { kind: 'sent', ...present({ providerId: asText(body.ts) }) }
  const code = asText(body?.error)
  if (body?.ok !== false || code === undefined) return { kind: 'unknown', why: 'the answer is not one of Slack’s' }
  if (PASSING.has(code)) return { kind: 'retry', why: code, ...afterMs(retryAfterMs(answer.headers)) }
  const needed = asText(body.needed)
  return { kind: 'rejected', why: needed === undefined ? code : `${code}: needs ${needed}` }
}

function codeIn({ body }: Answer): string | undefined {
  const text = body.trim()
  return /^[a-z_]{4,60}$/.test(text) ? text : undefined
}

/** A webhook that refuses to post nothing is there. */
export function readProbe(answer: Answer): Outcome {
  const outcome = read(answer)
  const isThere =
    outcome.kind === 'rejected' &&
    ['no_text', 'invalid_payload', 'missing_text_or_fallback_or_attachments'].includes(outcome.why)
  return isThere ? { kind: 'sent' } : outcome
}

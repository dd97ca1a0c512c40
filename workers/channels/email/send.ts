import { TEXT_ONLY } from '../capabilities.ts'
import { parseJsonText } from '../json-body.ts'
import { asId, asObject, asText } from '../json-fields.ts'
import type { Answer, Channel, Outcome, Outgoing, OutgoingRequest, Sending } from '../kind.ts'
import { secretValues, sha256, toHex } from '../signature.ts'
import { afterMs, retryAfterMs, statusOutcome } from '../status-outcome.ts'
import { html, plainText, subjectOf } from './body.ts'

const HOST = 'https://api.resend.com'
const KEY_LENGTH_MAX = 256
const TEXT_LENGTH_MAX = 100_000
const BUTTONS_MAX = 10
/** Of a sender whose domain is not set up: the provider calls it a mistake in the message. */
const UNVERIFIED = 'domain_not_verified'
const QUOTA_PAUSE_MS = 60 * 60_000

/** `POST /emails` (https://resend.com/docs/api-reference/emails/send-email). */
export const sending: Sending = {
  missing: (channel) => {
    if (secretValues(channel.secrets, 'api_key').length === 0) return 'api_key'
    return asText(channel.config.from) === undefined ? 'from' : undefined
  },
  request: sendEmail,
  read,
  probe: { request: listDomains, read: readDomains },
  faults: {
    ...{ missing_api_key: 'token', invalid_api_key: 'token', restricted_api_key: 'scope', [UNVERIFIED]: 'scope' },
    ...{ validation_error: 'content', missing_required_field: 'content', invalid_from_address: 'content' },
    ...{ invalid_attachment: 'content', invalid_idempotent_request: 'content', invalid_idempotency_key: 'content' },
    ...{ rate_limit_exceeded: 'pace', daily_quota_exceeded: 'pace', monthly_quota_exceeded: 'pace' },
  },
  can: {
    ...TEXT_ONLY,
    length: { max: TEXT_LENGTH_MAX, unit: 'characters' },
    markdown: true,
    buttons: BUTTONS_MAX,
    image: true,
    card: true,
    idempotent: true,
  },
  limits: [{ per: 'channel', limit: 2, perMs: 1000 }],
}

/** A key that may only send is refused here, in words that say just that: it is good. */
function listDomains(channel: Channel): OutgoingRequest {
  const [apiKey] = secretValues(channel.secrets, 'api_key')
  return {
    method: 'GET',
    url: `${channel.apiBase ?? HOST}/domains`,
    headers: { authorization: `Bearer ${apiKey}` },
  }
}

function readDomains(answer: Answer): Outcome {
  const outcome = read(answer)
  const mayOnlySend = outcome.kind === 'rejected' && outcome.why.startsWith('restricted_api_key')
  return mayOnlySend ? { kind: 'sent' } : outcome
}

async function sendEmail(message: Outgoing, channel: Channel): Promise<OutgoingRequest> {
  const [apiKey] = secretValues(channel.secrets, 'api_key')
  const replyTo = asText(channel.config.reply_to)
  const unsubscribe = unsubscribeLink(message)
  return {
    method: 'POST',
    url: `${channel.apiBase ?? HOST}/emails`,
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': await idempotencyKey(message.id),
    },
    body: JSON.stringify({
      from: channel.config.from,
      to: [message.to],
      subject: subjectOf(message, asText(channel.config.subject) ?? channel.name),
      html: html(message),
      text: plainText(message),
      ...(replyTo !== undefined && { reply_to: replyTo }),
      ...(unsubscribe !== undefined && { headers: listHeaders(unsubscribe) }),
    }),
  }
}

/** At most 256 characters, the same for the same message. */
async function idempotencyKey(id: string): Promise<string> {
  return id.length <= KEY_LENGTH_MAX ? id : toHex(await sha256(new TextEncoder().encode(id)))
}

/** RFC 2369 and RFC 8058: mail programs show a button of their own, and ask nobody when it is pressed. */
function listHeaders(url: string): Record<string, string> {
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

/** The link to our unsubscribe page, `/u/{token}`: the one that the message holds, else its own. */
function unsubscribeLink({ text, buttons = [], unsubscribe }: Outgoing): string | undefined {
  const addresses = [text, ...buttons.map((button) => ('url' in button ? button.url : ''))].join(' ')
  return /https?:\/\/[^\s<>"'()/]+\/u\/[A-Za-z0-9_.~-]+/.exec(addresses)?.[0] ?? unsubscribe
}

/** Refused because of what it is, and not because of when: these carry a name and a message. */
function read(answer: Answer): Outcome {
  const parsed = parseJsonText(answer.body)
  const body = parsed.kind === 'json' ? asObject(parsed.value) : undefined
  const name = asText(body?.name)
  const unverified = /not verified|only send testing emails/i.test(asText(body?.message) ?? '') ? UNVERIFIED : undefined
  const why =
    [unverified ?? name, asText(body?.message)].filter(Boolean).join(': ').slice(0, 300) || `HTTP ${answer.status}`
  switch (answer.status) {
    case 409:
      // Another attempt under this key is under way. Or it was used with another content, which will never be taken.
      return name === 'invalid_idempotent_request' ? { kind: 'rejected', why } : { kind: 'retry', why, afterMs: 1000 }
    case 429:
      return { kind: 'retry', why, ...afterMs(retryAfterMs(answer.headers) ?? quotaPause(name)) }
    case 400:
    case 401:
    case 403:
    case 404:
    case 405:
    case 413:
    case 422:
      return { kind: 'rejected', why }
    default:
      return statusOutcome(answer) ?? sentAs(asId(body?.id))
  }
}

function sentAs(id: string | undefined): Outcome {
  return { kind: 'sent', ...(id !== undefined && { providerId: id }) }
}

function quotaPause(name: string | undefined): number | undefined {
  return name?.endsWith('_quota_exceeded') ? QUOTA_PAUSE_MS : undefined
}

import type { JsonObject } from '../../../schema/json.ts'
import { parseJsonBody, parseJsonText } from '../json-body.ts'
import { asId, asObject, asText, present } from '../json-fields.ts'
import type { Channel, Inbound, IncomingEvent, Received } from '../kind.ts'
import { concatBytes, fromHex, secondsToMs, secretValues, signedByAny, unconfigured } from '../signature.ts'
import { readCommand } from './command.ts'
import { readEvent } from './event.ts'
import { readInteraction } from './interaction.ts'

const WINDOW_MS = 300_000
const VERSION = 'v0='
/** What cannot be read now cannot be read in five minutes either. */
const NO_RETRY = { 'x-slack-no-retry': '1' }

/** Events API, interactivity and slash commands, all signed alike (docs.slack.dev, verifying-requests-from-slack). */
export async function receive(request: Inbound, channel: Channel, nowMs: number): Promise<Received> {
  const forged = await refuseForged(request, secretValues(channel.secrets, 'signing_secret'), nowMs)
  if (forged) return forged
  const received = isForm(request) ? readForm(request.body) : readJson(request.body)
  return received.kind === 'unreadable' ? { ...received, headers: NO_RETRY } : received
}

async function refuseForged(request: Inbound, secrets: string[], nowMs: number): Promise<Received | undefined> {
  if (secrets.length === 0) return unconfigured('signing_secret')
  const timestamp = request.headers.get('x-slack-request-timestamp')
  const header = request.headers.get('x-slack-signature')
  if (!timestamp || !header) return { kind: 'forged', why: 'X-Slack-Signature or its timestamp is missing' }
  const sentAtMs = secondsToMs(timestamp)
  if (sentAtMs === undefined) return { kind: 'forged', why: 'X-Slack-Request-Timestamp is not a number of seconds' }
  if (Math.abs(nowMs - sentAtMs) > WINDOW_MS) return { kind: 'forged', why: 'the request is outside the 300 s window' }
  const signature = header.startsWith(VERSION) ? fromHex(header.slice(VERSION.length)) : undefined
  if (!signature) return { kind: 'forged', why: 'X-Slack-Signature is not v0=<hex>' }
  const content = concatBytes(`v0:${timestamp}:`, request.body)
  const genuine = await signedByAny(secrets, { content, signature })
  return genuine ? undefined : { kind: 'forged', why: 'X-Slack-Signature does not match' }
}

function isForm(request: Inbound): boolean {
  return (request.headers.get('content-type') ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded')
}

function readJson(body: Uint8Array): Received {
  const parsed = parseJsonBody(body)
  if (parsed.kind === 'unreadable') return parsed
  const outer = asObject(parsed.value)
  if (!outer) return { kind: 'unreadable', why: 'the body is not a JSON object' }
  switch (outer.type) {
    case 'url_verification':
      return challenge(outer)
    case 'event_callback':
      return readEvent(outer)
    case 'app_rate_limited':
      return { kind: 'events', events: [rateLimited(outer)] }
    default:
      return { kind: 'unreadable', why: 'the type is not one of Slack’s Events API' }
  }
}

/** More than 30 000 events within an hour: Slack drops the rest of a minute, and says so once. */
function rateLimited(outer: JsonObject): IncomingEvent {
  const minute = asId(outer.minute_rate_limited) ?? ''
  const data = present({ team_id: asText(outer.team_id), minute })
  const atMs = secondsToMs(minute)
  const id = `app_rate_limited:${asText(outer.team_id) ?? ''}:${minute}`
  return { id, type: 'custom.slack.app_rate_limited', ...present({ atMs }), data }
}

function challenge(outer: JsonObject): Received {
  const text = asText(outer.challenge)
  if (text === undefined) return { kind: 'unreadable', why: 'url_verification without a challenge' }
  const headers = { 'content-type': 'application/json' }
  return { kind: 'challenge', reply: { status: 200, headers, body: JSON.stringify({ challenge: text }) } }
}

function readForm(body: Uint8Array): Received {
  const form = new URLSearchParams(new TextDecoder().decode(body))
  const payload = form.get('payload')
  if (payload === null) return readCommand(form)
  const parsed = parseJsonText(payload)
  if (parsed.kind === 'unreadable') return parsed
  const interaction = asObject(parsed.value)
  return interaction ? readInteraction(interaction) : { kind: 'unreadable', why: 'payload is not a JSON object' }
}

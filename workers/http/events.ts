import { Hono } from 'hono'
import { typeFromOutside } from '../../schema/event.ts'
import { bytesOf } from '../body.ts'
import { parseJsonBody } from '../channels/json-body.ts'
import type { Channel } from '../channels/kind.ts'
import { verifyStandardWebhook } from '../channels/standard-webhooks/verify.ts'
import { carryOut, keep } from '../run/handle.ts'
import { eventIdOf, type InboxEvent } from '../store/events.ts'
import { afterwards } from './afterwards.ts'
import { channelTooOften } from './allowance.ts'
import { callerOf, mayWrite, tooOften } from './auth.ts'
import { type CloudEvent, readCloudEvents } from './cloud-events.ts'
import type { App, C } from './context.ts'
import { canBeKept } from './event-size.ts'
import { problem } from './problem.ts'

/** Without `?channel=`, external ids belong to this built-in channel. */
const EVENTS_CHANNEL = 'events'
const METHODS = 'OPTIONS, POST'
const RATE_MAX = 6000

/** CloudEvents 1.0 over HTTP: structured, batched and binary; and the handshake of senders that ask first. */
export const events = new Hono<App>()
  .post('/', take)
  .options('/', handshake)
  .all('/', (c) => {
    const refused = problem(c, 405)
    refused.headers.set('allow', METHODS)
    return refused
  })

async function take(c: C): Promise<Response> {
  const { deps } = c.var.house
  const named = c.req.query('channel')
  const channel = named === undefined ? undefined : await channelNamed(c, named)
  const body = await bytesOf(c)
  if (!body) return problem(c, 413)
  const refused = await authorise(c, channel, body)
  if (refused) return refused
  if (named !== undefined && !channel) return problem(c, 404, `there is no channel ${named}`)
  const read = readCloudEvents(c.req.raw.headers, body, parseJsonBody)
  if (read.kind === 'unsupported') return problem(c, 415, read.why)
  if (read.kind === 'unreadable') return problem(c, 400, read.why, read.errors)
  if (!canBeKept(body.byteLength, read.events)) return problem(c, 413, 'the events are too large to be kept')
  const now = deps.clock.now()
  const hasKey = c.req.header('authorization') !== undefined
  const kept = await keep(
    deps,
    read.events.map((event) => ({
      ...inboxEvent(event, channel?.id ?? EVENTS_CHANNEL, now),
      type: hasKey ? event.type : typeFromOutside(event.type),
    })),
  )
  c.executionCtx.waitUntil(afterwards(carryOut(deps, kept)))
  return c.json({ accepted: kept.kept, duplicates: read.events.length - kept.kept }, 202)
}

/**
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection: a sender asks whether
 * it may. Anybody may ask to send; what arrives needs a key or a signature all the same.
 */
function handshake(c: C): Response {
  const origin = c.req.header('webhook-request-origin')
  c.header('Allow', METHODS)
  if (origin !== undefined && /^[\x21-\x7e]{1,255}$/.test(origin)) {
    c.header('WebHook-Allowed-Origin', origin)
    const rate = c.req.header('webhook-request-rate')
    if (rate !== undefined) c.header('WebHook-Allowed-Rate', allowedRate(rate))
  }
  return c.body(null, 200)
}

/** Requests a minute, as many as were asked for up to a limit. */
function allowedRate(asked: string): string {
  return /^[1-9]\d{0,8}$/.test(asked) ? String(Math.min(Number(asked), RATE_MAX)) : String(RATE_MAX)
}

async function channelNamed(c: C, id: string): Promise<Channel | undefined> {
  const { catalogue } = c.var.house.deps
  return (await catalogue.known()).channels.get(id) ?? (await catalogue.refresh()).channels.get(id)
}

/** A key that may write, or the signature of the channel when that is a Standard Webhooks one. */
async function authorise(c: C, channel: Channel | undefined, body: Uint8Array): Promise<Response | undefined> {
  if (c.req.header('authorization') !== undefined) {
    const caller = await callerOf(c)
    if (!caller) return problem(c, 401)
    return mayWrite(caller) ? tooOften(c, caller) : problem(c, 403)
  }
  if (channel?.kind !== 'standard-webhooks') return problem(c, 401)
  const request = { method: 'POST', url: new URL(c.req.url), headers: c.req.raw.headers, body }
  const verified = await verifyStandardWebhook(request, secretsOf(channel), c.var.house.deps.clock.now())
  return verified.kind === 'genuine' ? channelTooOften(c, channel.id) : problem(c, 401)
}

function inboxEvent(event: CloudEvent, channel: string, now: number): InboxEvent {
  return {
    id: eventIdOf(channel, JSON.stringify([event.source, event.id])),
    type: event.type,
    channel,
    externalId: event.subject ?? null,
    subjectId: null,
    profile: event.subject === undefined ? null : event.profile,
    at: event.atMs ?? now,
    receivedAt: now,
    data: event.data,
    causes: [],
  }
}

function secretsOf(channel: Channel): string[] {
  return [channel.secrets.secret ?? []].flat()
}

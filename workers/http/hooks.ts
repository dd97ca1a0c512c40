import { Hono } from 'hono'
import type { ContentfulStatusCode, StatusCode } from 'hono/utils/http-status'
import { bytesOf } from '../body.ts'
import type { Channel, Inbound, IncomingEvent, Received, Reply } from '../channels/kind.ts'
import { findKind } from '../channels/kinds.ts'
import { askPlatform } from '../run/ask-platform.ts'
import { carryOut, keep } from '../run/handle.ts'
import { answerAgain, answerOf } from '../run/outlet.ts'
import type { Read } from '../run/read.ts'
import { rememberRefusal } from '../run/refusals.ts'
import { eventIdOf, type InboxEvent } from '../store/events.ts'
import { afterwards } from './afterwards.ts'
import { channelTooOften } from './allowance.ts'
import type { App, C } from './context.ts'
import { canBeKept } from './event-size.ts'
import { problem } from './problem.ts'

/** Webhooks of the platforms: verified, kept, answered as the platform expects; only then carried out. */
export const hooks = new Hono<App>().all('/:channel', async (c) => {
  const { deps } = c.var.house
  const openedReal = deps.clock.real()
  if (c.req.method !== 'POST') {
    const channel = await channelNamed(c, c.req.param('channel'))
    if (!channel) return problem(c, 404)
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return wrongMethod(c)
    if (findKind(channel.kind)?.answersProbes) return c.body(null, 200)
  }
  const body = await bytesOf(c)
  if (!body) return problem(c, 413)
  const request: Inbound = { method: c.req.method, url: new URL(c.req.url), headers: c.req.raw.headers, body }
  const found = await receive(c, c.req.param('channel'), request)
  if (!found) return problem(c, 404)
  const { channel, received } = found
  if (received.kind === 'forged' || received.kind === 'unreadable')
    c.executionCtx.waitUntil(afterwards(remember(c, channel, request, received)))
  switch (received.kind) {
    case 'challenge':
      return reply(c, received.reply)
    case 'forged':
      return problem(c, received.status ?? 401)
    case 'unreadable':
      for (const [name, value] of Object.entries(received.headers ?? {})) c.header(name, value)
      return problem(c, 400, received.why)
    case 'events': {
      const refused = await channelTooOften(c, channel.id)
      if (refused) return refused
      const told = received.lookUp && (await askPlatform(deps, channel, received.lookUp))
      const events = told ?? received.events
      if (!canBeKept(body.byteLength, events)) return problem(c, 413)
      const kept = await keep(
        deps,
        events.map((event) => inboxEvent(event, channel, deps.clock.now())),
      )
      const said = await carriedOut(c, { channel, received, kept, openedReal })
      const expected = said ?? received.reply ?? findKind(channel.kind)?.reply
      if (expected) return reply(c, expected)
      return c.json({ accepted: kept.kept, duplicates: events.length - kept.kept }, 202)
    }
    default:
      return received satisfies never
  }
})

type Taken = { channel: Channel; received: Extract<Received, { kind: 'events' }>; kept: Read; openedReal: number }

/** Carry out what is kept: after the answer, unless the answer may be what comes of it. */
async function carriedOut(c: C, { channel, received, kept, openedReal }: Taken): Promise<Reply | undefined> {
  const { deps } = c.var.house
  const { passive, events } = received
  const [event] = events
  if (!passive || !event) {
    c.executionCtx.waitUntil(afterwards(carryOut(deps, kept)))
    return undefined
  }
  const asked = { channel, eventId: eventIdOf(channel.id, event.id), passive, openedReal }
  if (kept.kept === 0) return answerAgain(deps, asked)
  const { reply, rest } = await answerOf(deps, asked, (offering) => afterwards(carryOut(offering, kept)))
  c.executionCtx.waitUntil(rest)
  return reply
}

/** For whoever sets the channel up: a sender whose secret is wrong sees no more than a status. */
function remember(c: C, channel: Channel, { method, headers, body }: Inbound, received: Refused): Promise<void> {
  const status = received.kind === 'unreadable' ? 400 : (received.status ?? 401)
  const refusal = { channel: channel.id, status, why: received.why, method, size: body.byteLength }
  return rememberRefusal(c.var.house.deps, refusal, headers)
}

type Refused = Extract<Received, { kind: 'forged' | 'unreadable' }>

/** A stranger learns that a channel is there only from what they know already: its address. */
function wrongMethod(c: C): Response {
  const refused = problem(c, 405)
  refused.headers.set('allow', 'GET, HEAD, POST')
  return refused
}

async function channelNamed(c: C, id: string): Promise<Channel | undefined> {
  const { catalogue } = c.var.house.deps
  return (await catalogue.known()).channels.get(id) ?? (await catalogue.refresh()).channels.get(id)
}

/** What this isolate knows of a channel may be old: a refusal counts only against what the database says now. */
async function receive(c: C, id: string, request: Inbound) {
  const { deps } = c.var.house
  const nowMs = deps.clock.now()
  let channel = (await deps.catalogue.known()).channels.get(id)
  let received = channel && (await receiveFor(channel, request, nowMs))
  if (!received || received.kind === 'forged') {
    const current = (await deps.catalogue.refresh()).channels.get(id)
    if (current && JSON.stringify(current) !== JSON.stringify(channel)) {
      channel = current
      received = await receiveFor(current, request, nowMs)
    } else if (!current) return undefined
  }
  return channel && received && { channel, received }
}

/** A channel whose secrets do not open refuses everything; platforms send again, and it is mended meanwhile. */
async function receiveFor(channel: Channel, request: Inbound, nowMs: number): Promise<Received | undefined> {
  if (channel.locked)
    return { kind: 'forged', why: 'the secrets of the channel do not open: set them again', status: 503 }
  return findKind(channel.kind)?.receive(request, channel, nowMs)
}

function inboxEvent(event: IncomingEvent, channel: Channel, now: number): InboxEvent {
  const { id, ...profile } = event.user ?? { id: null }
  return {
    id: eventIdOf(channel.id, event.id),
    type: event.type,
    channel: channel.id,
    externalId: id,
    subjectId: null,
    profile: event.user ? profile : null,
    at: timeOf(event, now),
    receivedAt: now,
    data: event.room === undefined || 'room' in event.data ? event.data : { ...event.data, room: event.room },
    causes: [],
  }
}

/** The last instant of the year 9999: what is beyond is no time that anybody could write down. */
const LAST_MS = 253_402_300_799_999

/** When the platform says that it happened, if that is a time at all. */
function timeOf({ atMs }: IncomingEvent, now: number): number {
  return atMs !== undefined && Number.isSafeInteger(atMs) && atMs >= 0 && atMs <= LAST_MS ? atMs : now
}

function reply(c: C, { status, headers, body }: Reply): Response {
  if (body === undefined) return c.body(null, status as StatusCode, headers)
  return c.body(body, status as ContentfulStatusCode, headers)
}

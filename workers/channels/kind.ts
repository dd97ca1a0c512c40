import type * as v from 'valibot'
import type { Content } from '../../schema/content.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { Ticket } from '../../schema/ticket.ts'

/** A request as it came in: the body read once, as bytes, because signatures are over bytes. */
export type Inbound = {
  method: string
  url: URL
  headers: Headers
  body: Uint8Array
}

/** Who the platform says did it. `id` is the external id on this channel. */
export type Sender = {
  id: string
  name?: string
  locale?: string
  timezone?: string
  phone?: string
  email?: string
  traits?: JsonObject
}

/** A platform's happening in our words. `id` is what the platform repeats on redelivery. */
export type IncomingEvent = {
  id: string
  /** One of the event types of HTTP.md, or `custom.*`. */
  type: string
  /** When it happened, milliseconds since the epoch; absent when the platform does not say. */
  atMs?: number
  /** Absent when the event concerns nobody in particular. */
  user?: Sender
  /** The group, room or chat it happened in, as the platform names it. */
  room?: string
  data: JsonObject
}

export type Reply = { status: number; headers?: Record<string, string>; body?: string }

/**
 * Platforms that show what the answer to their request says: one message to whoever did it, if it comes in time. It is
 * given only where the channel is set up to answer this way.
 */
export type PassiveReply = {
  /** Whom it reaches: an external id. */
  to: string
  /** How long the platform waits, less what the way takes. */
  withinMs: number
  /** Undefined when this message cannot be shown this way. */
  reply: (message: Outgoing, nowMs: number) => Promise<Reply> | undefined
}

/** What a request leaves out and the platform tells when it is asked. Without an answer the events stay as they are. */
export type LookUp = {
  request: (token: string | undefined) => OutgoingRequest
  /** The events in full; undefined when the answer does not tell. */
  read: (answer: Answer) => IncomingEvent[] | undefined
}

/** What a channel makes of an incoming request. */
export type Received =
  /** Verified. `reply` is what the platform expects once the events are kept, when it depends on the request. */
  | { kind: 'events'; events: IncomingEvent[]; reply?: Reply; passive?: PassiveReply; lookUp?: LookUp }
  /** A verified handshake: answer it, keep nothing. */
  | { kind: 'challenge'; reply: Reply }
  /** Signature missing or wrong, or the timestamp outside its window: 401, unless the platform expects another; 503 when nobody can tell. */
  | { kind: 'forged'; why: string; status?: 401 | 403 | 503 }
  /** Verified but not what the protocol says: 400. `headers` for platforms that can be told not to repeat it. */
  | { kind: 'unreadable'; why: string; headers?: Record<string, string> }

/** A channel as set up by an operator, secrets decrypted. A secret may be a list of two during rotation. */
export type Channel = {
  id: string
  kind: string
  name: string
  config: JsonObject
  secrets: Secrets
  /** There are secrets, which do not open: nobody can tell what is genuine, so nothing is taken in. */
  locked?: true
  /** Replaces the provider's scheme and host, e.g. `http://127.0.0.1:9000`. No trailing slash. */
  apiBase?: string
}

export type Secrets = Record<string, string | string[]>

/**
 * One message to one recipient, rendered. It holds only what the kind says that it can show, and its text is no longer
 * than the kind takes: what the kind cannot show is in the text already, and a long text comes as several messages.
 */
export type Outgoing = Content & {
  /** The idempotency key, the same on every attempt. */
  id: string
  /** A contact's external id, or a room. */
  to: string
  /** Whether `to` is a person or a room. */
  recipient: 'contact' | 'room'
  /** What the event that this answers brought along: the kind uses it while it is good. */
  ticket?: Ticket
  /** Where its reader can unsubscribe; absent from what they must be told. */
  unsubscribe?: string
}

/** What a platform can show. What it cannot, is put into words before `request` is asked. */
export type Capabilities = {
  /** The longest text of one message, in what the platform counts: code points, UTF-16 units, or UTF-8 bytes. */
  length: { max: number; unit: 'characters' | 'utf16' | 'bytes' }
  markdown: boolean
  /** How many buttons one message may carry; 0 for none. */
  buttons: number
  image: boolean
  card: boolean
  mentions: boolean
  /** Whether it can post to groups or rooms. */
  rooms: boolean
  /** Whether it can change a message that it has sent. */
  edit: boolean
  /** Whether the platform drops a repeat under the same key. */
  idempotent: boolean
  /** Whether its text is HTML: what people wrote is then escaped, mentions too, before it comes to `request`. */
  html?: boolean
}

/** At most `limit` messages in any `perMs`, for the whole channel, for each recipient, or for each that is a room. */
export type RateLimit = { per: 'channel' | 'recipient' | 'room'; limit: number; perMs: number }

/** An HTTP call to make. Only run/deliver.ts makes it. */
export type OutgoingRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  headers: Record<string, string>
  body?: string
}

export type Answer = { status: number; headers: Headers; body: string }

/** What a provider's answer means for the message. */
export type Outcome =
  | { kind: 'sent'; providerId?: string }
  /**
   * Surely not accepted; try again, not before `afterMs` when the provider said so. With `holds` nothing else goes out
   * before either, to this recipient or through the whole channel; an HTTP 429 holds the channel without saying it.
   */
  | { kind: 'retry'; why: string; afterMs?: number; holds?: 'channel' | 'recipient' }
  /** Will never be accepted as it is. */
  | { kind: 'rejected'; why: string }
  /** The token was refused: fetch a new one and try again at once. */
  | { kind: 'token refused'; why: string }
  /** The ticket is used up or too old: send it again at once without. */
  | { kind: 'ticket spent'; why: string }
  /** The answer cannot be understood: it may or may not have been accepted. */
  | { kind: 'unknown'; why: string }

/** Platforms whose calls carry a short-lived token. It is fetched once and kept until shortly before it expires. */
export type TokenSource = {
  /** Whether the call for this message carries the token, where a kind has another way to send; absent: they all do. */
  needed?: (channel: Channel, message: Outgoing) => boolean
  request: (channel: Channel) => OutgoingRequest
  read: (answer: Answer) => { kind: 'token'; token: string; expiresInMs: number } | Outcome
}

/**
 * Platforms where a message needs an address other than the one we know somebody by, such as the channel of their
 * direct messages. It is asked for before the message, and kept by the isolate.
 */
export type AddressSource = {
  needed: (message: Outgoing, channel: Channel) => boolean
  request: (message: Outgoing, channel: Channel, token?: string) => OutgoingRequest
  read: (answer: Answer) => { kind: 'address'; to: string } | Outcome
}

/**
 * Platforms that show only pictures which they hold themselves. A message's picture is fetched from its address and
 * uploaded before the message, once for all that show it.
 */
export type PictureSource = {
  needed: (message: Pick<Outgoing, 'to' | 'recipient'>, channel: Channel) => boolean
  /** Whether it goes as a message of its own, behind the text. */
  apart: (message: Pick<Outgoing, 'to' | 'recipient'>, channel: Channel) => boolean
  bytesMax: number
  /** The media types that the platform takes. */
  types: readonly string[]
  request: (
    picture: { bytes: Uint8Array; type: string },
    channel: Channel,
    token?: string,
  ) => Omit<OutgoingRequest, 'body'> & { body: Uint8Array }
  read: (answer: Answer) => { kind: 'picture'; id: string } | Outcome
}

/** The same for every channel of the kind, or as the channel is set up: see `capabilitiesOf` and `limitsOf`. */
export type PerChannel<T> = T | ((channel: Channel) => T)

/** What can be wrong with a channel, in words that an operator can act on; see faults.ts. */
export type Fault =
  | 'token'
  | 'secret'
  | 'scope'
  | 'recipient'
  | 'not in room'
  | 'blocked'
  | 'address not allowed'
  | 'network'
  | 'pace'
  | 'content'
  | 'window'
  | 'provider'

/** How a kind sends. Pure: describes the request, reads the answer. */
export type Sending = {
  /** What is missing from the channel's secrets or config for sending, or undefined when it can send. */
  missing: (channel: Channel) => string | undefined
  /** Whether it can answer what people do in the answer to the platform's own request, also while something is missing. */
  answers?: (channel: Channel) => boolean
  /** True when this channel sends by keeping the message: it counts as sent, and there is nothing to call. */
  keeps?: (channel: Channel) => boolean
  token?: TokenSource
  address?: AddressSource
  picture?: PictureSource
  /**
   * `nowMs` for platforms that sign the time, `pictureId` for those with a `picture`: a message then shows an image only
   * when there is one. May be async, because WebCrypto is.
   */
  request: (
    message: Outgoing,
    channel: Channel,
    context: { nowMs: number; token?: string; pictureId?: string },
  ) => Promise<OutgoingRequest>
  /** `moved`: surely not accepted; whom it is for has another address now. Try there at once, and from now on. */
  read: (answer: Answer) => Outcome | { kind: 'moved'; to: string; why: string }
  /** A call that sends nothing and shows whether the credentials are good, where the platform has one. */
  probe?: { request: (channel: Channel, token?: string) => OutgoingRequest; read: (answer: Answer) => Outcome }
  /** What the platform's codes mean to an operator. A code is the first word of an outcome's `why`. */
  faults?: Readonly<Record<string, Fault>>
  can: PerChannel<Capabilities>
  /** As the platform publishes them. */
  limits: PerChannel<readonly RateLimit[]>
}

export type Words = Record<'en' | 'zh-CN', string>

/**
 * A request as the platform sends it, recorded, with everything personal replaced; signed or not. Of what comes
 * encrypted, what is inside: that is what people look for.
 */
export type Sample = { headers: Record<string, string>; body: string }

export type ChannelKind = {
  name: string
  title: Words
  /** How an operator sets it up, step by step, as Markdown. */
  guide: Words
  config: v.GenericSchema<unknown, JsonObject>
  secrets: v.GenericSchema<unknown, Secrets>
  receive: (request: Inbound, channel: Channel, nowMs: number) => Promise<Received>
  /**
   * GET and HEAD only look whether somebody is there, and are answered with 200. Without it they are `receive`d, as the
   * handshakes of some platforms are.
   */
  answersProbes?: boolean
  /** What the platform expects once its events are kept; without it, the answer says how many were new. */
  reply?: Reply
  sending?: Sending
  /** What a body that a form sends says, by question: for proposing what to keep of it. */
  answersIn?: (body: JsonObject) => JsonObject
  /** What the console shows before anything real has come, and proposes a mapping from. */
  sample: Sample
}

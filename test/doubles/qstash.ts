/**
 * A double of QStash over its HTTP protocol, with its own clock. Called with a request it answers as the API does; what
 * is due is delivered while the clock is moved. Plain web APIs only, so that it runs in workerd and behind a Node server.
 *
 * Where QStash's own texts are not public, the status is right and the text is ours.
 */
import { type Attempt, deliveryRequest, judge, type Message, retryDelayMs } from './qstash-delivery.ts'
import { type Publication, type Refusal, readBatch, readPublication } from './qstash-message.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Rounds of one advance. A receiver that arms again at once, for ever, fails its test instead of hanging it. */
const ROUNDS_MAX = 10_000

/** What goes wrong, for tests. Each may be changed at any time. */
export type Faults = {
  /** Accept everything, deliver nothing: the message is gone. */
  drop: boolean
  /** Deliver each attempt this many times at once. */
  copies: number
  /** Deliver this much after, or with a negative number before, the due time. */
  lateMs: number
  /** Sign with a key nobody knows. */
  forge: boolean
  /** Answer every request to the API with this status. */
  apiStatus?: number
}

export type QstashOptions = {
  token: string
  currentKey: string
  nextKey: string
  /** Where its clock starts, milliseconds since the epoch. */
  nowMs: number
  /** Default: the free plan's seven days. */
  delayMaxMs?: number
  /** Default: ten minutes. */
  deduplicationWindowMs?: number
  deliver: (request: Request) => Promise<Response>
}

export type Qstash = ReturnType<typeof qstash>

export function qstash(options: QstashOptions) {
  const { token, delayMaxMs = 7 * DAY_MS, deduplicationWindowMs = 10 * MINUTE_MS, deliver } = options
  const faults: Faults = { drop: false, copies: 1, lateMs: 0, forge: false }
  const pending = new Map<string, Message>()
  const dead = new Map<string, Message>()
  const seen = new Map<string, { messageId: string; atMs: number }>()
  const attempts: Attempt[] = []
  let keys = { current: options.currentKey, next: options.nextKey }
  let signWith: 'current' | 'next' = 'current'
  let nowMs = options.nowMs
  let published = 0

  async function answer(request: Request): Promise<Response> {
    if (faults.apiStatus) return problem(faults.apiStatus, 'the service is not available')
    if (request.headers.get('Authorization') !== `Bearer ${token}`) return problem(401, 'unauthorized')
    const { pathname, search } = new URL(request.url)
    const [, resource = '', rest = ''] = /^\/v2\/([^/]+)\/?(.*)$/.exec(pathname) ?? []
    switch (`${request.method} ${resource}`) {
      case 'POST publish':
        return publishOne(`${rest}${search}`, request)
      case 'POST batch':
        return publishMany(await request.text())
      case 'GET messages':
        return show(pending.get(rest))
      case 'DELETE messages':
        return pending.delete(rest) ? new Response(null, { status: 202 }) : problem(404, `message ${rest} not found`)
      case 'GET dlq':
        return rest ? show(dead.get(rest)) : Response.json({ messages: [...dead.values()].map(describe) })
      case 'DELETE dlq':
        return dead.delete(rest) ? new Response(null, { status: 200 }) : problem(404, `message ${rest} not found`)
      case 'GET keys':
        return Response.json(keys)
      case 'POST keys':
        return Response.json(rotate())
      default:
        return problem(404, 'not found')
    }
  }

  async function publishOne(destination: string, request: Request): Promise<Response> {
    const taken = take(destination, request.headers, await request.text())
    return 'error' in taken
      ? problem(taken.status, taken.error)
      : Response.json(taken, { status: taken.deduplicated ? 202 : 201 })
  }

  /** Each in its turn: what is refused does not keep the others from being sent. */
  function publishMany(text: string): Response {
    const items = readBatch(text)
    if (!items) return problem(400, 'the body is not a batch')
    const taken = items.map(({ destination, headers, body }) => take(destination, new Headers(headers), body ?? ''))
    return Response.json(taken.map((one) => ('error' in one ? { error: one.error } : one)))
  }

  function take(destination: string, headers: Headers, body: string): Taken | Refusal {
    const publication = readPublication({ destination, headers, body, nowMs, delayMaxMs })
    return 'error' in publication ? publication : keep(publication)
  }

  function keep(publication: Publication): Taken {
    const { url, deduplicationId } = publication
    const earlier = deduplicationId === undefined ? undefined : seen.get(deduplicationId)
    if (earlier && nowMs - earlier.atMs < deduplicationWindowMs)
      return { messageId: earlier.messageId, url, deduplicated: true }
    published += 1
    const messageId = `msg_${published}`
    pending.set(messageId, { ...publication, messageId, createdAtMs: nowMs, retried: 0 })
    if (deduplicationId !== undefined) seen.set(deduplicationId, { messageId, atMs: nowMs })
    return { messageId, url }
  }

  function rotate() {
    keys = { current: keys.next, next: `sig_${crypto.randomUUID()}` }
    return keys
  }

  /** Moves the clock, delivering what falls due on the way in order of time; what is due at once goes out at once. */
  async function advance(byMs: number): Promise<void> {
    const untilMs = nowMs + byMs
    for (let round = 0; ; round += 1) {
      if (round > ROUNDS_MAX) throw new Error('the receiver publishes for ever')
      const nextMs = Math.min(...[...pending.values()].map(deliveredAtMs))
      if (nextMs > untilMs) break
      nowMs = Math.max(nowMs, nextMs)
      const due = [...pending.values()].filter((message) => deliveredAtMs(message) <= nowMs)
      for (const message of due) pending.delete(message.messageId)
      if (!faults.drop) await Promise.all(due.map(attempt))
    }
    nowMs = untilMs
  }

  function deliveredAtMs(message: Message): number {
    return message.dueAtMs + faults.lateMs
  }

  async function attempt(message: Message): Promise<void> {
    const responses = await Promise.all(Array.from({ length: faults.copies }, () => send(message)))
    const response = responses.find(({ ok }) => ok) ?? responses[0] ?? unreachable()
    switch (judge(message, response)) {
      case 'delivered':
        return
      case 'dead':
        dead.set(message.messageId, message)
        return
      case 'retry': {
        const dueAtMs = nowMs + retryDelayMs(message, response, nowMs)
        pending.set(message.messageId, { ...message, dueAtMs, retried: message.retried + 1 })
      }
    }
  }

  async function send(message: Message): Promise<Response> {
    const key = faults.forge ? 'sig_unknown' : keys[signWith]
    const response = await deliver(await deliveryRequest(message, key, nowMs)).catch(unreachable)
    const { messageId, url, body, retried } = message
    attempts.push({ messageId, url, body, atMs: nowMs, retried, status: response.status })
    return response
  }

  return Object.assign(answer, {
    advance,
    rotate,
    faults,
    now: () => nowMs,
    keys: () => keys,
    signWith: (key: 'current' | 'next') => {
      signWith = key
    },
    pending: () => [...pending.values()],
    dead: () => [...dead.values()],
    attempts: () => [...attempts],
  })
}

type Taken = { messageId: string; url: string; deduplicated?: true }

function show(message: Message | undefined): Response {
  return message ? Response.json(describe(message)) : problem(404, 'message not found')
}

/** The fields of QStash's message resource. */
function describe(message: Message) {
  const { messageId, url, method, headers, body, retriesMax, dueAtMs, createdAtMs } = message
  const header = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]))
  const times = { notBefore: dueAtMs, createdAt: createdAtMs }
  return { messageId, url, method, header, body, maxRetries: retriesMax, label: message.label, ...times }
}

function problem(status: number, error: string): Response {
  return Response.json({ error }, { status })
}

function unreachable(): Response {
  return new Response(null, { status: 503 })
}

import type { Ask } from '../../schema/ask.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { ReplyShape } from '../../schema/simulation.ts'
import type { AttemptResult, Delivery } from '../engine/delivery.ts'

export type Replies = Readonly<Record<string, ReplyShape | readonly ReplyShape[]>>
type Answer = (delivery: Delivery, action: string) => AttemptResult

/** How what goes out is answered: by its step, else by its action, else with success. */
export function answering(replies: Replies): Answer {
  const given = replying(replies)
  return (delivery, action) => resultOf(delivery, given([stepOf(delivery), action]) ?? {})
}

/** The reply that the first of these names has; a list gives one after the other, its last for ever. */
function replying(replies: Replies): (names: readonly string[]) => ReplyShape | undefined {
  const used = new Map<string, number>()
  return (names) => {
    const name = names.find((candidate) => Object.hasOwn(replies, candidate))
    const given = name === undefined ? undefined : replies[name]
    if (name === undefined || given === undefined) return undefined
    const nth = used.get(name) ?? 0
    used.set(name, nth + 1)
    return 'at' in given ? (given[nth] ?? given.at(-1)) : given
  }
}

/** A delivery is named `run:step:iteration`. */
export function stepOf({ id, runId }: Pick<Delivery, 'id' | 'runId'>): string {
  const rest = runId !== undefined && id.startsWith(`${runId}:`) ? id.slice(runId.length + 1) : id
  return rest.replace(/:\d+$/, '')
}

type Reply = { refused: string } | JsonObject | undefined

/** How what is asked of something shared is answered, when the scenario says so: refused with a code, or with an output. */
export function answeringAsks(replies: Replies): (ask: Pick<Ask, 'id'>, action: string) => Reply {
  const given = replying(replies)
  return ({ id }, action) => {
    const reply = given([id.split(':').slice(1, -1).join(':'), action])
    if (reply?.error) return { refused: reply.error.code }
    return reply?.output as JsonObject | undefined
  }
}

function resultOf(delivery: Delivery, reply: ReplyShape): AttemptResult {
  const { id } = delivery
  if (reply.error) {
    const { code, message = code } = reply.error
    return { id, attempts: 1, kind: 'failed', code, message }
  }
  const output = (reply.output ?? {}) as JsonObject
  if (delivery.kind === 'message') return { id, attempts: 1, kind: 'sent', output: { status: 'sent', ...output } }
  const status = reply.status ?? 200
  const { expect } = delivery.request
  const fine = expect ? expect.includes(status) : status >= 200 && status < 300
  if (!fine) {
    const tried = status === 429 || status === 408 || status >= 500
    const code = tried ? 'unavailable' : `http_${status}`
    return { id, attempts: tried ? delivery.retry.attempts : 1, kind: 'failed', code, message: `HTTP ${status}` }
  }
  const body = reply.body === undefined ? {} : (reply.body as JsonObject)
  return { id, attempts: 1, kind: 'sent', output: { status, headers: reply.headers ?? {}, body, ...output } }
}

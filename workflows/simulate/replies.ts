import type { JsonObject } from '../../schema/json.ts'
import type { ReplyShape } from '../../schema/simulation.ts'
import type { Delivery, DeliveryResult } from '../engine/delivery.ts'

export type Replies = Readonly<Record<string, ReplyShape | readonly ReplyShape[]>>
type Answer = (delivery: Delivery, action: string) => DeliveryResult

/** How what goes out is answered: by its step, else by its action, else with success. */
export function answering(replies: Replies): Answer {
  const used = new Map<string, number>()
  return (delivery, action) => {
    const name = [stepOf(delivery), action].find((candidate) => Object.hasOwn(replies, candidate))
    const given = name === undefined ? undefined : replies[name]
    const nth = used.get(name ?? '') ?? 0
    used.set(name ?? '', nth + 1)
    return resultOf(delivery, given === undefined ? {} : 'at' in given ? (given[nth] ?? given.at(-1) ?? {}) : given)
  }
}

/** A delivery is named `run:step:iteration`. */
export function stepOf({ id, runId }: Pick<Delivery, 'id' | 'runId'>): string {
  const rest = runId !== undefined && id.startsWith(`${runId}:`) ? id.slice(runId.length + 1) : id
  return rest.replace(/:\d+$/, '')
}

function resultOf(delivery: Delivery, reply: ReplyShape): DeliveryResult {
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

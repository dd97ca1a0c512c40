import { json } from '../store/cell.ts'
import type { LeasedDelivery } from '../store/deliveries.ts'
import { callRequest } from './call-request.ts'
import type { Catalogue } from './catalogue.ts'
import type { Deps } from './deps.ts'
import { pace } from './pace.ts'
import { record, type Tried } from './record.ts'
import { type Place, sendMessage } from './send-message.ts'

/** So many calls at once in one invocation: Workers allow six connections. */
const AT_ONCE = 6
/** What cannot be sent within this time, at the provider's pace, is left to the next wake-up. */
const PATIENCE_MS = 20_000

/**
 * Send what is committed, and record in one batch how it ended. The only place that calls out. The caller holds the
 * lease of each delivery.
 */
export async function deliver(deps: Deps, catalogue: Catalogue, leased: readonly LeasedDelivery[]): Promise<void> {
  if (leased.length === 0) return
  const queue = [...leased]
  const tried: Tried[] = []
  const lane = async () => {
    for (let delivery = queue.shift(); delivery; delivery = queue.shift())
      tried.push(await attempt(deps, catalogue, delivery))
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, leased.length) }, lane))
  await record(deps, catalogue, tried)
}

async function attempt(deps: Deps, catalogue: Catalogue, delivery: LeasedDelivery): Promise<Tried> {
  if (delivery.kind === 'request')
    return { delivery, outcome: await callRequest(deps, json(delivery.body), delivery.id) }
  const channel = catalogue.channels.get(delivery.channel ?? '')
  if (!channel) return { delivery, outcome: { kind: 'rejected', why: 'the channel is gone' } }
  const place: Place = async () => {
    const waitMs = pace(channel, deps.clock.real())
    if (waitMs > PATIENCE_MS) return { kind: 'not yet', inMs: waitMs }
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    return { kind: 'now' }
  }
  return { delivery, ...(await sendMessage(deps, channel, delivery, place)) }
}

import { json } from '../store/cell.ts'
import type { LeasedDelivery } from '../store/deliveries.ts'
import { callRequest } from './call-request.ts'
import type { Catalogue } from './catalogue.ts'
import type { Deps } from './deps.ts'
import { type Places, takePlaces } from './places.ts'
import { record, type Tried } from './record.ts'
import { sendMessage } from './send-message.ts'

/** So many calls at once in one invocation: Workers allow six connections. */
const AT_ONCE = 6

/**
 * Send what is committed, each at its place in its channel's pace, and record in one batch how it ended. The only place
 * that calls out. The caller holds the lease of each delivery. What is for one recipient goes in order, one at a time.
 */
export async function deliver(
  deps: Deps,
  catalogue: Catalogue,
  leased: readonly LeasedDelivery[],
  { fromLine = false }: { fromLine?: boolean } = {},
): Promise<void> {
  if (leased.length === 0) return
  const places = await takePlaces(deps, catalogue, leased, fromLine)
  const chains = [...Map.groupBy(leased, chainOf).values()]
  const tried: Tried[] = []
  const lane = async () => {
    for (let chain = chains.shift(); chain; chain = chains.shift())
      tried.push(...(await inOrder(deps, catalogue, places, chain)))
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, chains.length) }, lane))
  await Promise.all([places.close(), record(deps, catalogue, tried)])
}

function chainOf({ kind, id, channel, recipient }: LeasedDelivery): string {
  return kind === 'message' ? `${channel}\n${recipient}` : id
}

/**
 * What goes out must have ended when its lease ends, because somebody else takes it up then. With less left than this,
 * it is given back untried: a chain behind a slow provider can last longer than the lease.
 */
const LEFT_MIN_MS = 35_000

/** What could not go holds back what comes after it. */
async function inOrder(
  deps: Deps,
  catalogue: Catalogue,
  places: Places,
  chain: readonly LeasedDelivery[],
): Promise<Tried[]> {
  const tried: Tried[] = []
  for (const delivery of chain) {
    const last = tried.at(-1)
    const piecesSent = delivery.piecesSent
    if (last?.outcome.kind === 'not yet') tried.push({ delivery, outcome: last.outcome, piecesSent })
    else if (deps.clock.real() > delivery.leaseUntil - LEFT_MIN_MS)
      tried.push({ delivery, outcome: { kind: 'not yet', inLine: false }, piecesSent })
    else tried.push(await attempt(deps, catalogue, places, delivery))
  }
  return tried
}

async function attempt(deps: Deps, catalogue: Catalogue, places: Places, delivery: LeasedDelivery): Promise<Tried> {
  if (delivery.kind === 'request')
    return {
      delivery,
      outcome: await callRequest(deps, json(delivery.body), { key: delivery.id, secrets: catalogue.secrets }),
    }
  const channel = catalogue.channels.get(delivery.channel ?? '')
  if (!channel) return { delivery, outcome: { kind: 'rejected', why: 'the channel is gone' } }
  const gone = await sendMessage(deps, channel, delivery, places.of(delivery, channel))
  if (gone.outcome.kind === 'not yet') return { delivery, ...gone }
  return { delivery, ...gone, outcome: await places.tell(delivery, channel, gone.outcome) }
}

import type { Extras } from '../../schema/content.ts'
import type { Draft, MessageCategory } from '../../schema/message.ts'
import { alertOfPage } from '../../workflows/engine/alerts/series.ts'
import { RETRY_DEFAULT } from '../../workflows/engine/delivery.ts'
import { aboutEvent } from '../../workflows/engine/gate/about-event.ts'
import { stillGoes } from '../../workflows/engine/gate/still.ts'
import type { World } from '../../workflows/engine/world.ts'
import { jsonOrNull } from '../store/cell.ts'
import type { LeasedDelivery } from '../store/deliveries.ts'
import { readWriters, type Writer } from '../store/writers.ts'
import { worldOf } from './catalogue.ts'
import { deliver } from './deliver.ts'
import type { Deps } from './deps.ts'
import { record, type Tried } from './record.ts'

/**
 * Send what has waited since it was committed: for its provider's pace, or for another try. Who has withdrawn consent
 * meanwhile, or was blocked, is not written to any more; where night has fallen it waits for the morning; words that are
 * forbidden now stay inside. That costs one read for all of them.
 */
export async function deliverStill(
  deps: Deps,
  leased: readonly LeasedDelivery[],
  how: { fromLine?: boolean; inLine?: boolean } = {},
): Promise<void> {
  if (leased.length === 0) return
  const messages = leased.filter(({ kind }) => kind === 'message')
  const { revision, writers } = await readWriters(deps.db, messages)
  const catalogue = await deps.catalogue.at(revision)
  const world = worldOf(catalogue, () => undefined, deps.clock.now())
  const going: LeasedDelivery[] = []
  const tried: Tried[] = []
  for (const delivery of leased) {
    const asked =
      delivery.kind === 'message' ? ask(world, delivery, writers.get(delivery.id), how.inLine ?? false) : delivery
    if ('outcome' in asked) tried.push(asked)
    else going.push(asked)
  }
  await Promise.all([
    deliver(deps, catalogue, going, how),
    tried.length > 0 ? record(deps, catalogue, tried) : undefined,
  ])
}

/** One of which a part has gone out is sent to its end. What belongs to nobody asks only whether anything goes out. */
function ask(
  world: World,
  delivery: LeasedDelivery,
  writer: Writer | undefined,
  inLine: boolean,
): LeasedDelivery | Tried {
  const { stop } = world.settings
  if (delivery.piecesSent > 0) return delivery
  if (!writer)
    return stop.on
      ? { delivery, outcome: { kind: 'no more', why: `workspace stop: ${stop.reason}`, raises: [] } }
      : delivery
  const program = world.workflows.find(({ id }) => id === writer.workflowId)?.program
  const event = aboutEvent(writer.event.type, null, writer.event.level)
  const still = stillGoes(world, { contact: writer.contact, draft: draftOf(delivery), event, program })
  if (still.kind === 'goes') return starred(delivery, still)
  if (still.kind === 'no more') return { delivery, outcome: still }
  const { until: heldUntil, why } = still
  return { delivery, outcome: { kind: 'not yet', inLine, heldUntil, why } }
}

/** What goes out instead of what was written, and is kept once it has gone. */
function starred(delivery: LeasedDelivery, { text, masked }: { text: string; masked?: string }): LeasedDelivery {
  if (text === delivery.body || masked === undefined) return delivery
  const extras = { ...jsonOrNull<Extras>(delivery.content), masked }
  return { ...delivery, body: text, content: JSON.stringify(extras), rewritten: true }
}

function draftOf({ id, subjectId, body, channel, recipient, audience, category, content }: LeasedDelivery): Draft {
  const alert = alertOfPage(id)
  return {
    ...(alert !== undefined && { alert }),
    ...{ id, subjectId: subjectId ?? '', text: body, category: category as MessageCategory },
    ...{ retry: RETRY_DEFAULT, onUnknown: 'hold', awaited: false },
    ...(channel !== null && { channel }),
    ...(recipient !== null && (audience === 'room' ? { room: recipient } : { to: recipient })),
    ...(content !== null && { shows: jsonOrNull<NonNullable<Draft['shows']>>(content) ?? {} }),
  }
}

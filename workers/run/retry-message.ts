import type { WrittenExtras } from '../../schema/content.ts'
import { slotOf } from '../../schema/figure.ts'
import type { Draft, MessageCategory } from '../../schema/message.ts'
import { readAt } from '../store/contacts.ts'
import { noteRequeued } from '../store/figures.ts'
import { type Message, toMessage } from '../store/messages.ts'
import { findRun } from '../store/run-list.ts'
import type { Deps } from './deps.ts'
import { handleCommand } from './handle.ts'
import { oneByOne } from './in-turn.ts'

const TRIES_MAX = 5
const AGAIN: readonly string[] = ['failed', 'unknown', 'expired', 'cancelled']

/**
 * Send a message after all, under the same key, if the gate lets it. It is read together with its subject's version, so
 * that two who retry it at once send it once. Answers why not, or undefined.
 */
export async function retryMessage(
  deps: Deps,
  { id, subjectId, runId }: Message,
  later: (work: Promise<unknown>) => void,
): Promise<string | undefined> {
  if (subjectId === null) return 'it belongs to nobody'
  return oneByOne(`seen ${subjectId}`, () => retryInTurn(deps, { id, subjectId, runId }, later))
}

type Retrying = Pick<Message, 'id' | 'runId'> & { subjectId: string }

async function retryInTurn(
  deps: Deps,
  { id, subjectId, runId }: Retrying,
  later: (work: Promise<unknown>) => void,
): Promise<string | undefined> {
  const workflowId = runId === null ? undefined : (await findRun(deps.db, runId))?.workflowId
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const sql = "SELECT * FROM deliveries WHERE id = ?1 AND kind = 'message'"
    const { version, rows } = await readAt(deps.db, subjectId, { sql, params: [id] })
    const [row] = rows
    if (!row || version === undefined) return 'the contact is gone'
    const message = toMessage(row)
    if (!AGAIN.includes(message.status)) return `the message is ${message.status}`
    if (message.recipient === null && message.audience === 'room') return 'there is nobody to send it to'
    const command = { kind: 'retry message' as const, draft: draftOf(message, subjectId, workflowId), seen: version }
    const work = { who: { subjectId }, events: [], results: [], commands: [command] }
    const counted = noteRequeued(id, message.status, slotOf(deps.clock.now()))
    const result = await handleCommand(deps, work, later, [counted])
    if (result?.kind === 'done') return undefined
    if (result === undefined) return 'the contact is gone'
    if (result.code !== 'stale') return result.message
  }
  return 'the contact changes too often'
}

/** As it was written, to whom it was to go then; where that was not known yet the gate finds out. */
function draftOf(message: Message, subjectId: string, workflowId: string | undefined): Draft {
  const { id, runId, body, category, channel, recipient, audience, retry, onUnknown, awaited, piecesSent } = message
  return {
    ...{ id, subjectId, text: body, category: category as MessageCategory, retry, onUnknown, awaited, piecesSent },
    ...(runId !== null && { runId }),
    ...(workflowId !== undefined && { workflowId }),
    ...(channel !== null && { channel }),
    ...(recipient !== null && (audience === 'room' ? { room: recipient } : { to: recipient })),
    shows: showsOf(message),
  }
}

function showsOf({ extras, channel }: Message): WrittenExtras {
  const { mentions = [], ...shows } = extras ?? {}
  const mentioned = mentions.map(({ text, id }) => ({ text, ids: { [channel ?? '']: id } }))
  return { ...shows, ...(mentioned.length > 0 && { mentioned }) }
}

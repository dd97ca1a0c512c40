import { FAULTS, faultOf } from '../channels/faults.ts'
import type { Channel, Fault, Outcome, Outgoing, Sending, Words } from '../channels/kind.ts'
import { findKind } from '../channels/kinds.ts'
import { DELIVERY_LEASE_MS, type DeliveryRow, toLeased, writeDeliveries } from '../store/deliveries.ts'
import { newId } from '../store/id.ts'
import { findMessage, type Message } from '../store/messages.ts'
import { probeProvider } from './call-provider.ts'
import { deliver } from './deliver.ts'
import type { Deps } from './deps.ts'

/** How a test ended, in words for an operator. `messageId` is that of the message it sent, which is kept like any other. */
export type Tested = {
  status: 'sent' | 'queued' | 'failed' | 'unknown' | 'credentials accepted' | 'settings complete'
  messageId: string | null
  fault: Fault | null
  /** As the platform said it, without any secret. */
  reason: string | null
  words: Words
}

const FINE: Readonly<Record<'sent' | 'credentials accepted' | 'settings complete', Words>> = {
  sent: { en: 'The platform has taken the message.', 'zh-CN': '平台已接收该消息。' },
  'credentials accepted': {
    en: 'The platform accepts the credentials. Give `to` to send a message.',
    'zh-CN': '平台接受该凭证。填写 `to` 可发送一条测试消息。',
  },
  'settings complete': {
    en: 'Nothing is missing, and this kind has no way to try its credentials alone. Give `to` to send a message.',
    'zh-CN': '设置完整，但该类型无法单独验证凭证。填写 `to` 可发送一条测试消息。',
  },
}

export type Trial = { to?: string; text: string; recipient: 'contact' | 'room' }

/** Send a test message the way every message goes, or without `to` try the credentials alone. */
export async function testChannel(deps: Deps, channel: Channel, trial: Trial): Promise<Tested> {
  const sending = findKind(channel.kind)?.sending
  if (!sending) return failed({ kind: 'rejected', why: 'this kind of channel only receives' }, 'provider')
  const missing = sending.missing(channel)
  if (missing !== undefined) return failed({ kind: 'rejected', why: `missing: ${missing}` }, 'secret')
  if (trial.to !== undefined) return sendTrial(deps, channel, { sending, trial, to: trial.to })
  const tried = sending.keeps?.(channel) ? undefined : await probeProvider(deps, channel, sending, nobody(trial))
  if (tried === undefined) return fine('settings complete', null)
  return tried.kind === 'sent' ? fine('credentials accepted', null) : failed(tried, faultOf(tried.why, sending))
}

function nobody({ text, recipient }: Trial): Outgoing {
  return { id: 'test', to: '', recipient, text }
}

async function sendTrial(
  deps: Deps,
  { id: channelId }: Channel,
  { sending, trial, to }: { sending: Sending; trial: Trial; to: string },
): Promise<Tested> {
  const real = deps.clock.real()
  const id = `test-${newId(real)}`
  const row = rowOf({ id, channelId, to, trial }, { now: deps.clock.now(), real })
  await deps.db.batch([writeDeliveries([row])])
  await deliver(deps, await deps.catalogue.known(), [toLeased(row)])
  const message = await patiently(deps, id)
  const status = message?.status ?? 'unknown'
  const why = message?.reason ?? ''
  if (status === 'sent') return fine('sent', id)
  if (status === 'queued' || status === 'sending')
    return { ...failed({ kind: 'retry', why }, 'pace'), status: 'queued', messageId: id }
  return {
    ...failed({ kind: 'rejected', why }, faultOf(why, sending)),
    status: status === 'failed' ? status : 'unknown',
    messageId: id,
  }
}

/** Two tests in a row may have to wait for the platform's pace. */
const PATIENCE_MS = 5_000
const LOOK_MS = 200

async function patiently(deps: Deps, id: string): Promise<Message | undefined> {
  const until = deps.clock.real() + PATIENCE_MS
  for (;;) {
    const message = await findMessage(deps.db, id)
    const waits = message?.status === 'queued' || message?.status === 'sending'
    if (!waits || deps.clock.real() >= until) return message
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

/** One try, by nobody's run: a test says at once what is wrong. */
function rowOf(
  { id, channelId, to, trial }: { id: string; channelId: string; to: string; trial: Trial },
  { now, real }: { now: number; real: number },
): DeliveryRow {
  return {
    ...{ id, kind: 'message', subject_id: null, run_id: null, channel: channelId, recipient: to },
    ...{ audience: trial.recipient, body: trial.text, content: null, ticket: null, category: 'transactional' },
    ...{ status: 'sending', reason: null, attempts: 1, rank: TEST_RANK, line: null },
    retry: JSON.stringify({ attempts: 1, firstMs: 1000, factor: 1, maxMs: 1000 }),
    ...{ on_unknown: 'hold', awaited: 0, pieces_sent: 0, created_at: now, send_after: now },
    ...{ lease_until: real + DELIVERY_LEASE_MS, lease: newId(real), sent_at: null },
  }
}

/** Somebody is looking at the screen: before whatever has no priority of its own. */
const TEST_RANK = -1

function fine(status: keyof typeof FINE, messageId: string | null): Tested {
  return { status, messageId, fault: null, reason: null, words: FINE[status] }
}

function failed({ why }: Extract<Outcome, { why: string }>, fault: Fault): Tested {
  return { status: 'failed', messageId: null, fault, reason: why === '' ? null : why, words: FAULTS[fault] }
}

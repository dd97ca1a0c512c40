import type { EngineEvent } from '../../../schema/actor.ts'
import type { Draft } from '../../../schema/message.ts'
import { RETRY_DEFAULT } from '../delivery.ts'
import { askGate } from '../gate/gate.ts'
import type { Turn } from '../turn.ts'
import { seriesOfId } from './series.ts'
import { acknowledgeButton, type Paged, pageText } from './words.ts'

/** Our own event in the inbox of a contact who is paged. */
export const PAGE = 'pager.page'
/** And the one with which they say that they were not reached. */
export const UNREACHED = 'pager.unreached'

export type PageOrder = Paged & { message: string; channel?: string }
export type Address = { channel: string; to: string; room: boolean }

/**
 * Write to whoever this subject is, or to an address, that there is an alert: a transactional message, which passes quiet
 * hours and caps. Answers why the gate does not let it go; undefined when it goes.
 */
export function sendPage(turn: Turn, order: PageOrder, address?: Address): string | undefined {
  const { contact } = turn.actor
  const locale = contact.locale ?? turn.world.locale
  const draft: Draft = {
    ...{ id: order.message, subjectId: contact.id, text: pageText(locale, order), category: 'transactional' },
    ...(order.channel !== undefined && { channel: order.channel }),
    ...(address && { channel: address.channel, [address.room ? 'room' : 'to']: address.to }),
    shows: { buttons: [acknowledgeButton(locale, order.id)] },
    ...{ alert: order.id, priority: 100, retry: RETRY_DEFAULT, onUnknown: 'resend', awaited: false },
  }
  const event = { type: 'alert.raised', channel: null, level: order.level }
  const passed = askGate(turn, undefined, { draft, event })
  return passed.kind === 'goes' ? undefined : passed.reason
}

/** A contact hears that they are paged. Whether that reaches them the alert wants to know, if it does not. */
export function hearPage(turn: Turn, { data }: EngineEvent): void {
  const order = data as unknown as PageOrder
  const reason = sendPage(turn, order)
  if (reason !== undefined) tellUnreached(turn, order.message, order.id, reason)
}

export function tellUnreached(turn: Turn, message: string, alertId: string, reason: string): void {
  const subjectId = seriesOfId(alertId)
  if (subjectId === undefined) return
  const data = { message, reason }
  turn.emitted.push({
    ...{ id: `${message}:unreached`, subjectId, type: UNREACHED, at: turn.world.now, data, causes: [] },
  })
}

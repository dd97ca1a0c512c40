import type { Draft } from '../../schema/message.ts'
import { RETRY_DEFAULT } from './delivery.ts'
import { sendAlone } from './gate/alone.ts'
import type { Turn } from './turn.ts'

/** The weekly report as it is written to somebody, or posted into a room: `week` as `2026-W02`, one text a language. */
export type Report = {
  week: string
  channel: string
  room?: string
  texts: readonly { locale: string; text: string }[]
}

/** Send it once, whoever asks how often: what was written of a week is remembered with the commit that sends it. */
export function sendReport(turn: Turn, { week, channel, room, texts }: Report): void {
  const { contact } = turn.actor
  if ((contact.facts.report ?? '') >= week) return
  contact.facts = { ...contact.facts, report: week }
  for (const { locale, text } of texts) {
    const draft: Draft = {
      ...{ id: `${contact.id}-report-${week}-${locale}`, subjectId: contact.id, text, channel },
      ...{ category: 'transactional', retry: RETRY_DEFAULT, onUnknown: 'hold', awaited: false },
      ...(room !== undefined && { room }),
    }
    const about = { runId: draft.id, step: 'report', verb: 'report' }
    sendAlone(turn, { draft, event: { type: 'report', channel, level: null }, about })
  }
}

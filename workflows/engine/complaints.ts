import type { Contact, EngineEvent } from '../../schema/actor.ts'
import type { OpenComplaint } from '../../schema/complaint.ts'
import type { Draft } from '../../schema/message.ts'
import { bucket } from '../language/bucket.ts'
import { formatIso } from '../language/iso.ts'
import { raiseOwn } from './apply.ts'
import type { CommandResult } from './command.ts'
import { RETRY_DEFAULT } from './delivery.ts'
import { sendAlone } from './gate/alone.ts'
import { HOUR_MS } from './limits.ts'
import type { Turn } from './turn.ts'

/** For so long the same words again are the same complaint. */
const SAME_MS = HOUR_MS
const HASHES = 2 ** 32

/** What was said, in short: width, case and spaces make no difference. */
export function saidOf(title: string, detail: string): string {
  const plain = `${title}\n${detail}`.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
  return ['complaint', 'again'].map((salt) => bucket(plain, salt, HASHES).toString(36)).join('.')
}

/** The open complaint that says the same, if it was opened within the last hour. */
export function sameComplaint({ facts }: Readonly<Contact>, said: string, now: number): OpenComplaint | undefined {
  return facts.complaints?.find((one) => one.said === said && now - one.openedAt < SAME_MS)
}

/** The earliest deadline of an open complaint, or null. */
export function complaintsDueAt({ facts }: Contact): number | null {
  const instants = (facts.complaints ?? []).flatMap(({ answerBy, fixBy }) => [answerBy ?? [], fixBy ?? []].flat())
  return instants.length > 0 ? Math.min(...instants) : null
}

/** Say of each deadline that has passed that it has, once: it is forgotten by the commit that says so. */
export function carryComplaints(turn: Turn): void {
  const { contact } = turn.actor
  const { now } = turn.world
  const over = (contact.facts.complaints ?? [])
    .flatMap((one) => [
      { one, deadline: 'answer', at: one.answerBy },
      { one, deadline: 'fix', at: one.fixBy },
    ])
    .flatMap(({ at, ...rest }) => (at !== undefined && at <= now ? [{ ...rest, at }] : []))
    .sort((a, b) => a.at - b.at)
  for (const { one, deadline, at } of over) {
    replace(contact, one.id, deadline === 'answer' ? withoutAnswerBy : withoutFixBy)
    raiseOwn(turn, 'task.overdue', { task_id: one.id, deadline, title: one.title, due_at: formatIso(at) })
  }
}

/**
 * Write to the contact what somebody says to their complaint: a transactional message, and the whole gate is asked. It
 * counts as the first answer when it goes, or when the gate only puts it off.
 */
export function answerComplaint(turn: Turn, { id, text }: { id: string; text: string }): CommandResult {
  const { contact } = turn.actor
  const one = contact.facts.complaints?.find((known) => known.id === id)
  if (!one) return { kind: 'refused', code: 'ended', message: 'the complaint is not open any more' }
  const draft: Draft = {
    ...{ id: messageId(turn), subjectId: contact.id, text, category: 'transactional' },
    ...{ retry: RETRY_DEFAULT, onUnknown: 'resend', awaited: false },
  }
  const event = { type: 'complaint', channel: one.channel, level: null }
  const about = { runId: id.slice(0, id.indexOf(':')), step: 'answer', verb: 'complaint.answer' }
  const passed = sendAlone(turn, { draft, event, about, more: { task_id: id } })
  if (passed.kind === 'stopped')
    return { kind: 'refused', code: 'not_sent', message: `the message does not go: ${passed.reason}` }
  replace(contact, id, withoutAnswerBy)
  turn.kept.push({ table: 'firstAnswers', row: { id, at: turn.world.now } })
  return { kind: 'done', message: { id: draft.id, status: passed.kind === 'goes' ? 'queued' : 'deferred' } }
}

export type Closing = { id: string; by: string; note: string | null }

/** It is put right. Only an open complaint is closed, so that `task.done` is said once. */
export function closeComplaint(turn: Turn, { id, by, note }: Closing): CommandResult {
  const { contact } = turn.actor
  const one = contact.facts.complaints?.find((known) => known.id === id)
  if (!one) return { kind: 'refused', code: 'ended', message: 'the complaint is not open any more' }
  replace(contact, id, () => undefined)
  turn.closedTasks.push({ id, status: 'done', at: turn.world.now, by, note })
  const data = { task_id: id, title: one.title, kind: 'complaint', by, ...(note !== null && { note }) }
  raiseOwn(turn, 'task.done', data)
  return { kind: 'done' }
}

/** Our own event says it too, as in a scenario, where nobody can be asked: the task is closed with it. */
export function hearComplaintDone(turn: Turn, { type, channel, data }: EngineEvent): void {
  const { contact } = turn.actor
  const one = contact.facts.complaints?.find(({ id }) => id === data.task_id)
  if (!one || type !== 'task.done' || channel !== null) return
  replace(contact, one.id, () => undefined)
  const [by, note] = [data.by, data.note].map((given) => (typeof given === 'string' ? given : null))
  turn.closedTasks.push({ id: one.id, status: 'done', at: turn.world.now, by: by ?? null, note: note ?? null })
}

/** No other message of this commit has it. */
function messageId({ actor: { contact }, deliveries, unsent }: Turn): string {
  return `${contact.id}-c${contact.version + 1}.${deliveries.length + unsent.length + 1}`
}

function withoutAnswerBy({ answerBy: _, ...rest }: OpenComplaint): OpenComplaint {
  return rest
}

function withoutFixBy({ fixBy: _, ...rest }: OpenComplaint): OpenComplaint {
  return rest
}

function replace(contact: Contact, id: string, by: (one: OpenComplaint) => OpenComplaint | undefined): void {
  const { complaints = [], ...facts } = contact.facts
  const left = complaints.flatMap((one) => (one.id === id ? (by(one) ?? []) : [one]))
  contact.facts = left.length > 0 ? { ...facts, complaints: left } : facts
}

import type * as v from 'valibot'
import {
  MessageAnswer,
  MessageQuery,
  MessageSummary,
  MessageSummaryQuery,
  VerdictAnswer,
  VerdictBody,
  VerdictQuery,
} from '../../../schema/api/messages.ts'
import { pageOf } from '../../../schema/api/page.ts'
import { ReasonBody } from '../../../schema/api/runs.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import type { Deps } from '../../run/deps.ts'
import { handle } from '../../run/handle.ts'
import { retryMessage } from '../../run/retry-message.ts'
import { takeBack } from '../../run/take-back.ts'
import { idsOf } from '../../store/merged.ts'
import { countMessages, findMessage, listMessages, type Message } from '../../store/messages.ts'
import { later } from '../afterwards.ts'
import { problem } from '../problem.ts'
import { contactIdOrNull } from './event-json.ts'
import { operation } from './operation.ts'
import { foundAnswer, numberAt } from './page.ts'

export const messages = [
  operation({
    method: 'GET',
    path: '/messages',
    summary: 'What was written to contacts, newest first',
    query: MessageQuery,
    answers: { 200: pageOf(MessageAnswer) },
    handle: async ({ c, deps, query, page }) => {
      const { contact_id: contactId, run_id: runId, status, channel } = query
      const filter = {
        subjects: contactId === undefined ? undefined : await idsOf(deps.db, contactId),
        runId,
        status,
        channel,
      }
      const found = await listMessages(deps.db, filter, { before: numberAt(page, 0), limit: page.limit })
      return c.json(foundAnswer(found, page, messageJson))
    },
  }),
  operation({
    method: 'GET',
    path: '/messages/summary',
    summary: 'How many of the newest 100 000 messages stand how: the progress of a long sending',
    query: MessageSummaryQuery,
    answers: { 200: MessageSummary },
    handle: async ({ c, deps, query }) => {
      const counts = await countMessages(deps.db, { channel: query.channel, runsOf: query.workflow })
      return c.json({ total: Object.values(counts).reduce((sum, count) => sum + count, 0), by_status: counts })
    },
  }),
  operation({
    method: 'GET',
    path: '/messages/:id',
    summary: 'One message',
    answers: { 200: MessageAnswer },
    handle: async ({ c, deps, id }) => {
      const message = await findMessage(deps.db, id)
      return message ? c.json(messageJson(message)) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/messages/:id/retry',
    summary:
      'Send a message after all, under the same key, if the gate lets it pass. In quiet hours it waits for their end',
    answers: { 202: MessageAnswer },
    handle: async ({ c, deps, id }) => {
      const present = await findMessage(deps.db, id)
      if (!present) return problem(c, 404)
      const refused = await retryMessage(deps, present, later(c))
      if (refused !== undefined) return problem(c, 409, refused)
      const after = await findMessage(deps.db, id)
      return after ? c.json(messageJson(after), 202) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/messages/verdict',
    summary: 'Decide a page of messages that are unknown or failed, newest first: send them after all, or never',
    query: VerdictQuery,
    body: VerdictBody,
    answers: { 200: VerdictAnswer },
    handle: async ({ c, deps, body, page }) => {
      const found = await listMessages(deps.db, body, { before: numberAt(page, 0), limit: page.limit })
      const answer = foundAnswer(found, page, (message) => message)
      const before = body.before === undefined ? Number.POSITIVE_INFINITY : Date.parse(body.before)
      const refuse = async ({ id }: Message) => {
        const present = await cancelMessage(deps, id, body.reason)
        return present?.status === 'cancelled' ? undefined : notNow(present)
      }
      const refused: { id: string; why: string }[] = []
      let decided = 0
      for (const message of answer.items.filter(({ createdAt }) => createdAt < before)) {
        const why = await (body.verdict === 'retry' ? retryMessage(deps, message, later(c)) : refuse(message))
        if (why === undefined) decided += 1
        else refused.push({ id: message.id, why })
      }
      return c.json({ decided, refused, next_cursor: answer.next_cursor })
    },
  }),
  operation({
    method: 'POST',
    path: '/messages/:id/cancel',
    summary: 'Take back a message that is not sent yet. A run that waits for it goes on as if it had failed',
    body: ReasonBody,
    answers: { 200: MessageAnswer },
    handle: async ({ c, deps, id, body }) => {
      const present = await cancelMessage(deps, id, body.reason)
      if (present?.status === 'cancelled') return c.json(messageJson(present))
      return present ? problem(c, 409, notNow(present)) : problem(c, 404)
    },
  }),
]

/** The message as it is afterwards. */
async function cancelMessage(deps: Deps, id: string, reason = 'cancelled by an operator') {
  await cancelHeld(deps, id, reason)
  await takeBack(deps, id, reason)
  return findMessage(deps.db, id)
}

function notNow(message: Message | undefined): string {
  return message ? `the message is ${message.status}` : 'the message is gone'
}

/** One that the gate has put off is its contact's to take back, so that it cannot go out at the same instant. */
async function cancelHeld(deps: Deps, id: string, reason: string): Promise<void> {
  const message = await findMessage(deps.db, id)
  if (message?.status !== 'deferred' || message.subjectId === null) return
  const command = { kind: 'cancel message' as const, id, reason }
  await handle(deps, [{ who: { subjectId: message.subjectId }, events: [], results: [], commands: [command] }])
}

function messageJson(message: Message): v.InferOutput<typeof MessageAnswer> {
  const { id, runId, channel, category, status, reason, attempts, providerId } = message
  const contactId = contactIdOrNull(message.subjectId)
  return {
    id,
    ...(runId !== null && { run_id: runId }),
    ...(contactId !== null && { contact_id: contactId }),
    channel,
    to: message.recipient,
    recipient: message.audience,
    text: message.body,
    ...message.extras,
    pieces_sent: message.piecesSent,
    ...{ category, status },
    ...(reason !== null && { reason }),
    attempts,
    ...(providerId !== null && { provider_id: providerId }),
    created_at: formatIso(message.createdAt),
    send_after: formatIso(message.sendAfter),
    sent_at: message.sentAt === null ? null : formatIso(message.sentAt),
  }
}

import type { EngineEvent } from '../../schema/actor.ts'
import type { Draft } from '../../schema/message.ts'
import { type Found, look } from '../words/filter.ts'
import { raise } from './apply.ts'
import { valuesOf } from './gate/words.ts'
import type { Turn } from './turn.ts'

/** A person is asked to look at what somebody wrote: once for each message and list. */
export function moderateIncoming(turn: Turn, event: EngineEvent): void {
  const { text } = event.data
  const { contact } = turn.actor
  const lists = turn.world.words
  if (event.type !== 'message.received' || typeof text !== 'string' || !lists || lists.length === 0) return
  for (const found of look(lists, text, { direction: 'incoming', locale: contact.locale ?? turn.world.locale })) {
    task(turn, `${contact.id}-w-${event.id}-${found.list}`, { found, text, run: null })
    if (found.action === 'escalate') alarm(turn, `${event.id}-${found.list}`, found, event.causes)
  }
}

/** What the filter said to a message of ours that went, or that it stopped: for a person, or for whoever is on call. */
export function moderateOutgoing(turn: Turn, draft: Draft, found: readonly Found[]): void {
  for (const one of found) {
    const key = `${draft.id}-${one.list}`
    if (one.action === 'flag') task(turn, key, { found: one, text: draft.text, run: draft })
    if (one.action === 'escalate') alarm(turn, key, one, draft.workflowId === undefined ? [] : [draft.workflowId])
  }
}

type Flagged = { found: Found; text: string; run: Pick<Draft, 'runId' | 'workflowId'> | null }

function task(turn: Turn, id: string, { found, text, run }: Flagged): void {
  const known = turn.tasks.some((one) => one.id === id)
  if (known) return
  turn.tasks.push({
    ...{ id, subjectId: turn.actor.contact.id, runId: run?.runId ?? '', workflowId: run?.workflowId ?? '' },
    kind: 'moderation',
    title: `${found.name}: ${valuesOf(found)}`.slice(0, 500),
    detail: text.slice(0, 10_000),
    ...{ assignee: null, dueAt: null, createdAt: turn.world.now },
  })
}

function alarm(turn: Turn, key: string, found: Found, causes: string[]): void {
  const title = `${found.name}: ${valuesOf(found)}`.slice(0, 500)
  raise(turn, 'alert.raised', { alert_id: key, level: 2, title, list: found.list }, causes)
}

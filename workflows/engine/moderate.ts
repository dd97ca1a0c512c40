import type { EngineEvent } from '../../schema/actor.ts'
import type { Draft } from '../../schema/message.ts'
import { parseDuration } from '../language/duration.ts'
import { type Found, look } from '../words/filter.ts'
import type { AlertWish } from './alerts/alert.ts'
import { raising } from './alerts/pager.ts'
import { valuesOf } from './gate/words.ts'
import type { EmittedEvent, Turn } from './turn.ts'
import type { World } from './world.ts'

/** A person is asked to look at what somebody wrote: once for each message and list. */
export function moderateIncoming(turn: Turn, event: EngineEvent): void {
  const { text } = event.data
  const { contact } = turn.actor
  const lists = turn.world.words
  if (event.type !== 'message.received' || typeof text !== 'string' || !lists || lists.length === 0) return
  for (const found of look(lists, text, { direction: 'incoming', locale: contact.locale ?? turn.world.locale })) {
    task(turn, `${contact.id}-w-${event.id}-${found.list}`, { found, text, run: null })
    if (found.action !== 'escalate') continue
    const about = { id: `${event.id}-${found.list}`, contactId: contact.id, said: 'received' as const }
    turn.emitted.push(alarm(turn.world, found, { ...about, causes: event.causes }))
  }
}

/** What the filter said to a message of ours that went, or that it stopped: for a person, or for whoever is on call. */
export function moderateOutgoing(turn: Turn, draft: Draft, found: readonly Found[]): void {
  for (const one of found)
    if (one.action === 'flag') task(turn, `${draft.id}-${one.list}`, { found: one, text: draft.text, run: draft })
  turn.emitted.push(...escalations(turn.world, draft, found))
}

/** The alerts of what was found in a message of ours, one for each list that escalates. A page raises none. */
export function escalations(world: World, draft: Draft, found: readonly Found[]): EmittedEvent[] {
  if (draft.alert !== undefined) return []
  const contactId = draft.room === undefined ? draft.subjectId : null
  const causes = draft.workflowId === undefined ? [] : [draft.workflowId]
  return found
    .filter(({ action }) => action === 'escalate')
    .map((one) => alarm(world, one, { id: `${draft.id}-${one.list}`, contactId, said: 'stopped', causes }))
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

type About = { id: string; contactId: string | null; said: 'stopped' | 'received'; causes: string[] }

/** One alert a list: what else is found while it is open counts with it. Its title may go anywhere; its detail has the words. */
function alarm(world: World, found: Found, { id, contactId, said, causes }: About): EmittedEvent {
  const key = `words-${found.list}`
  const { cooldown } = world.settings.alerts
  const wish: AlertWish = {
    ...{ key, name: key, level: 2, title: `${found.name}: a message was ${said}`.slice(0, 500) },
    detail: `${{ stopped: '已拦下消息', received: '收到消息' }[said]}：${valuesOf(found)}`.slice(0, 4000),
    ...{ drill: false, contactId, workflowId: null, more: { list: found.list } },
    ...(cooldown !== undefined && { cooldownMs: parseDuration(cooldown) ?? 0 }),
  }
  return raising(world.now, { id: `${id}:alert`, wish, causes })
}

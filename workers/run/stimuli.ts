import type { EngineEvent } from '../../schema/actor.ts'
import type { Stimulus } from '../../workflows/engine/react.ts'
import type { InboxEvent } from '../store/events.ts'
import type { Work } from './read.ts'

/** Events first, in the order in which they came. A subject with nothing but time passing is looked at as due. */
export function stimuli(work: Work): Stimulus[] {
  const all: Stimulus[] = [
    ...work.events.map((event): Stimulus => ({ kind: 'event', event: engineEvent(event), ...outside(event) })),
    ...work.results.map((result): Stimulus => ({ kind: 'result', result })),
    ...work.commands.map((command): Stimulus => ({ kind: 'command', command })),
  ]
  return all.length > 0 ? all : [{ kind: 'due' }]
}

function engineEvent({ id, type, at, channel, data, causes }: InboxEvent): EngineEvent {
  return { id, type, at, channel, data, causes }
}

/** Events of a person's own doing carry who they are; those that we raise ourselves do not. */
function outside(event: InboxEvent): { outside: { profile: InboxEvent['profile'] } } | object {
  return event.externalId === null && event.type !== 'link.clicked' ? {} : { outside: { profile: event.profile } }
}

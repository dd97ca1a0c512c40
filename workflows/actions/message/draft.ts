import type { Draft, MessageCategory } from '../../../schema/message.ts'
import { marked } from '../../engine/alerts/words.ts'
import { RETRY_DEFAULT } from '../../engine/delivery.ts'
import type { Facts } from '../action.ts'
import { inDrill } from '../alert/drill.ts'
import { extrasOf, priorityOf, type Shown } from './showing.ts'
import { ticketOf } from './ticket.ts'

type Params = Shown & {
  channel?: string | undefined
  room?: string | undefined
  category?: MessageCategory | undefined
  await?: boolean | undefined
}

/** A message with these words. Without a category it is what its workflow is, else promotional. */
export function draftOf(params: Params, words: string, facts: Facts): Draft {
  const { key, contact, run, program, event, world } = facts
  const text = inDrill(event) ? marked(contact.locale ?? world.locale, words) : words
  const { channel, room, category = program.settings.category ?? 'promotional' } = params
  return {
    ...{ id: key, subjectId: contact.id, runId: run.id, workflowId: program.workflowId, text, category },
    ...(channel !== undefined && { channel }),
    ...(room !== undefined && { room }),
    shows: extrasOf(params, text, facts),
    ...priorityOf(params, facts),
    ...ticketOf(facts.event),
    retry: facts.retry ?? RETRY_DEFAULT,
    onUnknown: program.settings.on_unknown ?? (category === 'transactional' ? 'resend' : 'hold'),
    awaited: params.await ?? false,
  }
}

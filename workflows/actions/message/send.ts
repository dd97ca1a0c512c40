import * as v from 'valibot'
import { extrasOn } from '../../../schema/content.ts'
import { Category } from '../../../schema/definition.ts'
import { RETRY_DEFAULT } from '../../engine/delivery.ts'
import type { Decision } from '../action.ts'
import { action } from '../action.ts'
import { onUnknown } from './post.ts'
import { reach } from './reach.ts'
import { extrasOf, priorityOf, showing } from './showing.ts'
import { ticketOf } from './ticket.ts'
import { wording } from './wording.ts'

/** Write to the contact: on the channel of the triggering event when they are there, else where they were last active. */
export const send = action({
  name: 'message.send',
  params: {
    text: v.optional(v.string()),
    template: v.optional(v.string()),
    channel: v.optional(v.string()),
    category: v.optional(Category),
    await: v.optional(v.boolean()),
    ...showing,
  },
  decide: (params, facts): Decision => {
    const worded = wording(params, facts)
    if (worded.kind === 'refused') return worded
    const { text } = worded
    const written = extrasOf(params, text, facts)
    const category = params.category ?? facts.program.settings.category ?? 'promotional'
    const reached = reach(params.channel, category, facts)
    const message = { id: facts.key, subjectId: facts.contact.id, runId: facts.run.id, text, category }
    if (reached.kind === 'unreachable')
      return {
        kind: 'skipped',
        message: { ...message, reason: reached.reason, ...(params.channel && { channel: params.channel }) },
      }
    const extras = extrasOn(reached.channel, written)
    return {
      kind: 'send',
      output: { message_id: facts.key, status: 'queued' },
      delivery: {
        ...message,
        kind: 'message',
        channel: reached.channel,
        to: reached.to,
        recipient: 'contact',
        ...(extras && { extras }),
        ...priorityOf(params, facts),
        ...ticketOf(facts.event, reached.channel, facts.now),
        retry: facts.retry ?? RETRY_DEFAULT,
        onUnknown: onUnknown(facts, category),
        awaited: params.await ?? false,
      },
    }
  },
})

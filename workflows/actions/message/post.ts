import * as v from 'valibot'
import { extrasOn } from '../../../schema/content.ts'
import { Category } from '../../../schema/definition.ts'
import { RETRY_DEFAULT } from '../../engine/delivery.ts'
import type { Decision, Facts } from '../action.ts'
import { action } from '../action.ts'
import { extrasOf, priorityOf, showing } from './showing.ts'
import { wording } from './wording.ts'

/** Post into a group or a room, whoever the run is about, and also when it is about nobody. */
export const post = action({
  name: 'message.post',
  params: {
    channel: v.string(),
    room: v.pipe(v.string(), v.regex(/\S/, 'must not be empty'), v.maxLength(500)),
    text: v.optional(v.string()),
    template: v.optional(v.string()),
    category: v.optional(Category),
    await: v.optional(v.boolean()),
    ...showing,
  },
  decide: (params, facts): Decision => {
    const worded = wording(params, facts)
    if (worded.kind === 'refused') return worded
    const { text } = worded
    const { channel, room } = params
    const category = params.category ?? facts.program.settings.category ?? 'promotional'
    const message = { id: facts.key, subjectId: facts.contact.id, runId: facts.run.id, text, category }
    if (!facts.world.channels.get(channel)?.sends)
      return { kind: 'skipped', message: { ...message, channel, to: room, reason: 'no channel' } }
    const extras = extrasOn(channel, extrasOf(params, text, facts))
    return {
      kind: 'send',
      output: { message_id: facts.key, status: 'queued' },
      delivery: {
        ...message,
        ...{ kind: 'message', channel, to: room, recipient: 'room' },
        ...(extras && { extras }),
        ...priorityOf(params, facts),
        retry: facts.retry ?? RETRY_DEFAULT,
        onUnknown: onUnknown(facts, category),
        awaited: params.await ?? false,
      },
    }
  },
})

export function onUnknown(facts: Facts, category: v.InferOutput<typeof Category>): 'resend' | 'hold' {
  return facts.program.settings.on_unknown ?? (category === 'transactional' ? 'resend' : 'hold')
}

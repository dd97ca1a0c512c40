import * as v from 'valibot'
import { Category } from '../../../schema/definition.ts'
import { action, type Decision } from '../action.ts'
import { draftOf } from './draft.ts'
import { showing } from './showing.ts'
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
  result: { message_id: v.string(), status: v.string(), reason: v.optional(v.string()) },
  decide: (params, facts): Decision => {
    const worded = wording(params, facts)
    if (worded.kind === 'refused') return worded
    return { kind: 'message', draft: draftOf(params, worded.text, facts) }
  },
})

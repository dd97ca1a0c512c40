import * as v from 'valibot'
import { Category } from '../../../schema/definition.ts'
import { action, type Decision } from '../action.ts'
import { draftOf } from './draft.ts'
import { showing } from './showing.ts'
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
    /** Never in a digest, however little it matters. */
    alone: v.optional(v.boolean()),
    ...showing,
  },
  result: { message_id: v.string(), status: v.string(), reason: v.optional(v.string()) },
  decide: (params, facts): Decision => {
    const worded = wording(params, facts)
    if (worded.kind === 'refused') return worded
    const { text } = worded
    const draft = draftOf(params, text, facts)
    return { kind: 'message', draft: isPlain(params) ? { ...draft, collectable: true } : draft }
  },
})

/** What is more than words, or waited for, cannot be told among others. */
function isPlain({ alone, await: awaits, buttons, image, card }: Partial<Record<string, unknown>>): boolean {
  return alone !== true && awaits !== true && buttons === undefined && image === undefined && card === undefined
}

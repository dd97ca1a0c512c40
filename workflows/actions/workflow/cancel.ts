import * as v from 'valibot'
import { Slug } from '../../../schema/text.ts'
import { CANCEL_ASKED } from '../../engine/other-runs.ts'
import { action, type Decision } from '../action.ts'

/** Cancel the open runs of a workflow, of this contact or of another one, and what is queued behind them. */
export const cancel = action({
  name: 'workflow.cancel',
  params: {
    workflow: Slug,
    contact_id: v.optional(v.string()),
    reason: v.optional(v.pipe(v.string(), v.maxLength(200))),
  },
  decide: ({ workflow, contact_id, reason }, { contact, run, key }): Decision => {
    if (contact_id === undefined || contact_id === contact.id)
      return { kind: 'done', effects: [{ kind: 'cancel', workflow, reason: reason ?? CANCEL_ASKED, but: run.id }] }
    const data = { workflow_id: workflow, by: run.id, ...(reason !== undefined && { reason }) }
    return {
      kind: 'done',
      output: { event_id: key },
      effects: [{ kind: 'emit', id: key, subjectId: contact_id, type: CANCEL_ASKED, data }],
    }
  },
})

import * as v from 'valibot'
import type { JsonObject } from '../../../schema/json.ts'
import { Slug } from '../../../schema/text.ts'
import { checkInputs } from '../../check/inputs.ts'
import { START_ASKED } from '../../engine/begin.ts'
import { action, type Decision } from '../action.ts'

/** Start a workflow: for this contact at once, for another one through its inbox. The run that starts it goes on. */
export const start = action({
  name: 'workflow.start',
  params: {
    workflow: Slug,
    contact_id: v.optional(v.string()),
    inputs: v.optional(v.record(v.string(), v.unknown())),
  },
  decide: ({ workflow, contact_id, inputs }, { contact, run, world, key }): Decision => {
    const found = world.workflows.find(({ id }) => id === workflow)
    if (!found)
      return { kind: 'refused', code: 'unknown_workflow', message: `no published workflow is named ${workflow}` }
    const given = (inputs ?? {}) as JsonObject
    const checked = checkInputs(found.program.definition, { ...found.program.inputs, ...given })
    if (checked.kind === 'problems') {
      const [problem] = checked.problems
      return { kind: 'refused', code: 'invalid_input', message: `${problem?.path}: ${problem?.message}` }
    }
    const data = { workflow_id: workflow, by: run.id, ...(inputs && { inputs: given }) }
    if (contact_id === undefined || contact_id === contact.id)
      return { kind: 'done', effects: [{ kind: 'start', workflow, data }] }
    return {
      kind: 'done',
      output: { event_id: key },
      effects: [{ kind: 'emit', id: key, subjectId: contact_id, type: START_ASKED, data }],
    }
  },
})

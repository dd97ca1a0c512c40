import type * as v from 'valibot'
import { StartAnswer, StartBody } from '../../../schema/api/workflows.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { checkInputs } from '../../../workflows/check/inputs.ts'
import type { Problem } from '../../../workflows/check/problem.ts'
import type { Deps } from '../../run/deps.ts'
import { handleCommand } from '../../run/handle.ts'
import { contactIdOf, findContact } from '../../store/contacts.ts'
import { newId } from '../../store/id.ts'
import { findWorkflow } from '../../store/workflows.ts'
import { later } from '../afterwards.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'

/** Starting by hand. */
export const starting = [
  operation({
    method: 'POST',
    path: '/workflows/:id/start',
    summary: 'Start a workflow that has a manual trigger, for one contact',
    body: StartBody,
    answers: { 202: StartAnswer },
    handle: async ({ c, deps, id, body }) => {
      const workflow = (await deps.catalogue.refresh()).workflows.find((candidate) => candidate.id === id)
      if (!workflow)
        return (await findWorkflow(deps.db, id)) ? problem(c, 409, 'the workflow is not published') : problem(c, 404)
      const { program } = workflow
      if (!program.triggers.some((trigger) => trigger.kind === 'manual'))
        return problem(c, 422, 'the workflow has no manual trigger')
      const given = (body.inputs ?? {}) as JsonObject
      const inputs = checkInputs(program.definition, { ...program.inputs, ...given })
      if (inputs.kind === 'problems') return problem(c, 400, 'the inputs are not right', inputs.problems)
      const who = await contactOf(deps, body)
      if (who.kind === 'problem') return problem(c, who.status, 'no such contact', [who.problem])
      const now = deps.clock.now()
      const event = {
        id: `m${newId(now)}`,
        type: 'manual',
        at: now,
        channel: body.channel ?? null,
        data: {},
        causes: [],
      }
      const command = { kind: 'start' as const, workflowId: id, event, inputs: body.inputs ? given : null }
      const result = await handleCommand(deps, { who, events: [], results: [], commands: [command] }, later(c))
      if (!result) return problem(c, 409, 'the contact is gone')
      if (result.kind === 'done') return c.json({ run_ids: result.runId === undefined ? [] : [result.runId] }, 202)
      return result.reason === 'queued'
        ? c.json({ run_ids: [], reason: 'queued' }, 202)
        : problem(c, 409, result.message)
    },
  }),
]

type Found = { kind: 'contact'; subjectId: string } | { kind: 'problem'; status: 400 | 422; problem: Problem }

/** Whom it is for: an id of ours, or an id on a channel. */
async function contactOf(deps: Deps, body: v.InferOutput<typeof StartBody>): Promise<Found> {
  const { contact_id: contactId, channel, external_id: externalId } = body
  if (contactId !== undefined) {
    if (await findContact(deps.db, contactId)) return { kind: 'contact', subjectId: contactId }
    return {
      kind: 'problem',
      status: 422,
      problem: { path: 'contact_id', message: `there is no contact \`${contactId}\`` },
    }
  }
  if (channel === undefined || externalId === undefined)
    return {
      kind: 'problem',
      status: 400,
      problem: { path: 'contact_id', message: 'either this, or `channel` and `external_id`' },
    }
  const subjectId = await contactIdOf(deps.db, { channel, external_id: externalId })
  if (subjectId !== undefined) return { kind: 'contact', subjectId }
  return {
    kind: 'problem',
    status: 422,
    problem: { path: 'external_id', message: `nobody has this id on \`${channel}\`` },
  }
}

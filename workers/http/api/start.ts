import type * as v from 'valibot'
import { StartAnswer, StartBody } from '../../../schema/api/workflows.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { checkInputs } from '../../../workflows/check/inputs.ts'
import type { Problem } from '../../../workflows/check/problem.ts'
import { MANUAL } from '../../../workflows/engine/begin.ts'
import type { Deps } from '../../run/deps.ts'
import { handleCommand } from '../../run/handle.ts'
import { segmentOf } from '../../run/segment.ts'
import { SCHEDULES } from '../../run/tick.ts'
import { contactIdOf, findContact, missingContacts } from '../../store/contacts.ts'
import { newId } from '../../store/id.ts'
import { findJob, keepJob, type Members, type Task } from '../../store/jobs.ts'
import { findWorkflow } from '../../store/workflows.ts'
import { later } from '../afterwards.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { jobJson } from './jobs.ts'
import { operation } from './operation.ts'

/** Starting by hand. */
export const starting = [
  operation({
    method: 'POST',
    path: '/workflows/:id/start',
    summary: 'Start a workflow that has a manual trigger, for one contact, a list or a segment',
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
      const many = await membersOf(deps, body)
      if (many?.kind === 'problem') return problem(c, many.status, 'these are not contacts', [many.problem])
      if (many)
        return startAll(c, { kind: 'start', workflowId: id, of: many.members, inputs: body.inputs ? given : null })
      const who = await contactOf(deps, body)
      if (who.kind === 'problem') return problem(c, who.status, 'no such contact', [who.problem])
      const now = deps.clock.now()
      const event = {
        id: `m${newId(now)}`,
        type: MANUAL,
        at: now,
        channel: body.channel ?? null,
        data: { workflow_id: id, ...(body.inputs && { inputs: given }) },
        causes: [],
      }
      const command = { kind: 'start' as const, workflowId: id, event }
      const result = await handleCommand(deps, { who, events: [], results: [], commands: [command] }, later(c))
      if (!result) return problem(c, 409, 'the contact is gone')
      if (result.kind === 'done') return c.json({ run_ids: result.runId === undefined ? [] : [result.runId] }, 202)
      return result.reason === 'queued'
        ? c.json({ run_ids: [], reason: 'queued' }, 202)
        : problem(c, 409, result.message)
    },
  }),
]

type Many = { kind: 'members'; members: Members } | Refused
type Refused = { kind: 'problem'; status: 400 | 422; problem: Problem }

const NAMED_MAX = 10

/** A list or a segment, when the request names one. */
async function membersOf(deps: Deps, body: v.InferOutput<typeof StartBody>): Promise<Many | undefined> {
  const { contact_id, external_id, contact_ids: ids, segment } = body
  if (ids === undefined && segment === undefined) return undefined
  if ([contact_id, external_id, ids, segment].filter((one) => one !== undefined).length > 1)
    return refused(400, segment === undefined ? 'contact_ids' : 'segment', 'one contact, a list or a segment')
  if (segment !== undefined) {
    const found = segmentOf(segment, await deps.catalogue.refresh())
    if (found.kind === 'segment') return { kind: 'members', members: { segment: found.source } }
    return { kind: 'problem', status: 400, problem: { path: 'segment', ...found.problem } }
  }
  const contacts = [...new Set(ids)].sort()
  const missing = await missingContacts(deps.db, contacts)
  if (missing.length === 0) return { kind: 'members', members: { contacts } }
  const named = missing.slice(0, NAMED_MAX).join(', ')
  return refused(422, 'contact_ids', `${missing.length} of these are no contacts: ${named}`)
}

function refused(status: 400 | 422, path: string, message: string): Refused {
  return { kind: 'problem', status, problem: { path, message } }
}

/** A job of its own: it goes on in pages, whatever happens to this request. */
async function startAll(c: C, task: Task): Promise<Response> {
  const { deps } = c.var.house
  const now = deps.clock.now()
  const id = `j${newId(now)}`
  await deps.db.batch([keepJob(id, task, now)])
  await deps.timers.arm([{ subjectId: SCHEDULES, dueAtMs: now }])
  const job = await findJob(deps.db, id)
  return job ? c.json(jobJson(job), 202) : problem(c, 500)
}

type Found = { kind: 'contact'; subjectId: string } | Refused

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
      problem: { path: 'contact_id', message: 'either this, `channel` and `external_id`, `contact_ids` or `segment`' },
    }
  const subjectId = await contactIdOf(deps.db, { channel, external_id: externalId })
  if (subjectId !== undefined) return { kind: 'contact', subjectId }
  return {
    kind: 'problem',
    status: 422,
    problem: { path: 'external_id', message: `nobody has this id on \`${channel}\`` },
  }
}

import { PublishAnswer, PublishBody, WorkflowAnswer } from '../../../schema/api/workflows.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { turnOn } from '../../run/turn-on.ts'
import { bringForward, findWorkflow, setStatus } from '../../store/workflows.ts'
import { DELIVERIES } from '../../timers/port.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { publishDraft } from './publish-draft.ts'
import { workflowAnswer } from './workflows.ts'

/** What makes a workflow run, and stand still. */
export const publishing = [
  operation({
    method: 'POST',
    path: '/workflows/:id/publish',
    summary: 'Publish the draft as a new version, and say what becomes of the runs of older ones',
    body: PublishBody,
    answers: { 200: PublishAnswer },
    handle: async ({ c, deps, id, body: { inputs, running } }) => {
      const publishing = { id, by: c.var.caller.id, inputs: inputs as JsonObject | undefined, running }
      const published = await publishDraft(deps, publishing)
      if (published.kind === 'refused') return problem(c, published.status, published.detail, published.errors)
      const { kind: _, ...told } = published
      return c.json({ id, ...told })
    },
  }),
  operation({
    method: 'POST',
    path: '/workflows/:id/pause',
    summary: 'Start nothing, and let the runs stand still',
    answers: { 200: WorkflowAnswer },
    handle: async ({ c, deps, id }) => {
      if (!(await setStatus(deps.db, id, 'paused', deps.clock.now()))) return unpublished(c, id)
      await deps.catalogue.refresh()
      return workflowAnswer(c, id)
    },
  }),
  operation({
    method: 'POST',
    path: '/workflows/:id/resume',
    summary: 'Go on. What fell due meanwhile is carried out in order',
    answers: { 200: WorkflowAnswer },
    handle: async ({ c, deps, id }) => {
      const now = deps.clock.now()
      if (!(await setStatus(deps.db, id, 'active', now))) return unpublished(c, id)
      await turnOn(deps, id)
      await bringForward(deps.db, id, now)
      await deps.timers.arm([{ subjectId: DELIVERIES, dueAtMs: now }])
      return workflowAnswer(c, id)
    },
  }),
]

async function unpublished(c: C, id: string): Promise<Response> {
  const found = await findWorkflow(c.var.house.deps.db, id)
  return found ? problem(c, 409, 'the workflow is not published') : problem(c, 404)
}

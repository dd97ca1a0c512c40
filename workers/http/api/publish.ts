import { PublishAnswer, PublishBody, WorkflowAnswer } from '../../../schema/api/workflows.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { checkDefinition } from '../../../workflows/check/check.ts'
import { checkInputs } from '../../../workflows/check/inputs.ts'
import { DELIVERIES } from '../../run/record.ts'
import { turnOn } from '../../run/turn-on.ts'
import { failureOf } from '../../store/database.ts'
import { bringForward, findWorkflow, publishVersion, setStatus } from '../../store/workflows.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { knownOf } from './known.ts'
import { operation } from './operation.ts'
import { cancelRuns, keptRuns, moveRuns } from './running.ts'
import { workflowAnswer } from './workflows.ts'

/** What makes a workflow run, and stand still. */
export const publishing = [
  operation({
    method: 'POST',
    path: '/workflows/:id/publish',
    summary: 'Publish the draft as a new version, and say what becomes of the runs of older ones',
    body: PublishBody,
    answers: { 200: PublishAnswer },
    handle: async ({ c, deps, id, body }) => {
      const found = await findWorkflow(deps.db, id)
      if (!found) return problem(c, 404)
      const { workflow, published, lastVersion } = found
      const catalogue = await deps.catalogue.refresh()
      const known = { ...knownOf(catalogue), secrets: [...catalogue.secrets.keys()] }
      const draft = checkDefinition(workflow.draft, {}, known)
      if (draft.kind === 'problems') return problem(c, 422, 'the draft does not check any more', draft.problems)
      const given = (body.inputs ?? stillAsked(published?.inputs ?? {}, draft.definition.inputs)) as JsonObject
      const inputs = checkInputs(draft.definition, given)
      if (inputs.kind === 'problems') return problem(c, 400, 'the inputs are not right', inputs.problems)
      const checked = checkDefinition(workflow.draft, inputs.inputs, known)
      if (checked.kind === 'problems') return problem(c, 400, 'not with these inputs', checked.problems)
      const version = lastVersion + 1
      const stamp = { publishedAt: deps.clock.now(), publishedBy: c.var.caller.id }
      try {
        await publishVersion(deps.db, {
          workflowId: id,
          version,
          definition: workflow.draft,
          inputs: inputs.inputs,
          ...stamp,
        })
      } catch (error) {
        if (failureOf(error) === 'conflict') return problem(c, 409, 'somebody else published at the same time')
        throw error
      }
      await turnOn(deps, id)
      const moved = body.running === 'move' ? await moveRuns(deps, id, version) : 0
      const cancelled =
        body.running === 'cancel' ? await cancelRuns(deps, id, version, 'a new version was published') : 0
      return c.json({ id, version, moved, kept: await keptRuns(deps, id, version), cancelled })
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

/** What the version before was published with, as far as the definition still asks for it. */
function stillAsked(held: JsonObject, asked: object): JsonObject {
  return Object.fromEntries(Object.entries(held).filter(([name]) => Object.hasOwn(asked, name)))
}

async function unpublished(c: C, id: string): Promise<Response> {
  const found = await findWorkflow(c.var.house.deps.db, id)
  return found ? problem(c, 409, 'the workflow is not published') : problem(c, 404)
}

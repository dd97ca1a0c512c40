import { ExperimentAnswer, ExperimentList, PromoteBody } from '../../../schema/api/experiments.ts'
import { WorkflowAnswer } from '../../../schema/api/workflows.ts'
import { isObject, type Json, type JsonObject } from '../../../schema/json.ts'
import { checkText } from '../../../workflows/check/check-text.ts'
import { promote } from '../../../workflows/experiments/promote.ts'
import { type Experiment, experimentNames, findExperiment } from '../../run/experiments.ts'
import { findWorkflow, saveDraft } from '../../store/workflows.ts'
import { problem } from '../problem.ts'
import { knownOf } from './known.ts'
import { operation } from './operation.ts'
import { publishDraft } from './publish-draft.ts'
import { workflowAnswer } from './workflows.ts'

export const experiments = [
  operation({
    method: 'GET',
    path: '/metrics/experiments',
    summary: 'Every split, and what it says so far',
    answers: { 200: ExperimentList },
    handle: async ({ c, deps }) => {
      const found = await Promise.all((await experimentNames(deps)).map((name) => findExperiment(deps, name)))
      return c.json({ items: found.flatMap((one) => (one ? [summaryJson(one)] : [])), next_cursor: null })
    },
  }),
  operation({
    method: 'GET',
    path: '/metrics/experiments/:id',
    summary: 'A split, `workflow:step`: its branches compared, and what that means',
    answers: { 200: ExperimentAnswer },
    handle: async ({ c, deps, id }) => {
      const found = await findExperiment(deps, nameOf(id))
      if (!found) return problem(c, 404)
      const { control, branches, ratio, comparisons } = found.judged
      return c.json({
        ...summaryJson(found),
        control,
        branches: branches.map(({ squares: _, ...branch }) => branch),
        ratio,
        comparisons,
      })
    },
  }),
  operation({
    method: 'POST',
    path: '/experiments/:id/promote',
    summary: 'Put the steps of a branch in the place of its split: a new draft, which is published when asked for',
    body: PromoteBody,
    answers: { 200: WorkflowAnswer },
    handle: async ({ c, deps, id, body }) => {
      const name = nameOf(id)
      const dot = name.indexOf('.')
      const [workflowId, step] = [name.slice(0, dot), name.slice(dot + 1)]
      const found = dot > 0 ? await findWorkflow(deps.db, workflowId) : undefined
      if (!found) return problem(c, 404)
      const from = found.published?.definition ?? found.workflow.draft
      if (found.published && JSON.stringify(found.workflow.draft) !== JSON.stringify(from))
        return problem(c, 409, 'the draft differs from what is published: publish or undo it first')
      const promoted = isObject(from as Json) ? promote(from as JsonObject, step, body.branch) : undefined
      if (!promoted) return problem(c, 404, 'there is no such split with such a branch')
      const checked = checkText(JSON.stringify(promoted), { known: knownOf(await deps.catalogue.refresh()) })
      if (checked.kind === 'problems') return problem(c, 422, 'without the split it does not check', checked.problems)
      await saveDraft(deps.db, workflowId, found.workflow.name, promoted, deps.clock.now())
      if (!body.publish) return workflowAnswer(c, workflowId)
      const by = c.var.caller.id
      const published = await publishDraft(deps, { id: workflowId, by, inputs: undefined, running: 'keep' })
      if (published.kind === 'refused') return problem(c, published.status, published.detail, published.errors)
      return workflowAnswer(c, workflowId)
    },
  }),
]

/** `workflow:step` in addresses, `workflow.step` where it is kept. */
function nameOf(id: string): string {
  return id.includes(':') ? id.replace(':', '.') : id
}

function summaryJson({ workflowId, step, running, judged }: Experiment) {
  const exposed = judged.branches.reduce((sum, branch) => sum + branch.exposed, 0)
  return { id: `${workflowId}:${step}`, workflow_id: workflowId, step, running, exposed, verdict: judged.verdict }
}

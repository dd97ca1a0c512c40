import * as v from 'valibot'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import {
  DefinitionBody,
  ValidateAnswer,
  VersionAnswer,
  WorkflowAnswer,
  WorkflowSummary,
} from '../../../schema/api/workflows.ts'
import { isBroadcastWorkflow } from '../../../schema/broadcast.ts'
import type { DefinitionShape } from '../../../schema/definition.ts'
import type { Json } from '../../../schema/json.ts'
import { LocalText } from '../../../schema/text.ts'
import { checkText } from '../../../workflows/check/check-text.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { findTemplate } from '../../run/templates.ts'
import { deleteWorkflow, findWorkflow, listVersions, listWorkflows, saveDraft, type VersionRow, type WorkflowRow } from '../../store/workflows.ts' // biome-ignore format: one import
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { knownOf, namedIn } from './known.ts'
import { operation } from './operation.ts'
import { numberAt, pageAnswer, textAt } from './page.ts'
import { cancelRuns } from './running.ts'

export const workflows = [
  operation({
    method: 'GET',
    path: '/workflows',
    summary: 'The workflows',
    query: PageQuery,
    answers: { 200: pageOf(WorkflowSummary) },
    handle: async ({ c, deps, page }) => {
      const rows = await listWorkflows(deps.db, textAt(page, 0), page.limit)
      return c.json(pageAnswer(rows, page, summaryJson, (row) => [row.id]))
    },
  }),
  operation({
    method: 'GET',
    path: '/workflows/:id',
    summary: 'One workflow: its draft, and what is published',
    answers: { 200: WorkflowAnswer },
    handle: ({ c, id }) => workflowAnswer(c, id),
  }),
  operation({
    method: 'PUT',
    path: '/workflows/:id',
    summary: 'Save the draft. What does not check is refused, with the place of each problem',
    body: DefinitionBody,
    answers: { 200: WorkflowAnswer, 201: WorkflowAnswer },
    handle: async ({ c, deps, id, body, text }) => {
      const checked = checkText(text, { known: knownOf(await deps.catalogue.refresh()) })
      if (checked.kind === 'problems') return problem(c, 400, 'the definition is not right', checked.problems)
      if (checked.definition.id !== id)
        return problem(c, 400, 'the definition is not right', [
          { path: 'id', message: `is not \`${id}\`, as the path says` },
        ])
      if (isBroadcastWorkflow(id))
        return problem(c, 400, 'the id is not right', [{ path: 'id', message: 'ids that begin like this are our own' }])
      const isNew = await saveDraft(deps.db, id, nameOf(checked.definition), body as Json, deps.clock.now())
      return workflowAnswer(c, id, isNew ? 201 : 200)
    },
  }),
  operation({
    method: 'DELETE',
    path: '/workflows/:id',
    summary: 'Remove a workflow. Its open runs are cancelled; what has happened stays readable',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => {
      if (!(await deleteWorkflow(deps.db, id))) return problem(c, 404)
      await deps.catalogue.refresh()
      await cancelRuns(deps, id, Number.MAX_SAFE_INTEGER, 'workflow deleted')
      return c.body(null, 204)
    },
  }),
  operation({
    method: 'GET',
    path: '/workflows/:id/versions',
    summary: 'Everything that was ever published of a workflow, newest first',
    query: PageQuery,
    answers: { 200: pageOf(VersionAnswer) },
    handle: async ({ c, deps, id, page }) => {
      const rows = await listVersions(deps.db, id, numberAt(page, 0), page.limit)
      if (rows.length === 0 && !(await findWorkflow(deps.db, id))) return problem(c, 404)
      return c.json(pageAnswer(rows, page, versionJson, (row) => [row.version]))
    },
  }),
  operation({
    method: 'GET',
    path: '/workflows/:id/versions/:version',
    summary: 'One version as it was published',
    answers: { 200: VersionAnswer },
    handle: async ({ c, deps, id }) => {
      const version = Number(c.req.param('version'))
      const [row] = Number.isSafeInteger(version) ? await listVersions(deps.db, id, version + 1, 1) : []
      return row?.version === version ? c.json(versionJson(row)) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/workflows/validate',
    reads: true,
    summary: 'Check a definition without saving it',
    body: DefinitionBody,
    answers: { 200: ValidateAnswer },
    handle: async ({ c, deps, text }) => {
      const checked = checkText(text, { known: namedIn(await deps.catalogue.refresh()) })
      if (checked.kind === 'problems') return c.json({ valid: false, errors: checked.problems, warnings: [] })
      return c.json({ valid: true, errors: [], warnings: checked.warnings })
    },
  }),
]

/** The workflow as it is now. */
export async function workflowAnswer(c: C, id: string, status: 200 | 201 = 200): Promise<Response> {
  const found = await findWorkflow(c.var.house.deps.db, id)
  return found ? c.json(workflowJson(found), status) : problem(c, 404)
}

type Found = { workflow: WorkflowRow; published: VersionRow | null }

export function workflowJson({ workflow, published }: Found): v.InferOutput<typeof WorkflowAnswer> {
  const origin = originOf(published?.definition ?? workflow.draft)
  return {
    ...summaryJson(workflow),
    draft: workflow.draft,
    definition: published?.definition ?? null,
    inputs: published?.inputs ?? null,
    published_at: published && formatIso(published.publishedAt),
    template: origin && { ...origin, latest: findTemplate(origin.id)?.version ?? null },
  }
}

/** The template that a definition was made of, and the version of it. */
export function originOf(definition: Json): { id: string; version: string } | null {
  const parsed = v.safeParse(v.object({ template: v.object({ id: v.string(), version: v.string() }) }), definition)
  return parsed.success ? parsed.output.template : null
}

function summaryJson(row: WorkflowRow): v.InferOutput<typeof WorkflowSummary> {
  return {
    id: row.id,
    name: row.name,
    title: titleOf(row),
    status: row.status,
    version: row.version,
    created_at: formatIso(row.createdAt),
    updated_at: formatIso(row.updatedAt),
  }
}

function versionJson(row: VersionRow): v.InferOutput<typeof VersionAnswer> {
  return {
    version: row.version,
    definition: row.definition,
    inputs: row.inputs,
    published_at: formatIso(row.publishedAt),
    published_by: row.publishedBy,
  }
}

/** The name that lists show: in English when there is one, else in whichever language comes first. */
export function nameOf({ id, name }: DefinitionShape): string {
  return typeof name === 'string' ? name : (name.en ?? Object.values(name)[0] ?? id)
}

function titleOf({ draft, name }: WorkflowRow): v.InferOutput<typeof LocalText> {
  const written = v.safeParse(v.object({ name: LocalText }), draft)
  return written.success ? written.output.name : name
}

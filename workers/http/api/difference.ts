import * as v from 'valibot'
import { DifferenceAnswer, DifferenceQuery } from '../../../schema/api/difference.ts'
import { Definition, type DefinitionShape } from '../../../schema/definition.ts'
import type { Json, JsonObject } from '../../../schema/json.ts'
import { difference } from '../../../workflows/check/difference/difference.ts'
import { bind } from '../../../workflows/engine/bind.ts'
import type { Database } from '../../store/database.ts'
import { findWorkflow, listVersions } from '../../store/workflows.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'

/** What differs between two versions of a workflow. */
export const differences = [
  operation({
    method: 'GET',
    path: '/workflows/:id/versions/:before/diff/:after',
    summary: 'What differs between two versions, in words; `draft` is the one as last saved',
    query: DifferenceQuery,
    answers: { 200: DifferenceAnswer },
    handle: async ({ c, deps, id, query }) => {
      const [before, after] = [named(c.req.param('before')), named(c.req.param('after'))]
      if (before === undefined || after === undefined) return problem(c, 404, 'a version is a number, or `draft`')
      const [old, now] = await Promise.all([find(deps.db, id, before), find(deps.db, id, after)])
      if (!old || !now) return problem(c, 404, `there is no version ${old ? after : before}`)
      const locale = query.locale ?? (await deps.catalogue.known()).settings.locale
      return c.json({ workflow_id: id, before, after, ...difference(old, now, locale) })
    },
  }),
]

function named(text: string | undefined): number | 'draft' | undefined {
  if (text === 'draft') return text
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined
}

/** What was saved or published was checked then; its defaults are filled in again here. */
async function find(db: Database, id: string, version: number | 'draft'): Promise<DefinitionShape | undefined> {
  const found = await written(db, id, version)
  const parsed = v.safeParse(Definition, found && bind(found.definition, found.inputs).definition)
  return parsed.success ? parsed.output : undefined
}

type Stored = { definition: Json; inputs: JsonObject }

/** A draft has the inputs of what is published: they hold on until others are given. */
async function written(db: Database, id: string, version: number | 'draft'): Promise<Stored | undefined> {
  if (version === 'draft') {
    const found = await findWorkflow(db, id)
    return found ? { definition: found.workflow.draft, inputs: found.published?.inputs ?? {} } : undefined
  }
  const [row] = await listVersions(db, id, version + 1, 1)
  return row?.version === version ? row : undefined
}

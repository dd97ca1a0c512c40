import * as v from 'valibot'
import { UpgradeAnswer, UpgradeBody } from '../../../schema/api/templates.ts'
import { Definition, type DefinitionShape } from '../../../schema/definition.ts'
import type { Json, JsonObject } from '../../../schema/json.ts'
import { type Difference, difference } from '../../../workflows/check/difference/difference.ts'
import { isSame } from '../../../workflows/check/difference/fields.ts'
import { bind } from '../../../workflows/engine/bind.ts'
import { rehearse, rehearseWith } from '../../../workflows/templates/rehearse.ts'
import { installed, type Template } from '../../../workflows/templates/template.ts'
import type { Deps } from '../../run/deps.ts'
import { findTemplate } from '../../run/templates.ts'
import { countOpenRuns, findWorkflow, listVersions, saveDraft } from '../../store/workflows.ts'
import { problem } from '../problem.ts'
import { choicesOf } from './choices.ts'
import { fitInputs } from './install.ts'
import { operation } from './operation.ts'
import { publishDraft, stillAsked } from './publish-draft.ts'
import { inputsJson } from './template-json.ts'
import { runningWords } from './upgrade-words.ts'
import { nameOf, originOf } from './workflows.ts'

type Found = NonNullable<Awaited<ReturnType<typeof findWorkflow>>>

export const upgrading = [
  operation({
    method: 'POST',
    path: '/workflows/:id/upgrade',
    summary: 'Bring a workflow to the present version of its template, or with `preview` say what that would change',
    body: UpgradeBody,
    answers: { 200: UpgradeAnswer },
    handle: async ({ c, deps, id, body: { inputs, running, preview, locale: wanted } }) => {
      const found = await findWorkflow(deps.db, id)
      if (!found) return problem(c, 404)
      const before = found.published?.definition ?? found.workflow.draft
      const origin = originOf(before)
      if (!origin) return problem(c, 409, 'this workflow was made of no template')
      const template = findTemplate(origin.id)
      if (!template) return problem(c, 409, `there is no template \`${origin.id}\` any more`)
      const locale = wanted ?? (await deps.catalogue.known()).settings.locale
      const planned = await plan(deps, { id, found, template, given: inputs as JsonObject, locale })
      const open = await countOpenRuns(deps.db, { workflowId: id, before: found.lastVersion + 1 })
      const answer: v.InferOutput<typeof UpgradeAnswer> = {
        ...{ workflow_id: id, template: template.id, from: origin.version, to: template.version, applied: false },
        ...planned.told,
        running: {
          choice: running,
          open,
          text: runningWords(locale, running, open),
          moved: 0,
          kept: open,
          cancelled: 0,
        },
        version: null,
      }
      if (preview) return c.json(answer)
      if (planned.told.problems.length > 0)
        return problem(c, 400, 'the upgrade needs other inputs', planned.told.problems)
      const failed = planned.told.scenarios.filter(({ passed }) => !passed)
      if (failed.length > 0) return problem(c, 422, 'the template’s own scenarios do not pass', failed.flatMap(located))
      await saveDraft(deps.db, id, nameOf(template.definition), planned.next, deps.clock.now())
      const published = await publishDraft(deps, { id, by: c.var.caller.id, inputs: planned.told.inputs, running })
      if (published.kind === 'refused') return problem(c, published.status, published.detail, published.errors)
      const { version, moved, kept, cancelled } = published
      return c.json({ ...answer, applied: true, version, running: { ...answer.running, moved, kept, cancelled } })
    },
  }),
]

type Planning = { id: string; found: Found; template: Template; given: JsonObject; locale: string }

/** What an upgrade would be: the next definition, what differs in words, what is asked, and whether it works. */
async function plan(deps: Deps, { id, found, template, given, locale }: Planning) {
  const next = installed(template, id)
  const held = found.published?.inputs ?? {}
  const before = shapeOf(found.published?.definition ?? found.workflow.draft, held)
  const inputs = { ...fitting(before, template.definition, held), ...given }
  const fitted = await fitInputs(deps, template, inputs, await choicesOf(deps, template, locale))
  const values = fitted.kind === 'inputs' ? fitted.inputs : inputs
  const after = shapeOf(next, values) ?? template.definition
  const rehearsal = { written: next, scenarios: template.scenarios }
  const own = rehearse(rehearsal)
  const withThese = fitted.kind === 'inputs' ? rehearseWith(values, rehearsal) : []
  const scenarios = own.map((one) => {
    const also = withThese.find(({ file }) => file === one.file)?.differences ?? []
    return { ...one, passed: one.passed && also.length === 0, differences: [...one.differences, ...also] }
  })
  const changed: Difference = before ? difference(before, after, locale) : { same: false, summary: '', changes: [] }
  const asked = askedAnew(before, after)
  return {
    next,
    told: {
      ...changed,
      own_changes: await ownChanges(deps, id, found, locale),
      asks: inputsJson(after, locale).filter(({ name }) => asked.has(name)),
      inputs: values,
      problems: fitted.kind === 'problems' ? fitted.problems : [],
      scenarios,
    },
  }
}

function shapeOf(definition: Json, inputs: JsonObject): DefinitionShape | undefined {
  const parsed = v.safeParse(Definition, bind(definition, inputs).definition)
  return parsed.success ? parsed.output : undefined
}

/** Values that were given, and stay: a value that was nothing but the old default makes way for the new one. */
function fitting(before: DefinitionShape | undefined, after: DefinitionShape, held: JsonObject): JsonObject {
  const asked = Object.entries(stillAsked(held, after.inputs))
  return Object.fromEntries(
    asked.filter(([name, value]) => value !== null && !isSame(value, before?.inputs[name]?.default)),
  )
}

/** Inputs that were not asked before, or not so. */
function askedAnew(before: DefinitionShape | undefined, after: DefinitionShape): Set<string> {
  const names = Object.keys(after.inputs)
  return new Set(names.filter((name) => !isSame(before?.inputs[name], after.inputs[name])))
}

/** What somebody has changed here since the template was installed or last upgraded. */
async function ownChanges(deps: Deps, id: string, { published, workflow }: Found, locale: string) {
  const inputs = published?.inputs ?? {}
  const now = shapeOf(published?.definition ?? workflow.draft, inputs)
  const origin = originOf(published?.definition ?? workflow.draft)
  if (!now || !origin) return []
  const versions = await listVersions(deps.db, id, null, VERSIONS_MAX)
  const same = versions.filter(({ definition }) => isSame(originOf(definition), origin))
  const first = shapeOf(same.at(-1)?.definition ?? null, inputs)
  return first ? difference(first, now, locale).changes : []
}

const VERSIONS_MAX = 100

function located({ file, differences }: { file: string; differences: string[] }) {
  return differences.map((message) => ({ path: `scenarios.${file}`, message }))
}

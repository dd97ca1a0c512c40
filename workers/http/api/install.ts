import { InstallAnswer, InstallBody } from '../../../schema/api/templates.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { checkDefinition } from '../../../workflows/check/check.ts'
import { checkInputs } from '../../../workflows/check/inputs.ts'
import type { Problem } from '../../../workflows/check/problem.ts'
import { installed, type Template } from '../../../workflows/templates/template.ts'
import type { Deps } from '../../run/deps.ts'
import { findTemplate } from '../../run/templates.ts'
import { findWorkflow, saveDraft } from '../../store/workflows.ts'
import { problem } from '../problem.ts'
import { type Choices, choicesOf, FIRST, unknownChoices } from './choices.ts'
import { knownOf } from './known.ts'
import { operation } from './operation.ts'
import { publishDraft } from './publish-draft.ts'
import { setupOf } from './setup.ts'
import { nameOf, workflowJson } from './workflows.ts'

export const installing = [
  operation({
    method: 'POST',
    path: '/templates/:id/install',
    summary: 'Make a workflow of a template: with these inputs, else its defaults; published, unless told otherwise',
    body: InstallBody,
    answers: { 201: InstallAnswer },
    handle: async ({ c, deps, id, body: { workflow_id: wanted, inputs: given, publish } }) => {
      const template = findTemplate(id)
      if (!template) return problem(c, 404, 'there is no such template')
      const workflowId = wanted ?? id
      if (await findWorkflow(deps.db, workflowId))
        return problem(c, 409, `there is a workflow \`${workflowId}\` already`, [
          { path: 'workflow_id', message: 'is taken', hint: 'give another `workflow_id`, or upgrade that workflow' },
        ])
      const choices = await choicesOf(deps, template, 'en')
      const fitted = await fitInputs(deps, template, given as JsonObject, choices)
      if (fitted.kind === 'problems') return problem(c, 400, 'the inputs are not right', fitted.problems)
      const draft = publish
        ? installed(template, workflowId)
        : asDefaults(installed(template, workflowId), fitted.inputs)
      await saveDraft(deps.db, workflowId, nameOf(template.definition), draft, deps.clock.now())
      if (publish) {
        const publishing = { id: workflowId, by: c.var.caller.id, inputs: fitted.inputs, running: 'keep' as const }
        const published = await publishDraft(deps, publishing)
        if (published.kind === 'refused') return problem(c, published.status, published.detail, published.errors)
      }
      const locale = (await deps.catalogue.known()).settings.locale.startsWith('zh') ? 'zh-CN' : 'en'
      const setup = setupOf({ template, catalogue: await deps.catalogue.known(), choices, locale })
      const made = await findWorkflow(deps.db, workflowId)
      return made ? c.json({ ...workflowJson(made), setup: setup.filter(({ ready }) => !ready) }, 201) : problem(c, 404)
    },
  }),
]

type Fitted = { kind: 'inputs'; inputs: JsonObject } | { kind: 'problems'; problems: Problem[] }

/** The values to publish with: each of its type, naming what exists, and such that the definition runs with them. */
export async function fitInputs(deps: Deps, template: Template, given: JsonObject, choices: Choices): Promise<Fitted> {
  const checked = checkInputs(template.definition, given)
  if (checked.kind === 'problems')
    return { kind: 'problems', problems: checked.problems.map((one) => withFirst(template, choices, one)) }
  const unknown = unknownChoices(template, checked.inputs, choices)
  if (unknown.length > 0) return { kind: 'problems', problems: unknown }
  const compiled = checkDefinition(template.written, checked.inputs, knownOf(await deps.catalogue.known()))
  return compiled.kind === 'problems' ? compiled : { kind: 'inputs', inputs: checked.inputs }
}

/** Whoever has nothing to choose from is told what to set up first. */
function withFirst({ definition }: Template, choices: Choices, found: Problem): Problem {
  const name = found.path.replace(/^inputs\./, '')
  const type = definition.inputs[name]?.type
  const options = choices[name]
  if (type === undefined || options === undefined || found.hint !== undefined) return found
  const hint = options.length > 0 ? `there are ${options.map(({ value }) => value).join(', ')}` : FIRST[type]?.en
  return hint === undefined ? found : { ...found, hint }
}

/** A draft is published later: until then it remembers what was given as its defaults. */
function asDefaults(draft: JsonObject, inputs: JsonObject): JsonObject {
  const specs = (draft.inputs ?? {}) as Record<string, JsonObject>
  const filled = Object.entries(specs).map(([name, spec]) => {
    const value = inputs[name]
    return [name, value === undefined || value === null ? spec : { ...spec, default: value }] as const
  })
  return { ...draft, ...(filled.length > 0 && { inputs: Object.fromEntries(filled) }) }
}

import type * as v from 'valibot'
import type { JsonObject } from '../../../schema/json.ts'
import { SimulateRequest, SimulationAnswer } from '../../../schema/simulation.ts'
import { type Checked, checkDefinition } from '../../../workflows/check/check.ts'
import { checkInputs } from '../../../workflows/check/inputs.ts'
import { locate } from '../../../workflows/check/locate.ts'
import type { Problem } from '../../../workflows/check/problem.ts'
import type { Workflow } from '../../../workflows/engine/world.ts'
import { prepare, reachable } from '../../../workflows/simulate/prepare.ts'
import { readRequest } from '../../../workflows/simulate/read-scenario.ts'
import { simulate } from '../../../workflows/simulate/simulate.ts'
import { type Catalogue, worldOf } from '../../run/catalogue.ts'
import type { Deps } from '../../run/deps.ts'
import { findWorkflow } from '../../store/workflows.ts'
import { problem } from '../problem.ts'
import { knownOf } from './known.ts'
import { operation } from './operation.ts'

type Request = v.InferOutput<typeof SimulateRequest>

/** What would happen: the engine on virtual time, with nothing kept and nothing sent. */
export const simulating = [
  operation({
    method: 'POST',
    path: '/workflows/simulate',
    reads: true,
    summary: 'What a workflow would do with a contact and a list of events, without doing it',
    body: SimulateRequest,
    answers: { 200: SimulationAnswer },
    handle: async ({ c, deps, text }) => {
      const read = readRequest(text)
      if (read.kind === 'problems') return problem(c, 400, 'the simulation is not right', read.problems)
      const { request, written } = read
      const catalogue = await deps.catalogue.known()
      const found = await underTest(deps, catalogue, request)
      if (found.kind === 'missing') return problem(c, 404, 'there is no such workflow')
      if (found.kind === 'problems')
        return problem(c, 400, 'the workflow is not right', locate(found.problems, written))
      const first = found.workflow
      const { channels, texts, words = [], rotas = new Map(), ...rest } = worldOf(catalogue, () => undefined, 0)
      const { locale, timezone, ...community } = rest
      const absent = request.beside.find((name) => !catalogue.workflows.some((workflow) => workflow.id === name))
      if (absent !== undefined)
        return problem(c, 400, 'the simulation is not right', [
          { path: 'beside', message: `\`${absent}\` is not published` },
        ])
      const workflows: [Workflow, ...Workflow[]] = [
        first,
        ...reachable(first.program, catalogue.workflows, request.beside),
      ]
      const settings = { ...community.settings, ...request.settings }
      const world = { surveys: rest.surveys ?? new Map(), channels, texts, words, rotas, segments: catalogue.segments }
      const simulated = simulate({ locale, timezone, ...request, workflows, ...world, settings })
      return c.json({ ...simulated, warnings: [...found.warnings, ...simulated.warnings] })
    },
  }),
]

type Found =
  | { kind: 'workflow'; workflow: Workflow; warnings: Problem[] }
  | { kind: 'problems'; problems: Problem[] }
  | { kind: 'missing' }

/** The definition that was sent along, else the published version of that name, else its draft. */
async function underTest(deps: Deps, catalogue: Catalogue, request: Request): Promise<Found> {
  const { definition, workflow_id: id } = request
  const given = (request.inputs ?? {}) as JsonObject
  const known = knownOf({ ...catalogue, settings: { ...catalogue.settings, ...request.settings } })
  if (id === undefined) return fromDefinition(checkDefinition(definition, given, known), given)
  const published = catalogue.workflows.find((candidate) => candidate.id === id)
  if (published) return fromPublished(published, given)
  const stored = await findWorkflow(deps.db, id)
  return stored ? fromDefinition(checkDefinition(stored.workflow.draft, given, known), given) : { kind: 'missing' }
}

function fromDefinition(checked: Checked, given: JsonObject): Found {
  if (checked.kind === 'problems') return { kind: 'problems', problems: checked.problems.map(within) }
  const prepared = prepare(checked, given)
  return prepared.kind === 'problems' ? prepared : { ...prepared, warnings: checked.warnings.map(within) }
}

function fromPublished({ id, program }: Workflow, given: JsonObject): Found {
  const inputs = checkInputs(program.definition, { ...program.inputs, ...given })
  if (inputs.kind === 'problems') return inputs
  return {
    kind: 'workflow',
    workflow: { id, paused: false, program: { ...program, inputs: inputs.inputs } },
    warnings: [],
  }
}

/** Problems of the definition, as paths of the request. */
function within(found: Problem): Problem {
  return { ...found, path: found.path === '' ? 'definition' : `definition.${found.path}` }
}

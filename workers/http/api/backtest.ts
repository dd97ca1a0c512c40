import { BacktestAnswer, BacktestBody } from '../../../schema/api/backtest.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { checkDefinition } from '../../../workflows/check/check.ts'
import type { Problem } from '../../../workflows/check/problem.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { tallied } from '../../../workflows/simulate/backtest.ts'
import { prepare } from '../../../workflows/simulate/prepare.ts'
import { backtest } from '../../run/backtest.ts'
import { findWorkflow } from '../../store/workflows.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'

/** What the past does not tell, whatever the workflow. */
const CANNOT_KNOW = [
  'Contacts are taken as they are today: points, tags, traits and consents may have been others when the events happened.',
  'Nobody is taken to have been in the workflow before `from`, so re-entry and entry modes are asked from then on.',
  'Only contacts that something happened to between `from` and `until` are played, also for schedules, dates and segments.',
  'Whatever goes out is taken to arrive at once; nobody answers other than they did in the past.',
]

/** What a workflow would have done. */
export const backtesting = [
  operation({
    method: 'POST',
    path: '/workflows/:id/backtest',
    reads: true,
    summary: 'What the draft would have done with the events of the past, without doing it',
    body: BacktestBody,
    answers: { 200: BacktestAnswer },
    handle: async ({ c, deps, id, body }) => {
      const found = await findWorkflow(deps.db, id)
      if (!found) return problem(c, 404)
      const written = body.definition ?? found.workflow.draft
      const given = (body.inputs ?? found.published?.inputs ?? {}) as JsonObject
      const checked = checkDefinition(written, given)
      if (checked.kind === 'problems')
        return problem(c, 400, 'the definition is not right', checked.problems.map(within))
      const asked = body.inputs ? given : stillAsked(given, checked.definition.inputs)
      const prepared = prepare(checked, asked)
      if (prepared.kind === 'problems') return problem(c, 400, 'the inputs are not right', prepared.problems)
      const past = { from: Date.parse(body.from), until: Date.parse(body.until), limit: body.limit }
      const { tally, complete } = await backtest(deps, prepared.workflow, past)
      const span = { from: formatIso(past.from), until: formatIso(past.until) }
      const told = { cannot_know: CANNOT_KNOW, warnings: checked.warnings }
      return c.json({ workflow_id: id, ...span, complete, ...tallied(tally), ...told })
    },
  }),
]

function stillAsked(held: JsonObject, asked: object): JsonObject {
  return Object.fromEntries(Object.entries(held).filter(([name]) => Object.hasOwn(asked, name)))
}

function within(found: Problem): Problem {
  return { ...found, path: found.path === '' ? 'definition' : `definition.${found.path}` }
}

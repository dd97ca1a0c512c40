import type { JsonObject } from '../../schema/json.ts'
import type { ScenarioShape } from '../../schema/simulation.ts'
import { checkDefinition } from '../check/check.ts'
import type { Problem } from '../check/problem.ts'
import { differences } from '../simulate/expect.ts'
import type { Simulated } from '../simulate/outcome.ts'
import { prepare } from '../simulate/prepare.ts'
import { simulate } from '../simulate/simulate.ts'

export type Rehearsed = { file: string; name: string; passed: boolean; differences: string[] }

export type Rehearsal = { written: unknown; scenarios: readonly { file: string; scenario: ScenarioShape }[] }

/** Every scenario as it is written, against what it expects. */
export function rehearse({ written, scenarios }: Rehearsal): Rehearsed[] {
  return scenarios.map(({ file, scenario }) => {
    const played = play(written, scenario)
    const found = played.kind === 'problems' ? played.problems.map(spoken) : expected(played.simulated, scenario)
    return rehearsed(file, scenario, found)
  })
}

/**
 * Every scenario with the inputs of an installation instead of its own. What it expects was written for its own, so only
 * what can never be right counts: a run that fails, and a message that says nothing.
 */
export function rehearseWith(inputs: JsonObject, { written, scenarios }: Rehearsal): Rehearsed[] {
  return scenarios.map(({ file, scenario }) => {
    const played = play(written, { ...scenario, inputs: { ...scenario.inputs, ...inputs } })
    const found = played.kind === 'problems' ? played.problems.map(spoken) : unsound(played.simulated)
    return rehearsed(file, scenario, found)
  })
}

function rehearsed(file: string, { name }: ScenarioShape, found: string[]): Rehearsed {
  return { file, name: name ?? file, passed: found.length === 0, differences: found }
}

type Played = { kind: 'played'; simulated: Simulated } | { kind: 'problems'; problems: Problem[] }

/** One scenario on the simulator, alone. */
export function play(written: unknown, scenario: ScenarioShape): Played {
  const inputs = (scenario.inputs ?? {}) as JsonObject
  const checked = checkDefinition(written, inputs)
  if (checked.kind === 'problems') return checked
  const prepared = prepare(checked, inputs)
  if (prepared.kind === 'problems') return prepared
  return { kind: 'played', simulated: simulate({ ...scenario, workflows: [prepared.workflow] }) }
}

function expected(simulated: Simulated, { expect }: ScenarioShape): string[] {
  return expect ? differences(simulated, expect) : ['it expects nothing, so it proves nothing']
}

function unsound({ runs, messages }: Simulated): string[] {
  return [
    ...runs.filter(({ status }) => status === 'failed').map(({ id, reason }) => `the run ${id} failed: ${reason}`),
    ...messages.filter(({ text }) => text.trim() === '').map(({ at }) => `a message at ${at} says nothing`),
  ]
}

function spoken({ path, message, hint }: Problem): string {
  return `${path === '' ? '' : `${path}: `}${message}${hint === undefined ? '' : ` (${hint})`}`
}

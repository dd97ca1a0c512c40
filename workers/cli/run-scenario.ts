import type { JsonObject } from '../../schema/json.ts'
import type { ScenarioShape } from '../../schema/simulation.ts'
import { checkText } from '../../workflows/check/check-text.ts'
import { locate } from '../../workflows/check/locate.ts'
import type { Problem } from '../../workflows/check/problem.ts'
import type { Workflow } from '../../workflows/engine/world.ts'
import { differences } from '../../workflows/simulate/expect.ts'
import type { Simulated } from '../../workflows/simulate/outcome.ts'
import { prepare } from '../../workflows/simulate/prepare.ts'
import { readScenario } from '../../workflows/simulate/read-scenario.ts'
import { simulate } from '../../workflows/simulate/simulate.ts'
import { counted, problemText, readText } from './print.ts'
import type { Arguments } from './read-arguments.ts'
import { timelineText } from './timeline.ts'

export type Failure = { kind: 'problems'; file: string; problems: Problem[] }
export type Played = { kind: 'played'; scenario: ScenarioShape; simulated: Simulated; differences: string[] }

/** `qunflow simulate`: play every scenario; one with `expect` is a test. */
export function runScenario(args: Arguments): number {
  const answers = args.scenarios.map((file) => ({ file, ...playFiles(args.files, file) }))
  if (args.json) console.log(JSON.stringify({ scenarios: answers.map(answerJson) }, null, 2))
  else for (const answer of answers) tell(answer, args.quiet)
  return answers.every((answer) => answer.kind === 'played' && answer.differences.length === 0) ? 0 : 1
}

export function playFiles(files: readonly string[], scenarioFile: string): Failure | Played {
  const text = readText(scenarioFile)
  if (text.kind === 'problem') return { kind: 'problems', file: scenarioFile, problems: [text.problem] }
  const read = readScenario(text.text)
  if (read.kind === 'problems') return { kind: 'problems', file: scenarioFile, problems: read.problems }
  const { scenario, written } = read
  const workflows: Workflow[] = []
  for (const [i, file] of files.entries()) {
    const loaded = load(file, i === 0 ? ((scenario.inputs ?? {}) as JsonObject) : {})
    if (loaded.kind === 'problems') return loaded
    if (loaded.kind === 'inputs')
      return { kind: 'problems', file: scenarioFile, problems: locate(loaded.problems, written) }
    workflows.push(loaded.workflow)
  }
  const [first, ...others] = workflows
  if (!first) return { kind: 'problems', file: scenarioFile, problems: [{ path: '', message: 'no workflow to test' }] }
  const simulated = simulate({ ...scenario, workflows: [first, ...others] })
  return {
    kind: 'played',
    scenario,
    simulated,
    differences: scenario.expect ? differences(simulated, scenario.expect) : [],
  }
}

type Loaded = Failure | { kind: 'workflow'; workflow: Workflow } | { kind: 'inputs'; problems: Problem[] }

function load(file: string, inputs: JsonObject): Loaded {
  const read = readText(file)
  if (read.kind === 'problem') return { kind: 'problems', file, problems: [read.problem] }
  const checked = checkText(read.text, { inputs, comments: true })
  if (checked.kind === 'problems') return { kind: 'problems', file, problems: checked.problems }
  const prepared = prepare(checked, inputs)
  return prepared.kind === 'problems' ? { kind: 'inputs', problems: prepared.problems } : prepared
}

type Answer = (Failure | Played) & { file: string }

function answerJson(answer: Answer): object {
  if (answer.kind === 'problems') return { file: answer.file, passed: false, errors: answer.problems }
  const { file, scenario, simulated, differences: found } = answer
  return {
    file,
    ...(scenario.name !== undefined && { name: scenario.name }),
    passed: found.length === 0,
    differences: found,
    ...simulated,
  }
}

function tell(answer: Answer, quiet: boolean): void {
  if (answer.kind === 'problems') {
    for (const one of answer.problems) console.log(problemText(answer.file, 'error', one))
    return
  }
  const { scenario, simulated, file } = answer
  const name = scenario.name ?? file
  if (!quiet) for (const line of timelineText(simulated)) console.log(line)
  if (answer.differences.length > 0) {
    console.log(`FAILED  ${name}: ${counted(answer.differences.length, 'difference')}`)
    for (const one of answer.differences) console.log(`  - ${one}`)
  } else if (!quiet) console.log(scenario.expect ? `passed  ${name}` : `played  ${name}`)
}

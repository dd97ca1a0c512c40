import * as v from 'valibot'
import {
  DEFINITION_BYTES_MAX,
  Definition,
  type DefinitionShape,
  NESTING_MAX,
  STEPS_MAX,
} from '../../schema/definition.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { StepShape } from '../../schema/step.ts'
import { type Binding, bind } from '../engine/bind.ts'
import { compile } from '../engine/compile.ts'
import type { Program } from '../engine/program.ts'
import { checkDefaults } from './defaults.ts'
import { expressionUses } from './expression-uses.ts'
import { lint } from './lint.ts'
import { type Path, type Problem, pathText } from './problem.ts'
import type { Reading } from './readings.ts'
import { misshapen } from './shape.ts'
import { branchesOf } from './steps.ts'

export type Checked =
  | { kind: 'ok'; definition: DefinitionShape; program: Program; warnings: Problem[] }
  | { kind: 'problems'; problems: Problem[] }

/** What exists around a workflow. What is not given is not asked. */
export type Known = {
  /** Names of the shared texts. */
  texts?: Iterable<string>
  channels?: Iterable<string>
  workflows?: Iterable<string>
  /** Names of the segments that are kept. */
  segments?: Iterable<string>
  /** Names of the community's calendars. */
  calendars?: Iterable<string>
  /** Names of the secrets. Asked when a workflow is published: they may be set after it was written. */
  secrets?: Iterable<string>
}

/**
 * Everything that can be known of a definition before it runs, with the inputs it is to be published with. What passes
 * here runs; warnings do not stop it.
 */
export function checkDefinition(written: unknown, inputs: JsonObject = {}, known: Known = {}): Checked {
  const sized = sizeProblem(written)
  if (sized) return { kind: 'problems', problems: [sized] }
  const binding = bind(written, inputs)
  const found: Checked = { kind: 'problems', problems: binding.problems }
  const checked = binding.problems.length > 0 ? found : checkBound(binding, known)
  // A required input that was not given was only stood in for: a run without it must miss it.
  if (checked.kind === 'ok') return { ...checked, program: { ...checked.program, inputs } }
  return { kind: 'problems', problems: checked.problems.map((problem) => asGiven(problem, binding, inputs)) }
}

function checkBound({ definition: written, inputs, bound }: Binding, known: Known): Checked {
  const parsed = v.safeParse(Definition, written)
  if (!parsed.success) return { kind: 'problems', problems: misshapen(Definition, written) }
  const definition = parsed.output
  const nested = nestingProblems(definition.actions)
  if (nested.length > 0) return { kind: 'problems', problems: nested }
  const compiled = compile(definition, 0, inputs)
  const found = lint(definition, known, bound.map(readingOf))
  const problems = [
    ...(compiled.kind === 'problems' ? inOurWords(compiled.problems, found.problems) : []),
    ...checkDefaults(definition),
    ...found.problems,
  ]
  if (problems.length > 0 || compiled.kind === 'problems') return { kind: 'problems', problems: unique(problems) }
  return { kind: 'ok', definition, program: compiled.program, warnings: unique(found.warnings) }
}

function readingOf({ path, source }: Binding['bound'][number]): Reading {
  return { kind: 'expression', path: [...path, 'expr'], source, uses: expressionUses(source) }
}

/** What is wrong with a literal that an input has set is wrong with what was given for that input. */
function asGiven(problem: Problem, { bound }: Binding, inputs: JsonObject): Problem {
  const from = bound.find(({ path }) => [pathText(path), pathText([...path, 'expr'])].includes(problem.path))
  const reads = from ? expressionUses(from.source).flatMap(({ names: [, name] }) => name ?? []) : []
  const given = reads.find((name) => Object.hasOwn(inputs, name))
  return given === undefined
    ? problem
    : { path: `inputs.${given}`, message: problem.message, hint: `used as ${problem.path}` }
}

/** What valibot says of a parameter, the rule for parameters says in our words. */
function inOurWords(problems: readonly Problem[], said: readonly Problem[]): Problem[] {
  const again = (problem: Problem): boolean => said.some(({ path }) => path === problem.path)
  return problems.filter((problem) => !(problem.message.startsWith('Invalid ') && again(problem)))
}

/** Refused before anything else looks at it: what is larger or deeper than any definition may be. */
function sizeProblem(written: unknown): Problem | undefined {
  if (depthOf(written) > DEPTH_MAX) return { path: '', message: `the document is nested deeper than ${DEPTH_MAX}` }
  const bytes = new TextEncoder().encode(JSON.stringify(written) ?? '').length
  if (bytes <= DEFINITION_BYTES_MAX) return undefined
  return { path: '', message: `a definition has at most ${DEFINITION_BYTES_MAX} bytes, this one has ${bytes}` }
}

const DEPTH_MAX = 64

function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return depth
  return Math.max(depth + 1, ...Object.values(value).map((inside) => depthOf(inside, depth + 1)))
}

function nestingProblems(actions: readonly StepShape[]): Problem[] {
  const problems: Problem[] = []
  let count = 0
  const visit = (steps: readonly StepShape[], path: Path, depth: number): void => {
    if (steps.length > 0 && depth > NESTING_MAX) {
      problems.push({ path: pathText(path), message: `steps are nested at most ${NESTING_MAX} deep` })
      return
    }
    count += steps.length
    for (const [i, step] of steps.entries())
      for (const branch of branchesOf(step, [...path, i])) visit(branch.steps, branch.path, depth + 1)
  }
  visit(actions, ['actions'], 1)
  if (count > STEPS_MAX)
    problems.push({ path: 'actions', message: `a workflow has at most ${STEPS_MAX} steps, this one has ${count}` })
  return problems
}

/** One mistake is told once, whoever found it first. */
function unique(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems.filter(({ path, message, line, column }) => {
    const key = JSON.stringify([path, message, line, column])
    return !seen.has(key) && seen.add(key)
  })
}

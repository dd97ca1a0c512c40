import type { DefinitionShape } from '../../schema/definition.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { StepShape } from '../../schema/step.ts'
import { actions } from '../actions/actions.ts'
import { type Path, type Problem, pathText } from '../check/problem.ts'
import { parseDuration } from '../language/duration.ts'
import { type Expression, parseExpression } from '../language/expressions.ts'
import { parseTemplate, type Template } from '../language/text.ts'
import { compileValue, type Value } from '../language/values.ts'
import { compileRetry } from './compile-retry.ts'
import { compileWait } from './compile-wait.ts'
import { DAY_MS } from './limits.ts'
import type { Awaited, EventMatch, Instruction, Program, Trigger } from './program.ts'

export type Compiled = { kind: 'program'; program: Program } | { kind: 'problems'; problems: Problem[] }

/**
 * Compile a definition that has the right shape. Everything that is wrong with it is found in one pass, each problem
 * with its path; a definition with a problem yields no program.
 */
export function compile(definition: DefinitionShape, version: number, inputs: JsonObject): Compiled {
  const compiler = startCompiler()
  const entry = definition.entry
  const goal = definition.goal
  const program: Program = {
    workflowId: definition.id,
    version,
    definition,
    inputs,
    triggers: definition.triggers.map((trigger, i) => compileTrigger(compiler, trigger, ['triggers', i])),
    conditions: definition.conditions.map((source, i) => compiler.condition(source, ['conditions', i])),
    entry: {
      ...entry,
      ...(entry.key !== undefined && { keyExpression: compiler.expression(entry.key, ['entry', 'key']) }),
      ...(isDuration(entry.reentry) && { reentryMs: parseDuration(entry.reentry) ?? 0 }),
    },
    exit: definition.exit.map((exit, i) => compileAwaited(compiler, exit, ['exit', i])),
    ...(goal && {
      goal: {
        ...compileAwaited(compiler, goal, ['goal']),
        ...(goal.within !== undefined && { withinMs: parseDuration(goal.within) ?? 0 }),
        ...(goal.value !== undefined && { value: compiler.expression(goal.value, ['goal', 'value']) }),
        continue: goal.continue ?? false,
      },
    }),
    settings: { ...definition.settings, maxLateMs: parseDuration(definition.settings.max_late ?? '3d') ?? 3 * DAY_MS },
    texts: compileTexts(compiler, definition.texts),
    instructions: compiler.instructions,
  }
  compileSteps(compiler, definition.actions, ['actions'])
  return compiler.problems.length === 0
    ? { kind: 'program', program }
    : { kind: 'problems', problems: compiler.problems }
}

export type Compiler = {
  problems: Problem[]
  instructions: Instruction[]
  stepIds: Set<string>
  problem: (path: Path, problem: Omit<Problem, 'path'>) => void
  expression: (source: string, path: Path) => Expression
  condition: (source: string, path: Path) => Expression
}

const NOTHING: Expression = { source: 'null', uses: [], evaluate: () => ({ kind: 'value', value: null }) }

function startCompiler(): Compiler {
  const problems: Problem[] = []
  const problem: Compiler['problem'] = (path, found) => problems.push({ path: pathText(path), ...found })
  const parse = (source: string, path: Path, returns: 'bool' | 'any'): Expression => {
    const parsed = parseExpression(source, { returns })
    if (parsed.kind === 'expression') return parsed.expression
    problem(path, parsed.problem)
    return NOTHING
  }
  return {
    problems,
    instructions: [],
    stepIds: new Set(),
    problem,
    expression: (source, path) => parse(source, path, 'any'),
    condition: (source, path) => parse(source, path, 'bool'),
  }
}

function compileTrigger(compiler: Compiler, trigger: DefinitionShape['triggers'][number], path: Path): Trigger {
  if ('manual' in trigger) return { kind: 'manual' }
  return {
    kind: 'event',
    on: compileMatch(trigger.on),
    ...(trigger.channel !== undefined && { channel: trigger.channel }),
    ...(trigger.if !== undefined && { if: compiler.condition(trigger.if, [...path, 'if']) }),
  }
}

export function compileAwaited(
  compiler: Compiler,
  awaited: { on: string; if?: string; name?: string },
  path: Path,
): Awaited {
  return {
    on: compileMatch(awaited.on),
    ...(awaited.if !== undefined && { if: compiler.condition(awaited.if, [...path, 'if']) }),
    ...(awaited.name !== undefined && { name: awaited.name }),
  }
}

export function compileMatch(pattern: string): EventMatch {
  return pattern.endsWith('.*') ? { prefix: pattern.slice(0, -1) } : { type: pattern }
}

function compileTexts(compiler: Compiler, texts: DefinitionShape['texts']): Map<string, Map<string, Template>> {
  const compiled = new Map<string, Map<string, Template>>()
  for (const [name, text] of Object.entries(texts)) {
    const locales = typeof text === 'string' ? [['', text] as const] : Object.entries(text)
    const byLocale = new Map<string, Template>()
    for (const [locale, source] of locales) {
      const parsed = parseTemplate(source)
      if (parsed.kind === 'template') byLocale.set(locale, parsed.template)
      else compiler.problem(locale === '' ? ['texts', name] : ['texts', name, locale], parsed.problem)
    }
    compiled.set(name, byLocale)
  }
  return compiled
}

/** Compile a list of steps; what follows the list is the next instruction. */
function compileSteps(compiler: Compiler, steps: readonly StepShape[], path: Path): void {
  const skips: number[] = []
  steps.forEach((step, i) => {
    compileStep(compiler, step, [...path, i], skips)
  })
  const end = compiler.instructions.length
  for (const at of skips) {
    const instruction = compiler.instructions[at]
    if (instruction?.kind === 'wait' && instruction.spec.kind === 'until') instruction.spec.skipTo = end
  }
}

function compileStep(compiler: Compiler, step: StepShape, path: Path, skips: number[]): void {
  const at = compiler.instructions.length
  const common = {
    step: stepName(compiler, step, path),
    ...(step.when !== undefined && { when: compiler.condition(step.when, [...path, 'when']) }),
    after: 0,
  }
  if ('do' in step) {
    const onError = Array.isArray(step.on_error) ? ('fail' as const) : step.on_error
    const instruction = {
      ...common,
      kind: 'do' as const,
      action: step.do,
      with: compileWith(compiler, step, path),
      ...(step.retry && { retry: compileRetry(step.retry) }),
      onError: onError as 'fail' | 'continue' | number,
    }
    compiler.instructions.push(instruction)
    if (Array.isArray(step.on_error)) {
      const jump = push(compiler, { kind: 'jump', to: 0 })
      instruction.onError = compiler.instructions.length
      compileSteps(compiler, step.on_error, [...path, 'on_error'])
      jump.to = compiler.instructions.length
    }
  } else if ('wait' in step) {
    const spec = compileWait(compiler, step.wait, [...path, 'wait'])
    if (spec.kind === 'until' && spec.ifPast === 'skip') skips.push(at)
    compiler.instructions.push({ ...common, kind: 'wait', spec })
  } else if ('wait_for' in step) {
    const { wait_for: spec } = step
    const any =
      spec.any ?? (spec.on === undefined ? [] : [{ on: spec.on, ...(spec.if !== undefined && { if: spec.if }) }])
    const inner = spec.any ? [...path, 'wait_for', 'any'] : [...path, 'wait_for']
    const instruction = push(compiler, {
      ...common,
      kind: 'wait_for',
      any: any.map((one, i) => compileAwaited(compiler, one, spec.any ? [...inner, i] : inner)),
      ...(spec.timeout !== undefined && { timeoutMs: parseDuration(spec.timeout) ?? 0 }),
      ...(spec.already !== undefined && {
        already: compiler.condition(spec.already, [...path, 'wait_for', 'already']),
      }),
      else: 0,
    })
    instruction.else = compileBranches(compiler, step, path)
  } else if ('if' in step) {
    const test = compiler.condition(step.if, [...path, 'if'])
    const instruction = push(compiler, { ...common, kind: 'if', if: test, else: 0 })
    instruction.else = compileBranches(compiler, step, path)
  } else if ('set' in step) {
    compiler.instructions.push({ ...common, kind: 'set', values: compileValues(compiler, step.set, [...path, 'set']) })
  } else {
    compiler.instructions.push({
      ...common,
      kind: 'stop',
      status: step.stop,
      ...(step.reason !== undefined && { reason: step.reason }),
    })
  }
  const first = compiler.instructions[at]
  if (first && first.kind !== 'jump') first.after = compiler.instructions.length
}

/** `then`, a jump over `else`, `else`. Answers where `else` begins. */
function compileBranches(compiler: Compiler, step: { then: StepShape[]; else: StepShape[] }, path: Path): number {
  compileSteps(compiler, step.then, [...path, 'then'])
  const jump = push(compiler, { kind: 'jump', to: 0 })
  const otherwise = compiler.instructions.length
  compileSteps(compiler, step.else, [...path, 'else'])
  jump.to = compiler.instructions.length
  return otherwise
}

function compileWith(compiler: Compiler, step: Extract<StepShape, { do: string }>, path: Path): Record<string, Value> {
  const values = compileValues(compiler, step.with, [...path, 'with'])
  const action = Object.hasOwn(actions, step.do) ? actions[step.do as keyof typeof actions] : undefined
  if (!action) {
    compiler.problem([...path, 'do'], unknownAction(step.do))
    return values
  }
  for (const problem of action.check(values)) compiler.problem([...path, 'with', ...problem.path], problem)
  return values
}

function unknownAction(name: string): Omit<Problem, 'path'> {
  const area = name.split('.')[0]
  const near = Object.keys(actions).filter((known) => known.startsWith(`${area}.`))
  return {
    message: `there is no action \`${name}\``,
    hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known: ${Object.keys(actions).join(', ')}`,
  }
}

function compileValues(compiler: Compiler, written: Record<string, unknown>, path: Path): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(written).map(([key, value]) => [key, compileValue(value, [...path, key], compiler.problems)]),
  )
}

/** A step without an id is named after its place, so that its keys stay the same within a version. */
function stepName(compiler: Compiler, step: StepShape, path: Path): string {
  const name = step.id ?? path.join('.')
  if (compiler.stepIds.has(name))
    compiler.problem([...path, 'id'], { message: `the step id \`${name}\` is used twice` })
  compiler.stepIds.add(name)
  return name
}

function push<I extends Instruction>(compiler: Compiler, instruction: I): I {
  compiler.instructions.push(instruction)
  return instruction
}

function isDuration(reentry: string): boolean {
  return reentry !== 'always' && reentry !== 'never'
}

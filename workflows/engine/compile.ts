import type { DefinitionShape } from '../../schema/definition.ts'
import type { JsonObject } from '../../schema/json.ts'
import { type Path, type Problem, pathText } from '../check/problem.ts'
import { parseCron } from '../language/cron.ts'
import { parseDuration, parseOffset } from '../language/duration.ts'
import { type Expression, type ExpressionOptions, parseExpression, type VariableName } from '../language/expressions.ts'
import { parseTemplate, type Template } from '../language/text.ts'
import { parseTimeOfDay } from '../language/zone.ts'
import { compileMetric } from './compile-metric.ts'
import { compileSteps } from './compile-steps.ts'
import { bounded } from './compile-wait.ts'
import { DAY_MS } from './limits.ts'
import type { Awaited, EventMatch, Instruction, Program, Trigger } from './program.ts'

export type Compiled = { kind: 'program'; program: Program } | { kind: 'problems'; problems: Problem[] }

/**
 * Compile a definition that has the right shape. Everything that is wrong with it is found in one pass, each problem
 * with its path; a definition with a problem yields no program.
 */
export function compile(definition: DefinitionShape, version: number, inputs: JsonObject): Compiled {
  const compiler = startCompiler(definition.id, inputs)
  const entry = definition.entry
  const goal = definition.goal
  const program: Program = {
    workflowId: definition.id,
    version,
    definition,
    inputs,
    triggers: definition.triggers.map((trigger, i) => compileTrigger(compiler, trigger, ['triggers', i])),
    conditions: definition.conditions.map((source, i) => compiler.condition(source, ['conditions', i], BEFORE_RUN)),
    entry: {
      ...entry,
      ...(entry.key !== undefined && { keyExpression: compiler.expression(entry.key, ['entry', 'key'], BEFORE_RUN) }),
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
  workflowId: string
  /** What the workflow is published with. */
  inputs: JsonObject
  problems: Problem[]
  instructions: Instruction[]
  stepIds: Set<string>
  problem: (path: Path, problem: Omit<Problem, 'path'>) => void
  expression: (source: string, path: Path, allows?: readonly VariableName[]) => Expression
  condition: (source: string, path: Path, allows?: readonly VariableName[]) => Expression
  /** A timestamp, or a text that is read as one. */
  instant: (source: string, path: Path, allows?: readonly VariableName[]) => Expression
}

/** What a trigger's expression may read: there is no run yet, and where it is about the contact alone, no event. */
const BEFORE_RUN: readonly VariableName[] = ['event', 'contact', 'inputs', 'vars', 'steps', 'loop', 'now']
const CONTACT_ALONE: readonly VariableName[] = ['contact', 'inputs', 'steps', 'loop', 'now']

const NOTHING: Expression = {
  source: 'null',
  uses: [],
  returns: 'null',
  evaluate: () => ({ kind: 'value', value: null }),
}

function startCompiler(workflowId: string, inputs: JsonObject): Compiler {
  const problems: Problem[] = []
  const problem: Compiler['problem'] = (path, found) => problems.push({ path: pathText(path), ...found })
  const parse = (source: string, path: Path, options: ExpressionOptions): Expression => {
    const parsed = parseExpression(source, options)
    if (parsed.kind === 'expression') return parsed.expression
    problem(path, parsed.problem)
    return NOTHING
  }
  return {
    workflowId,
    inputs,
    problems,
    instructions: [],
    stepIds: new Set(),
    problem,
    expression: (source, path, allows) => parse(source, path, { ...(allows && { allows }) }),
    condition: (source, path, allows) => parse(source, path, { returns: 'bool', ...(allows && { allows }) }),
    instant: (source, path, allows) => parse(source, path, { returns: 'instant', ...(allows && { allows }) }),
  }
}

function compileTrigger(compiler: Compiler, trigger: DefinitionShape['triggers'][number], path: Path): Trigger {
  if ('manual' in trigger) return { kind: 'manual' }
  if ('metric' in trigger) return compileMetric(compiler, trigger, path)
  if ('schedule' in trigger) return compileSchedule(compiler, trigger, path)
  if ('date' in trigger)
    return {
      kind: 'date',
      date: compiler.instant(trigger.date, [...path, 'date'], CONTACT_ALONE),
      offsetMs: parseOffset(trigger.offset ?? '0s') ?? 0,
      ...(trigger.at !== undefined && { at: parseTimeOfDay(trigger.at) ?? { hour: 0, minute: 0 } }),
      yearly: trigger.repeat === 'yearly',
      leap: trigger.leap ?? 'feb28',
    }
  if ('segment' in trigger)
    return {
      kind: 'segment',
      segment: compiler.condition(trigger.segment, [...path, 'segment'], CONTACT_ALONE),
      change: trigger.change,
    }
  return {
    kind: 'event',
    on: compileMatch(trigger.on),
    ...(trigger.channel !== undefined && { channel: trigger.channel }),
    ...(trigger.if !== undefined && { if: compiler.condition(trigger.if, [...path, 'if'], BEFORE_RUN) }),
    ...(trigger.debounce && { debounce: compileDebounce(compiler, trigger.debounce, [...path, 'debounce']) }),
  }
}

function compileSchedule(
  compiler: Compiler,
  trigger: Extract<DefinitionShape['triggers'][number], { schedule: string }>,
  path: Path,
): Trigger {
  const parsed = parseCron(trigger.schedule)
  if (parsed.kind === 'problem') {
    const { kind: _, ...problem } = parsed
    compiler.problem([...path, 'schedule'], problem)
    return { kind: 'manual' }
  }
  return {
    kind: 'schedule',
    cron: parsed.cron,
    ...(trigger.timezone !== undefined && { zone: trigger.timezone }),
    ...(trigger.for_each !== undefined && {
      forEach: compiler.condition(trigger.for_each, [...path, 'for_each'], CONTACT_ALONE),
    }),
  }
}

/** Without `max` a burst that never ends starts nothing. */
function compileDebounce(
  compiler: Compiler,
  debounce: { for: string; max?: string },
  path: Path,
): { forMs: number; maxMs: number } {
  const forMs = bounded(compiler, debounce.for, [...path, 'for'])
  return {
    forMs,
    maxMs: debounce.max === undefined ? Number.MAX_SAFE_INTEGER : bounded(compiler, debounce.max, [...path, 'max']),
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

function isDuration(reentry: string): boolean {
  return reentry !== 'always' && reentry !== 'never'
}

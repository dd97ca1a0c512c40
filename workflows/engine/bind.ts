import { isObject, type Json, type JsonObject } from '../../schema/json.ts'
import { type Path, type Problem, pathText } from '../check/problem.ts'
import { parseExpression, toJson } from '../language/expressions.ts'

/** Where a definition takes a literal, and says `{ "expr": CEL }` over `inputs` instead. */
export type Bound = { path: Path; source: string }

export type Binding = {
  definition: unknown
  /** Of each input what was given, else what it is without. */
  inputs: JsonObject
  bound: Bound[]
  problems: Problem[]
}

/**
 * The definition with these inputs: what stands as `{ "expr": CEL }` where a literal belongs (a time-out, a time of day, a
 * limit, a window, a schedule) becomes the value that it gives. Such an expression sees `inputs` alone, so it is known when
 * a version is published and never changes in it. One that gives nothing counts as left out.
 */
export function bind(written: unknown, given: JsonObject): Binding {
  const inputs = isObject(written) ? inputsOf(written.inputs, given) : {}
  const binding: Binding = { definition: written, inputs, bound: [], problems: [] }
  if (!isObject(written)) return binding
  binding.definition = bindFields(written, [], binding)
  return binding
}

/** Texts, what is evaluated when a step runs, and what names things: all of that is left as it is written. */
export const LEFT_ALONE: ReadonlySet<string> = new Set([
  ...['$schema', 'id', 'name', 'description', 'version', 'template', 'inputs', 'texts', 'do', 'with', 'set', 'reason'],
  ...['title', 'detail', 'assignee', 'conditions', 'if', 'when', 'while', 'until', 'already', 'key', 'for_each'],
  ...['date', 'segment', 'value'],
])

function bindFields(written: Record<string, unknown>, path: Path, binding: Binding): Record<string, unknown> {
  const fields = Object.entries(written).map(([key, value]) => {
    return [key, LEFT_ALONE.has(key) ? value : bindValue(value, [...path, key], binding)] as const
  })
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
}

function bindValue(value: unknown, path: Path, binding: Binding): unknown {
  if (Array.isArray(value)) return value.map((one, i) => bindValue(one, [...path, i], binding))
  if (!isObject(value)) return value
  if (Object.keys(value).length !== 1 || typeof value.expr !== 'string') return bindFields(value, path, binding)
  return literalOf(value.expr, path, binding)
}

function literalOf(source: string, path: Path, binding: Binding): Json | undefined {
  binding.bound.push({ path, source })
  const problem = (found: Omit<Problem, 'path'>) =>
    binding.problems.push({ path: pathText([...path, 'expr']), ...found })
  const parsed = parseExpression(source, { allows: ['inputs'] })
  if (parsed.kind === 'problem') {
    problem({
      ...parsed.problem,
      hint: parsed.problem.hint ?? 'an expression in the place of a literal sees `inputs` alone',
    })
    return undefined
  }
  const evaluated = parsed.expression.evaluate({ inputs: binding.inputs })
  if (evaluated.kind === 'value') return toJson(evaluated.value) ?? undefined
  problem({ message: evaluated.why })
  return undefined
}

/** What was given, else the default, else for what must still be given something that fits its type. */
function inputsOf(declared: unknown, given: JsonObject): JsonObject {
  const specs = isObject(declared) ? Object.entries(declared) : []
  return Object.fromEntries(
    specs.map(([name, spec]) => [
      name,
      given[name] ?? (isObject(spec) ? ((spec.default ?? sample(spec)) as Json) : null),
    ]),
  )
}

const SAMPLES: Readonly<Record<string, Json>> = {
  duration: '1d',
  time: '09:00',
  timezone: 'UTC',
  boolean: false,
  string: 'sample',
  channel: 'sample',
  workflow: 'sample',
}

function sample({ type, required, min, options }: Record<string, unknown>): Json {
  if (required !== true) return null
  if (type === 'integer' || type === 'number') return typeof min === 'number' ? min : 1
  if (type === 'enum' && Array.isArray(options)) {
    const [first] = options
    return (isObject(first) ? first.value : first) as Json
  }
  return SAMPLES[String(type)] ?? null
}

import { isObject, type Json } from '../../schema/json.ts'
import { type Path, type Problem, pathText } from '../check/problem.ts'
import { type Expression, parseExpression, type Scope, toJson } from './expressions.ts'
import { parseTemplate, type Template } from './text.ts'

/** A value in `with`: JSON stands for itself, a string with `{{` is a template, `{ "expr": … }` is CEL. */
export type Value =
  | { kind: 'literal'; value: Json }
  | { kind: 'template'; template: Template }
  | { kind: 'expression'; expression: Expression }
  | { kind: 'list'; items: Value[] }
  | { kind: 'object'; fields: [string, Value][] }

export type Problems = Problem[]

/** Compile what an operator wrote; problems are added to `problems` with their path. */
export function compileValue(written: unknown, path: Path, problems: Problems): Value {
  if (typeof written === 'string') return compileText(written, path, problems)
  if (Array.isArray(written)) return list(written.map((item, i) => compileValue(item, [...path, i], problems)))
  if (!isObject(written)) return { kind: 'literal', value: written as Json }
  if (Object.keys(written).length === 1 && typeof written.expr === 'string')
    return compileExpr(written.expr, [...path, 'expr'], problems)
  return object(Object.entries(written).map(([key, item]) => [key, compileValue(item, [...path, key], problems)]))
}

/** The value now, or why there is none. A failing expression inside gives null and a warning, never a failure. */
export function evaluateValue(value: Value, scope: Scope, warnings: string[]): Json {
  switch (value.kind) {
    case 'literal':
      return value.value
    case 'template': {
      const rendered = value.template.render(scope)
      if (rendered.kind === 'text') return rendered.text
      warnings.push(rendered.why)
      return rendered.text
    }
    case 'expression': {
      const evaluated = value.expression.evaluate(scope)
      if (evaluated.kind === 'value') return toJson(evaluated.value)
      warnings.push(evaluated.why)
      return null
    }
    case 'list':
      return value.items.map((item) => evaluateValue(item, scope, warnings))
    case 'object':
      return Object.fromEntries(value.fields.map(([key, item]) => [key, evaluateValue(item, scope, warnings)]))
  }
}

/** Every template inside a value. */
export function templatesIn(value: Value): Template[] {
  if (value.kind === 'template') return [value.template]
  if (value.kind === 'list') return value.items.flatMap(templatesIn)
  return value.kind === 'object' ? value.fields.flatMap(([, item]) => templatesIn(item)) : []
}

function compileText(written: string, path: Path, problems: Problems): Value {
  if (!written.includes('{{')) return { kind: 'literal', value: written }
  const parsed = parseTemplate(written)
  if (parsed.kind === 'template') return parsed
  problems.push({ path: pathText(path), ...parsed.problem })
  return { kind: 'literal', value: written }
}

function compileExpr(source: string, path: Path, problems: Problems): Value {
  const parsed = parseExpression(source)
  if (parsed.kind === 'expression') return parsed
  problems.push({ path: pathText(path), ...parsed.problem })
  return { kind: 'literal', value: null }
}

/** Lists and objects of literals are literals themselves. */
function list(items: Value[]): Value {
  const plain = items.every((item) => item.kind === 'literal')
  return plain ? { kind: 'literal', value: items.map(literalOf) } : { kind: 'list', items }
}

function object(fields: [string, Value][]): Value {
  const plain = fields.every(([, item]) => item.kind === 'literal')
  if (!plain) return { kind: 'object', fields }
  return { kind: 'literal', value: Object.fromEntries(fields.map(([key, item]) => [key, literalOf(item)])) }
}

function literalOf(value: Value): Json {
  return value.kind === 'literal' ? value.value : null
}

import type { Json } from '../../schema/json.ts'
import { spokenKind } from './expressions/compare.ts'
import { compileExpression } from './expressions/compile.ts'
import { type Frame, isFailure, STEPS_MAX } from './expressions/frame.ts'
import { spanText, timestampText } from './expressions/functions/conversions.ts'
import { toPlain } from './expressions/number.ts'
import { type ExpressionProblem, isRefusal, locate, refuse } from './expressions/problem.ts'
import { type StaticKind, type StaticType, spoken } from './expressions/static-type.ts'
import { parseSyntax } from './expressions/syntax.ts'
import { pathsRead } from './expressions/uses.ts'
import { isLocalTime, isMap, isNumeric, isOptional, isRecord, isSpan, isTypeName } from './expressions/value.ts'
import { type Scope, USUAL_VARIABLES, type VariableName } from './expressions/variables.ts'

export type { ExpressionProblem, Scope, VariableName }
export type Evaluated =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly why: string }
export type Expression = {
  readonly source: string
  readonly evaluate: (scope: Scope) => Evaluated
  /** Paths read, such as `contact.points` and `steps.gift.code`, sorted. */
  readonly uses: readonly string[]
  /** What it gives, as far as that is known before it runs. */
  readonly returns: StaticKind
}
export type ParsedExpression =
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'problem'; readonly problem: ExpressionProblem }
type Returns = 'bool' | 'timestamp' | 'instant' | 'any'
export type ExpressionOptions = {
  /** The variables that exist here; else the usual ones. */
  readonly allows?: readonly VariableName[]
  /** `instant` is a timestamp, or a text that is read as one. */
  readonly returns?: Returns
}

const RESULT_PARTS_MAX = 20_000
const RESULT_LENGTH_MAX = 1_000_000
const RESULT_DEPTH_MAX = 64

/** CEL, checked against what it may see. Parse once and keep the result: evaluating it costs next to nothing. */
export function parseExpression(source: string, options: ExpressionOptions = {}): ParsedExpression {
  try {
    const tree = parseSyntax(source)
    const { type, run } = compileExpression(source, tree, options.allows ?? USUAL_VARIABLES)
    expectReturn(type, options.returns ?? 'any')
    const evaluate = (scope: Scope): Evaluated => evaluateWith(run, scope)
    return { kind: 'expression', expression: { source, evaluate, uses: pathsRead(tree), returns: type.kind } }
  } catch (thrown) {
    if (isRefusal(thrown)) return { kind: 'problem', problem: locate(source, thrown) }
    throw thrown
  }
}

/** Whether a condition is met. One that fails, or is neither true nor false, is not, with a warning for the journal. */
export function holds(expression: Expression, scope: Scope): { readonly holds: boolean; readonly warning?: string } {
  const evaluated = expression.evaluate(scope)
  if (evaluated.kind === 'failed') return { holds: false, warning: evaluated.why }
  if (typeof evaluated.value === 'boolean') return { holds: evaluated.value }
  return { holds: false, warning: `the result is ${spokenKind(evaluated.value)}, not true or false` }
}

function expectReturn(type: StaticType, returns: Returns): void {
  if (returns === 'any' || type.kind === returns || type.kind === 'dyn') return
  if (returns === 'instant' && (type.kind === 'timestamp' || type.kind === 'string' || type.kind === 'optional')) return
  const wanted = returns === 'bool' ? 'a condition must be true or false' : 'a timestamp is needed'
  const hint = returns === 'timestamp' && type.kind === 'string' ? 'timestamp(text) reads a text' : undefined
  refuse({ start: 0 }, `${wanted}, this is ${spoken(type.kind)}`, hint)
}

function evaluateWith(run: (frame: Frame) => unknown, scope: Scope): Evaluated {
  try {
    const value = run({ scope, locals: [], stepsLeft: STEPS_MAX })
    if (typeof value !== 'object' || value === null || fitsResult(value)) return { kind: 'value', value }
    return { kind: 'failed', why: 'the result is too large' }
  } catch (thrown) {
    if (isFailure(thrown)) return { kind: 'failed', why: thrown.why }
    throw thrown
  }
}

/** Parts of a result may share what they contain, so what is small in memory can still be endless when written out. */
function fitsResult(result: object): boolean {
  let parts = 0
  let length = 0
  const pending: [value: unknown, depth: number][] = [[result, 0]]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [value, depth] = next
    if (typeof value === 'string') length += value.length
    if (value instanceof Uint8Array) length += value.length * 2
    const inside = insideOf(value)
    parts += 1 + inside.length
    if (parts > RESULT_PARTS_MAX || length > RESULT_LENGTH_MAX || depth > RESULT_DEPTH_MAX) return false
    for (const part of inside) pending.push([part, depth + 1])
  }
  return true
}

function insideOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (isMap(value)) return [...value].flat()
  if (isOptional(value)) return [value.value]
  return isRecord(value) ? Object.entries(value).flat() : []
}

/**
 * A value as JSON carries it: whole numbers as numbers (as texts beyond 2^53), timestamps in ISO 8601, durations as this
 * product writes them (`1h30m`), bytes in base64, an optional value as what it holds. What JSON cannot say is null.
 */
export function toJson(value: unknown): Json {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (isNumeric(value)) return numberJson(toPlain(value))
  if (Array.isArray(value)) return value.map(toJson)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : timestampText(value)
  if (value instanceof Uint8Array) return btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join(''))
  if (isSpan(value)) return spanText(value.ms)
  if (isOptional(value)) return toJson(value.value)
  if (isTypeName(value)) return value.name
  if (isLocalTime(value)) return new Date(value.shiftedMs).toISOString().replace('Z', '')
  if (isMap(value)) return Object.fromEntries(Array.from(value, ([key, item]) => [`${key}`, toJson(item)]))
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)])) : null
}

function numberJson(value: bigint | number): Json {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return Number.isSafeInteger(Number(value)) ? Number(value) : `${value}`
}

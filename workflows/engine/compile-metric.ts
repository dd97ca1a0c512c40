import type { DefinitionShape } from '../../schema/definition.ts'
import type { Path } from '../check/problem.ts'
import { parseDuration } from '../language/duration.ts'
import { parseExpression, type Scope } from '../language/expressions.ts'
import type { Compiler } from './compile.ts'
import { DAY_MS, MINUTE_MS } from './limits.ts'
import type { Trigger } from './program.ts'

type MetricTrigger = Extract<DefinitionShape['triggers'][number], { metric: string }>

/** Counts are kept by the minute, so a window is a number of minutes. */
const WINDOW_MAX_MS = 31 * DAY_MS

export function compileMetric(compiler: Compiler, trigger: MetricTrigger, path: Path): Trigger {
  const windowMs = parseDuration(trigger.window) ?? 0
  if (windowMs < MINUTE_MS || windowMs > WINDOW_MAX_MS || windowMs % MINUTE_MS !== 0)
    compiler.problem([...path, 'window'], { message: 'a window is 1 minute to 31 days, in whole minutes' })
  const parsed = parseExpression(trigger.if, { allows: ['value', 'baseline', 'inputs'], returns: 'bool' })
  if (parsed.kind === 'problem') {
    compiler.problem([...path, 'if'], parsed.problem)
    return { kind: 'manual' }
  }
  const { expression } = parsed
  const { inputs } = compiler
  const line = { ...expression, evaluate: (scope: Scope) => expression.evaluate({ inputs, ...scope }) }
  return { kind: 'metric', metric: trigger.metric, windowMinutes: windowMs / MINUTE_MS, if: line }
}

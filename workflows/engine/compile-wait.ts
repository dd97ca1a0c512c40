import type { WaitShape } from '../../schema/step.ts'
import type { Path } from '../check/problem.ts'
import { parseDuration } from '../language/duration.ts'
import { parseTimeOfDay, type TimeOfDay } from '../language/zone.ts'
import type { Compiler } from './compile.ts'
import { OPEN } from './compile-steps.ts'
import { WAIT_MAX_MS } from './limits.ts'
import type { CompiledWait } from './program.ts'

export function compileWait(compiler: Compiler, spec: WaitShape, path: Path): CompiledWait {
  if (typeof spec === 'string') return { kind: 'for', ms: bounded(compiler, spec, path) }
  if ('for' in spec) return { kind: 'for', ms: bounded(compiler, spec.for, [...path, 'for']) }
  if ('days' in spec) return { kind: 'days', days: spec.days, ...(spec.at !== undefined && { at: timeOfDay(spec.at) }) }
  if ('until' in spec)
    return {
      kind: 'until',
      until: compiler.expression(spec.until, [...path, 'until']),
      offsetMs: offset(compiler, spec.offset, [...path, 'offset']),
      ifPast: spec.if_past ?? 'continue',
      skipTo: spec.if_past === 'skip' ? OPEN : 0,
    }
  return { kind: 'local', at: timeOfDay(spec.until_local), ...(spec.weekdays && { weekdays: spec.weekdays }) }
}

function bounded(compiler: Compiler, text: string, path: Path): number {
  const ms = parseDuration(text) ?? 0
  if (ms > WAIT_MAX_MS) compiler.problem(path, { message: 'one wait lasts at most 366 days' })
  return ms
}

function offset(compiler: Compiler, text: string | undefined, path: Path): number {
  if (text === undefined) return 0
  const before = text.startsWith('-')
  const ms = parseDuration(before ? text.slice(1) : text)
  if (ms === undefined) compiler.problem(path, { message: 'an offset is a duration, with - for before' })
  return before ? -(ms ?? 0) : (ms ?? 0)
}

/** The shape has made sure that it is one. */
function timeOfDay(text: string): TimeOfDay {
  return parseTimeOfDay(text) ?? { hour: 0, minute: 0 }
}

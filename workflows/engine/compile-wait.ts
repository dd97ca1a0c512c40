import type { WaitShape } from '../../schema/step.ts'
import type { Path } from '../check/problem.ts'
import { parseDuration, parseOffset } from '../language/duration.ts'
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
      until: compiler.instant(spec.until, [...path, 'until']),
      offsetMs: parseOffset(spec.offset ?? '0s') ?? 0,
      ifPast: spec.if_past ?? 'continue',
      skipTo: spec.if_past === 'skip' ? OPEN : 0,
    }
  if ('until_best_hour' in spec) return { kind: 'best hour' }
  return {
    kind: 'local',
    at: timeOfDay(spec.until_local),
    ...(spec.weekdays && { weekdays: spec.weekdays }),
    ...(spec.workdays !== undefined && { workdays: spec.workdays }),
  }
}

/** The milliseconds of a duration that a run may wait. */
export function bounded(compiler: Compiler, text: string, path: Path): number {
  const ms = parseDuration(text) ?? 0
  if (ms > WAIT_MAX_MS) compiler.problem(path, { message: 'one wait lasts at most 366 days' })
  return ms
}

/** The shape has made sure that it is one. */
function timeOfDay(text: string): TimeOfDay {
  return parseTimeOfDay(text) ?? { hour: 0, minute: 0 }
}

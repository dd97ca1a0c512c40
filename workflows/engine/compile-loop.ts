import { REPEAT_MAX_DEFAULT, type StepShape } from '../../schema/step.ts'
import type { Path } from '../check/problem.ts'
import type { Compiler } from './compile.ts'
import type { LoopTest } from './program.ts'

type RepeatShape = Extract<StepShape, { repeat: unknown }>['repeat']

export function compileLoop(compiler: Compiler, repeat: RepeatShape, path: Path): { test: LoopTest; max: number } {
  const max = repeat.max ?? REPEAT_MAX_DEFAULT
  if (repeat.while !== undefined)
    return { max, test: { kind: 'while', while: compiler.condition(repeat.while, [...path, 'while']) } }
  if (repeat.until !== undefined)
    return { max, test: { kind: 'until', until: compiler.condition(repeat.until, [...path, 'until']) } }
  return { max, test: { kind: 'times', times: repeat.times ?? 0 } }
}

import { SECRET_ACTIONS } from '../../schema/secret.ts'
import type { StepShape, Verb } from '../../schema/step.ts'
import { VERBS } from '../../schema/step.ts'
import type { Path } from '../check/problem.ts'
import { parseDuration } from '../language/duration.ts'
import { compileValue } from '../language/values.ts'
import { parseTimeOfDay } from '../language/zone.ts'
import type { Compiler } from './compile.ts'
import { compileAwaited } from './compile.ts'
import { compileLoop } from './compile-loop.ts'
import { compileRetry } from './compile-retry.ts'
import { bounded, compileWait } from './compile-wait.ts'
import { compileValues, compileWith, secretsIn } from './compile-with.ts'
import { WAIT_MAX_MS } from './limits.ts'
import type { Instruction } from './program.ts'

/** A list of steps, one after the other. What follows the list is the next instruction. */
export function compileSteps(compiler: Compiler, steps: readonly StepShape[], path: Path): void {
  const from = compiler.instructions.length
  steps.forEach((step, i) => {
    compileStep(compiler, step, [...path, i])
  })
  const end = compiler.instructions.length
  for (const instruction of compiler.instructions.slice(from))
    if (instruction.kind === 'wait' && instruction.spec.kind === 'until' && instruction.spec.skipTo === OPEN)
      instruction.spec.skipTo = end
}

/** A jump target that is not known yet. */
export const OPEN = -1

type Placed<V extends Verb> = { step: Extract<StepShape, { [K in V]: unknown }>; common: Common; path: Path }
type Common = { step: string; after: number } & Pick<Extract<Instruction, { kind: 'do' }>, 'when'>

function compileStep(compiler: Compiler, step: StepShape, path: Path): void {
  const at = compiler.instructions.length
  const common: Common = {
    step: stepName(compiler, step, path),
    ...(step.when !== undefined && { when: compiler.condition(step.when, [...path, 'when']) }),
    after: OPEN,
  }
  const verb = (Object.keys(VERBS) as Verb[]).find((candidate) => candidate in step)
  if (verb) compileVerb(compiler, verb, { step, common, path })
  const first = compiler.instructions[at]
  if (first && 'after' in first) first.after = compiler.instructions.length
}

/** Every verb is one case; a forgotten one is a type error. */
function compileVerb(compiler: Compiler, verb: Verb, placed: { step: StepShape; common: Common; path: Path }): void {
  const compilers: { [V in Verb]: (compiler: Compiler, placed: Placed<V>) => void } = {
    do: compileDo,
    wait: (_, { step, common, path }) => {
      push(compiler, { ...common, kind: 'wait', spec: compileWait(compiler, step.wait, [...path, 'wait']) })
    },
    wait_for: compileWaitFor,
    if: compileIf,
    choose: compileChoose,
    split: compileSplit,
    repeat: compileRepeat,
    set: (_, { step, common, path }) => {
      push(compiler, { ...common, kind: 'set', values: compileValues(compiler, step.set, [...path, 'set']) })
    },
    approve: compileApprove,
    throttle: compileThrottle,
    call: (_, { step, common, path }) => {
      const inputs = compileValues(compiler, step.call.inputs, [...path, 'call', 'inputs'])
      push(compiler, { ...common, kind: 'call', workflow: step.call.workflow, inputs })
    },
    stop: (_, { step, common, path }) => {
      const problems = compiler.problems
      const reason =
        step.reason === undefined ? {} : { reason: compileValue(step.reason, [...path, 'reason'], problems) }
      push(compiler, { ...common, kind: 'stop', status: step.stop, ...reason })
    },
  }
  const compileOne = compilers[verb] as (
    compiler: Compiler,
    placed: { step: StepShape; common: Common; path: Path },
  ) => void
  compileOne(compiler, placed)
}

function compileDo(compiler: Compiler, { step, common, path }: Placed<'do'>): void {
  const values = compileWith(compiler, step, path)
  const instruction = push(compiler, {
    ...common,
    kind: 'do',
    action: step.do,
    with: values,
    secrets: SECRET_ACTIONS.has(step.do) ? secretsIn(values) : [],
    ...(step.retry && { retry: compileRetry(step.retry) }),
    onError: (Array.isArray(step.on_error) ? OPEN : step.on_error) as 'fail' | 'continue' | number,
  })
  if (!Array.isArray(step.on_error)) return
  const jump = push(compiler, { kind: 'jump', to: OPEN })
  instruction.onError = compiler.instructions.length
  compileSteps(compiler, step.on_error, [...path, 'on_error'])
  jump.to = compiler.instructions.length
}

function compileWaitFor(compiler: Compiler, { step, common, path }: Placed<'wait_for'>): void {
  const { on, if: test, any, timeout, until_local, already, since } = step.wait_for
  const untilLocal = until_local === undefined ? undefined : parseTimeOfDay(until_local)
  const at = [...path, 'wait_for']
  const awaited =
    any?.map((one, i) => compileAwaited(compiler, one, [...at, 'any', i])) ??
    (on === undefined ? [] : [compileAwaited(compiler, { on, ...(test !== undefined && { if: test }) }, at)])
  const instruction = push(compiler, {
    ...common,
    kind: 'wait_for',
    any: awaited,
    ...(timeout !== undefined && { timeoutMs: bounded(compiler, timeout, [...at, 'timeout']) }),
    ...(untilLocal && { untilLocal }),
    ...(already !== undefined && { already: compiler.condition(already, [...at, 'already']) }),
    sinceStart: since === 'run_start',
    else: OPEN,
  })
  instruction.else = compileBranches(compiler, step, path)
}

function compileIf(compiler: Compiler, { step, common, path }: Placed<'if'>): void {
  const test = compiler.condition(step.if, [...path, 'if'])
  const instruction = push(compiler, { ...common, kind: 'if', if: test, else: OPEN })
  instruction.else = compileBranches(compiler, step, path)
}

function compileThrottle(compiler: Compiler, { step, common, path }: Placed<'throttle'>): void {
  const { limit, per, key } = step.throttle
  const perMs = parseDuration(per) ?? 0
  if (perMs <= 0 || perMs > WAIT_MAX_MS)
    compiler.problem([...path, 'throttle', 'per'], { message: 'a window is longer than nothing, and at most 366 days' })
  const instruction = push(compiler, {
    ...common,
    kind: 'throttle',
    limit,
    perMs,
    ...(key !== undefined && { key: compiler.expression(key, [...path, 'throttle', 'key']) }),
    else: OPEN,
  })
  instruction.else = compileBranches(compiler, step, path)
}

/** `then`, a jump over `else`, `else`. Answers where `else` begins. */
function compileBranches(compiler: Compiler, step: { then: StepShape[]; else: StepShape[] }, path: Path): number {
  compileSteps(compiler, step.then, [...path, 'then'])
  const jump = push(compiler, { kind: 'jump', to: OPEN })
  const otherwise = compiler.instructions.length
  compileSteps(compiler, step.else, [...path, 'else'])
  jump.to = compiler.instructions.length
  return otherwise
}

function compileChoose(compiler: Compiler, { step, common, path }: Placed<'choose'>): void {
  const cases = step.choose.map((one, i) => ({
    if: compiler.condition(one.if, [...path, 'choose', i, 'if']),
    to: OPEN,
  }))
  const instruction = push(compiler, { ...common, kind: 'choose', cases, else: OPEN })
  const jumps = step.choose.map((one, i) => {
    const chosen = cases[i]
    if (chosen) chosen.to = compiler.instructions.length
    compileSteps(compiler, one.then, [...path, 'choose', i, 'then'])
    return push(compiler, { kind: 'jump', to: OPEN })
  })
  instruction.else = compiler.instructions.length
  compileSteps(compiler, step.else, [...path, 'else'])
  for (const jump of jumps) jump.to = compiler.instructions.length
}

function compileSplit(compiler: Compiler, { step, common, path }: Placed<'split'>): void {
  const branches = step.split.map(({ name, weight }) => ({ name, weight, to: OPEN }))
  push(compiler, { ...common, kind: 'split', experiment: `${compiler.workflowId}.${common.step}`, branches })
  const jumps = step.split.map((one, i) => {
    const branch = branches[i]
    if (branch) branch.to = compiler.instructions.length
    compileSteps(compiler, one.then, [...path, 'split', i, 'then'])
    return push(compiler, { kind: 'jump', to: OPEN })
  })
  for (const jump of jumps) jump.to = compiler.instructions.length
}

/** Enter, test, body, again: see `Program`. */
function compileRepeat(compiler: Compiler, { step, common, path }: Placed<'repeat'>): void {
  push(compiler, { ...common, kind: 'repeat' })
  const loop = push(compiler, {
    kind: 'test',
    step: common.step,
    ...compileLoop(compiler, step.repeat, [...path, 'repeat']),
    exit: OPEN,
  })
  const to = compiler.instructions.length - 1
  compileSteps(compiler, step.steps, [...path, 'steps'])
  push(compiler, { kind: 'again', step: common.step, to })
  loop.exit = compiler.instructions.length
}

function compileApprove(compiler: Compiler, { step, common, path }: Placed<'approve'>): void {
  const { timeout, ...texts } = step.approve
  const at = [...path, 'approve']
  const instruction = push(compiler, {
    ...common,
    kind: 'approve',
    task: compileValues(compiler, texts, at),
    ...(timeout !== undefined && { timeoutMs: bounded(compiler, timeout, [...at, 'timeout']) }),
    else: OPEN,
  })
  instruction.else = compileBranches(compiler, step, path)
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

import { type Expression, toJson } from '../language/expressions.ts'
import type { Flow } from './advance.ts'
import { answerTo, ask } from './asking.ts'
import { WAIT_MAX_MS } from './limits.ts'
import type { Instruction } from './program.ts'
import { type Moving, note } from './turn.ts'

type Throttle = Extract<Instruction, { kind: 'throttle' }>

/** Pass, or not, within a rolling window: the contact's own, decided here, or one that members share, which is asked for. */
export function throttle(moved: Moving, instruction: Throttle, next: number): Flow {
  if (instruction.key) return askFor(moved, instruction, instruction.key)
  const { contact } = moved.turn.actor
  const { now } = moved.turn.world
  const name = `${moved.program.workflowId}.${instruction.step}`
  const counted = (contact.throttles[name] ?? []).filter((at) => at > now - instruction.perMs)
  const passed = counted.length < instruction.limit
  if (passed) counted.push(now)
  contact.throttles = { ...remembered(contact.throttles, now), [name]: counted }
  settle(moved, instruction, { passed, remaining: Math.max(0, instruction.limit - counted.length) })
  return { kind: 'go', to: passed ? next : instruction.else }
}

/** Without the steps that nobody came by for longer than any window. */
function remembered(throttles: Record<string, number[]>, now: number): Record<string, number[]> {
  return Object.fromEntries(Object.entries(throttles).filter(([, times]) => (times.at(-1) ?? 0) > now - WAIT_MAX_MS))
}

const KEY_CHARS_MAX = 500

/** The commit decides, for everybody who asks at once; the run goes on with what it decided. */
function askFor(moved: Moving, { step, limit, perMs }: Throttle, key: Expression): Flow {
  const { run, turn, program } = moved
  const { now } = turn.world
  const { text, warning } = keyText(moved, key)
  const iteration = run.memory.iterations[step] ?? 0
  run.memory.iterations = { ...run.memory.iterations, [step]: iteration + 1 }
  const id = `${run.id}:${step}:${iteration}`
  const resource = `${program.workflowId}.${step} ${text.slice(0, KEY_CHARS_MAX)}`
  note(turn, run, { step, verb: 'throttle', status: 'waiting', input: { key: text }, warning })
  return ask(moved, { id, resource, wants: { kind: 'place', limit, since: now - perMs }, keptForMs: perMs })
}

function keyText(moved: Moving, key: Expression): { text: string; warning?: string } {
  const evaluated = key.evaluate(moved.scope())
  if (evaluated.kind === 'failed') return { text: '', warning: evaluated.why }
  const value = toJson(evaluated.value)
  return { text: typeof value === 'string' ? value : JSON.stringify(value) }
}

/** Go on with what was decided. Answers where. */
export function settleThrottle(moved: Moving, instruction: Throttle, grant: string): number {
  const passed = answerTo(moved.turn, grant) !== undefined
  settle(moved, instruction, { passed })
  return passed ? moved.run.position + 1 : instruction.else
}

function settle({ run, turn }: Moving, { step }: Throttle, output: { passed: boolean; remaining?: number }): void {
  run.memory.steps = { ...run.memory.steps, [step]: output }
  note(turn, run, { step, verb: 'throttle', status: 'completed', output })
}

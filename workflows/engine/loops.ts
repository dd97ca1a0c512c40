import type { Flow } from './advance.ts'
import { decide } from './advance.ts'
import { RUN_STEPS_MAX } from './limits.ts'
import type { Instruction, StepInstruction } from './program.ts'
import { type Moving, note } from './turn.ts'

type Seam = Exclude<Instruction, StepInstruction>
type Test = Extract<Instruction, { kind: 'test' }>

export function isSeam(instruction: Instruction): instruction is Seam {
  return instruction.kind === 'jump' || instruction.kind === 'test' || instruction.kind === 'again'
}

/** The instructions between steps. Turns of a loop count against the limit of a run, so that empty ones end too. */
export function seam(moved: Moving, instruction: Seam): Flow {
  switch (instruction.kind) {
    case 'jump':
      return { kind: 'go', to: instruction.to }
    case 'test':
      return testLoop(moved, instruction)
    case 'again': {
      const { memory } = moved.run
      memory.executed += 1
      if (memory.executed > RUN_STEPS_MAX)
        return { kind: 'end', status: 'failed', reason: `more than ${RUN_STEPS_MAX} steps` }
      memory.loops = memory.loops.map((loop) =>
        loop.step === instruction.step ? { ...loop, index: loop.index + 1 } : loop,
      )
      return { kind: 'go', to: instruction.to }
    }
    default:
      return instruction satisfies never
  }
}

export function enterLoop({ run }: Moving, { step }: Extract<Instruction, { kind: 'repeat' }>, next: number): Flow {
  run.memory.loops = [...run.memory.loops.filter((loop) => loop.step !== step), { step, index: 0 }]
  return { kind: 'go', to: next }
}

/** Another turn, or out of the loop. One that has turned `max` times goes on, with a warning. */
function testLoop(moved: Moving, instruction: Test): Flow {
  const { run, turn } = moved
  const index = run.memory.loops.find((loop) => loop.step === instruction.step)?.index ?? 0
  const asked = wantsMore(moved, instruction, index)
  const stopped = asked.more && index >= instruction.max
  if (asked.more && !stopped) return { kind: 'go', to: run.position + 1 }
  run.memory.loops = run.memory.loops.filter((loop) => loop.step !== instruction.step)
  run.memory.steps = { ...run.memory.steps, [instruction.step]: { turns: index } }
  note(turn, run, {
    step: instruction.step,
    verb: 'repeat',
    status: 'completed',
    output: { turns: index },
    ...asked.note,
    warning: [asked.note?.warning, stopped && `stopped after ${instruction.max} turns`].filter(Boolean).join('; '),
  })
  return { kind: 'go', to: instruction.exit }
}

function wantsMore(
  moved: Moving,
  { test }: Test,
  index: number,
): { more: boolean; note?: ReturnType<typeof decide>['note'] } {
  switch (test.kind) {
    case 'times':
      return { more: index < test.times }
    case 'while': {
      const decided = decide(moved, test.while)
      return { more: decided.holds, note: decided.note }
    }
    case 'until': {
      if (index === 0) return { more: true }
      const decided = decide(moved, test.until)
      return { more: !decided.holds, note: decided.note }
    }
    default:
      return test satisfies never
  }
}

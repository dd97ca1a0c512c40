import type { Json, JsonObject } from '../../schema/json.ts'
import type { Draft, HeldMessage } from '../../schema/message.ts'
import type { Flow } from './advance.ts'
import { remember } from './carry-out.ts'
import { aboutEvent } from './gate/about-event.ts'
import { takeBack } from './gate/alone.ts'
import { askGate, askGraded, outputOf, type Passed } from './gate/gate.ts'
import { gather } from './gather.ts'
import type { Instruction } from './program.ts'
import { type Moving, note } from './turn.ts'

type Do = Extract<Instruction, { kind: 'do' }>

/** A step that writes to somebody: the gate says whether, and when. */
export function sendMessage(
  moved: Moving,
  instruction: Do,
  next: number,
  { draft, input, warning }: { draft: Draft; input: JsonObject; warning: string },
): Flow {
  const { type, channel, data } = moved.run.memory.event
  const passed = askGraded(moved.turn, moved.program, { draft, event: aboutEvent(type, channel, data.level) })
  if (passed.kind === 'collected') {
    const output = gather(moved, instruction.step, draft, passed)
    remember(moved, instruction, output)
    const entry = { step: instruction.step, verb: instruction.action, status: 'completed' as const }
    note(moved.turn, moved.run, { ...entry, input: input as Json, warning, output })
    return { kind: 'go', to: next }
  }
  return follow(moved, instruction, next, { draft, passed, note: { input: input as Json, warning } })
}

/** The time of a message has come that was put off: the whole gate is asked again. */
export function sendHeld(moved: Moving, instruction: Do, next: number, held: HeldMessage): Flow {
  const passed = askGate(moved.turn, moved.program, held)
  return follow(moved, instruction, next, { draft: held.draft, passed, note: {} })
}

type Asked = { draft: Draft; passed: Passed; note: { input?: Json; warning?: string } }

function follow(moved: Moving, instruction: Do, next: number, { draft, passed, note: more }: Asked): Flow {
  const { run, turn } = moved
  const output = outputOf(draft, passed)
  const entry = { step: instruction.step, verb: instruction.action, output, ...more }
  remember(moved, instruction, output)
  switch (passed.kind) {
    case 'goes':
      note(turn, run, { ...entry, status: draft.awaited ? 'waiting' : 'completed' })
      if (!draft.awaited) return { kind: 'go', to: next }
      return { kind: 'wait', waiting: { for: 'delivery', delivery: draft.id }, wakeAt: null }
    case 'stopped':
      note(turn, run, { ...entry, status: 'skipped' })
      return { kind: 'go', to: next }
    case 'put off':
      note(turn, run, { ...entry, status: 'waiting' })
      return { kind: 'wait', waiting: { for: 'gate', held: passed.held }, wakeAt: passed.until }
    default:
      return passed satisfies never
  }
}

/** Take back a message that was put off. Its run goes on as with one that is not sent. */
export function cancelHeld(moved: Moving, instruction: Do, next: number, reason: string): Flow {
  const { run, turn } = moved
  if (run.waiting?.for !== 'gate') return { kind: 'go', to: next }
  const { draft } = run.waiting.held
  takeBack(turn, draft, reason)
  const output = { message_id: draft.id, status: 'cancelled', reason }
  remember(moved, instruction, output)
  note(turn, run, { step: instruction.step, verb: instruction.action, status: 'skipped', output })
  return { kind: 'go', to: next }
}

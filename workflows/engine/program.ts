import type { DefinitionShape, EntryShape, SettingsShape } from '../../schema/definition.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { RetryPolicy } from '../../schema/message.ts'
import type { WaitShape } from '../../schema/step.ts'
import type { Cron } from '../language/cron.ts'
import type { Expression } from '../language/expressions.ts'
import type { Template } from '../language/text.ts'
import type { Value } from '../language/values.ts'
import type { TimeOfDay } from '../language/zone.ts'

/**
 * A published definition, compiled: a flat list of instructions with jump targets. It is plain data but for the parsed
 * expressions and templates, so it can be drawn, simulated and checked.
 */
export type Program = {
  workflowId: string
  version: number
  definition: DefinitionShape
  instructions: readonly Instruction[]
  triggers: readonly Trigger[]
  conditions: readonly Expression[]
  entry: EntryShape & { keyExpression?: Expression; reentryMs?: number }
  exit: readonly Awaited[]
  goal?: Awaited & { withinMs?: number; value?: Expression; continue: boolean }
  settings: SettingsShape & { maxLateMs: number }
  /** The workflow's own texts, by name and locale; `''` is the locale of a text that has only one. */
  texts: ReadonlyMap<string, ReadonlyMap<string, Template>>
  /** What was given at installation. */
  inputs: JsonObject
}

export type Trigger =
  | { kind: 'event'; on: EventMatch; channel?: string; if?: Expression; debounce?: { forMs: number; maxMs: number } }
  /** Ticks come from outside, as events of our own; with `forEach`, one for every contact that it holds for. */
  | { kind: 'schedule'; cron: Cron; zone?: string; forEach?: Expression }
  | { kind: 'date'; date: Expression; offsetMs: number; at?: TimeOfDay; yearly: boolean; leap: 'feb28' | 'mar1' }
  | { kind: 'segment'; segment: Expression; change: 'enter' | 'leave' }
  /** Looked at from outside whenever the metric is counted; events of our own say that it has crossed its line. */
  | { kind: 'metric'; metric: string; windowMinutes: number; if: Expression }
  | { kind: 'manual' }

/** `type` exactly, or every type that begins with `prefix`. */
export type EventMatch = { type: string } | { prefix: string }

export type Awaited = { on: EventMatch; if?: Expression; name?: string }

type Step = {
  /** The step's id, or its place in the document. */
  step: string
  /** Skip the step unless it holds; `after` is where it is skipped to. */
  when?: Expression
  after: number
}

export type Instruction =
  | (Step & {
      kind: 'do'
      action: string
      with: Record<string, Value>
      /** Names of the secrets that its values ask for. */
      secrets: readonly string[]
      retry?: RetryPolicy
      /** Where to go when the action fails: nowhere (the run fails), on, or to a list of steps. */
      onError: 'fail' | 'continue' | number
    })
  | (Step & { kind: 'wait'; spec: CompiledWait })
  | (Step & {
      kind: 'wait_for'
      any: readonly Awaited[]
      timeoutMs?: number
      untilLocal?: TimeOfDay
      already?: Expression
      /** An event that came earlier in the run counts too. */
      sinceStart: boolean
      else: number
    })
  | (Step & { kind: 'if'; if: Expression; else: number })
  | (Step & { kind: 'choose'; cases: { if: Expression; to: number }[]; else: number })
  | (Step & { kind: 'split'; experiment: string; branches: { name: string; weight: number; to: number }[] })
  /** Enters a loop; `test` follows it, then the body, then `again`. */
  | (Step & { kind: 'repeat' })
  | { kind: 'test'; step: string; test: LoopTest; max: number; exit: number }
  | { kind: 'again'; step: string; to: number }
  /** Stops for a person: `task` is what they are told. What follows is for `approved`. */
  | (Step & { kind: 'approve'; task: Record<string, Value>; timeoutMs?: number; else: number })
  /** At most `limit` passes within `perMs`, of the contact itself or of everybody with the same key. */
  | (Step & { kind: 'throttle'; limit: number; perMs: number; key?: Expression; else: number })
  | (Step & { kind: 'call'; workflow: string; inputs: Record<string, Value> })
  | (Step & { kind: 'set'; values: Record<string, Value> })
  | (Step & { kind: 'stop'; status: 'completed' | 'failed' | 'exited'; reason?: Value })
  /** Not a step: the seam between branches. */
  | { kind: 'jump'; to: number }

/** What an operator wrote as a step; the others are the seams that compiling adds. */
export type StepInstruction = Exclude<Instruction, { kind: 'jump' | 'test' | 'again' }>

export type LoopTest =
  | { kind: 'times'; times: number }
  | { kind: 'while'; while: Expression }
  /** Asked after each turn: the body is carried out at least once. */
  | { kind: 'until'; until: Expression }

export type CompiledWait =
  | { kind: 'for'; ms: number }
  | { kind: 'days'; days: number; at?: TimeOfDay }
  | { kind: 'until'; until: Expression; offsetMs: number; ifPast: 'continue' | 'skip' | 'fail'; skipTo: number }
  | {
      kind: 'local'
      at: TimeOfDay
      weekdays?: Extract<WaitShape, { until_local: string }>['weekdays']
      /** The name of a calendar, looked up when the wait begins. */
      workdays?: string
    }
  | { kind: 'best hour' }

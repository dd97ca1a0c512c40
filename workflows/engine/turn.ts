import type { Actor, EngineEvent, Identity, JournalEntry, Run } from '../../schema/actor.ts'
import type { Ask, Returned } from '../../schema/ask.ts'
import type { Json, JsonObject } from '../../schema/json.ts'
import type { KeptRow } from '../../schema/kept.ts'
import type { LedgerEntry } from '../../schema/ledger.ts'
import type { Count } from '../../schema/metric.ts'
import type { ClosedTask, Task } from '../../schema/task.ts'
import type { Scope } from '../language/expressions.ts'
import type { Standing } from './boards.ts'
import { brief } from './brief.ts'
import type { Delivery, Unsent } from './delivery.ts'
import { JOURNAL_CHARS_MAX, WARNING_CHARS_MAX } from './limits.ts'
import type { Program } from './program.ts'
import type { Outcome } from './react.ts'
import { scopeOf } from './scope.ts'
import type { World } from './world.ts'

/** Everything that one subject's reaction has come to so far. Filled in order; written by one commit. */
export type Turn = {
  actor: Actor
  world: World
  entries: JournalEntry[]
  ledger: LedgerEntry[]
  deliveries: Delivery[]
  /** Messages that do not go, or not now. */
  unsent: Unsent[]
  /** Of both, those that were put off before: they have their row already. */
  reopened: Set<string>
  emitted: EmittedEvent[]
  exposures: Exposure[]
  /** What runs ask of things that members share. The commit decides. */
  asks: Ask[]
  /** What was given, or may have been, and nobody takes. */
  returned: Returned[]
  /** Coupon codes that events from outside say were used. */
  usedCodes: { pool: string | null; code: string; at: number; event: string }[]
  /** Places on the boards that the contact moves to. */
  standings: Standing[]
  counts: Count[]
  tasks: Task[]
  /** Rows for tables of single parts of the product. */
  kept: KeptRow[]
  /** Tasks that their runs need no more, or that were decided. */
  closedTasks: ClosedTask[]
  /** Deliveries of runs that ended before they went out. */
  cancelled: { runId: string; reason: string }[]
  /** Workflows whose breaker this turn has opened: they are paused by the same commit. */
  breakers: Set<string>
  /** Events that were handled inside the step that caused them, with their outcomes. */
  noted: Outcome[]
  /** Runs that this turn touched, in order. */
  touched: Set<Run>
  /** Events raised about this subject and not handled yet. */
  queue: RaisedEvent[]
  raisedCount: number
  /** What the events raised so far and the journal so far take, written as JSON. */
  raisedChars: number
  journalChars: number
  /** Events that this turn raised without an event from outside to hang them on. */
  ownCount: number
  /** The event that was read as an answer to a question of ours: it starts nothing. */
  answer: string | null
  /** This contact is no more: it has become another, which writes its runs. */
  merged?: { from: string; into: string; identities: Identity[]; runs: ReadonlySet<Run> }
  /** Runs of a contact that has become this one, as they came. */
  arrived: Run[]
  /** The event being handled: raised ones are its children. */
  cause: EngineEvent | null
}

export type RaisedEvent = EngineEvent

/** A contact met an experiment for the first time. */
export type Exposure = {
  experiment: string
  subjectId: string
  branch: string
  at: number
  /** How much of everybody each branch is meant to get, by name: from 0 to 1. */
  shares: Record<string, number>
}

export type EmittedEvent = {
  id: string
  subjectId: string
  type: string
  at: number
  data: JsonObject
  causes: string[]
}

/** One run being carried on inside a turn. */
export type Moving = { turn: Turn; run: Run; program: Program; scope: () => Scope }

export function startTurn(actor: Actor, world: World): Turn {
  return {
    actor,
    world,
    entries: [],
    ledger: [],
    deliveries: [],
    unsent: [],
    reopened: new Set(),
    emitted: [],
    exposures: [],
    asks: [],
    returned: [],
    usedCodes: [],
    standings: [],
    counts: [],
    tasks: [],
    kept: [],
    closedTasks: [],
    cancelled: [],
    breakers: new Set(),
    noted: [],
    touched: new Set(),
    arrived: [],
    queue: [],
    raisedCount: 0,
    raisedChars: 0,
    journalChars: 0,
    ownCount: 0,
    answer: null,
    cause: null,
  }
}

export function moving(turn: Turn, run: Run, program: Program): Moving {
  return { turn, run, program, scope: () => scopeOf(turn, run, program) }
}

type Note = {
  step: string | null
  verb: string
  status: JournalEntry['status']
  input?: Json
  output?: Json
  attempt?: number
  warning?: string | undefined
  error?: { code: string; message: string }
}

/** Write a line of the run's journal. A turn that says very much says it in fewer words: its row is bounded. */
export function note(turn: Turn, run: Run, { warning, input, output, ...entry }: Note): void {
  turn.touched.add(run)
  run.memory.journaled += 1
  const line: JournalEntry = {
    run: run.id,
    seq: run.memory.journaled,
    at: turn.world.now,
    ...entry,
    ...(warning !== undefined && warning !== '' && { warning: warning.slice(0, WARNING_CHARS_MAX) }),
  }
  if (turn.journalChars < JOURNAL_CHARS_MAX) {
    if (input !== undefined) line.input = brief(input)
    if (output !== undefined) line.output = brief(output)
  }
  turn.journalChars += JSON.stringify(line).length
  if (turn.journalChars < 2 * JOURNAL_CHARS_MAX || entry.status === 'ended') turn.entries.push(line)
}

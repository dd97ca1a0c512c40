import type { EngineEvent, Run } from '../../schema/actor.ts'
import { isObject, type JsonObject } from '../../schema/json.ts'
import { ended } from './actor.ts'
import { entryName } from './admit.ts'
import { advance } from './advance.ts'
import { countStart } from './breaker.ts'
import { ENTRIES_MAX } from './limits.ts'
import type { Program } from './program.ts'
import { isPaused, standStill } from './standing.ts'
import { moving, note, type Turn } from './turn.ts'

/** A start by hand, as an event: for one contact it comes with a command, for many each has one in its inbox. */
export const MANUAL = 'manual'
/** A start by a step of another run: at once for the same contact, through the inbox for another one. */
export const START_ASKED = 'workflow.start'

/**
 * The values that were given with a start by hand or by another run. An event from outside has a channel and an id that
 * is derived from what its sender said, so nobody outside can give any.
 */
export function givenWith({ id, type, channel, data }: EngineEvent): JsonObject | null {
  const own = channel === null || id.startsWith('m') || id.includes('.')
  return (type === MANUAL || type === START_ASKED) && own && isObject(data.inputs) ? data.inputs : null
}

/** A run that is carried out again: of which run, and which version that one followed. */
export type Replayed = { run: string; version: number; inputs: JsonObject | null }

export type Beginning = {
  key: string | null
  inputs: JsonObject | null
  replayed?: Replayed
  queue?: EngineEvent[]
  warning?: string
}

/** A new run, carried forward to its first wait or its end, and whatever was queued behind it when it has ended. */
export function begin(turn: Turn, program: Program, event: EngineEvent, beginning: Beginning): Run {
  const run = open(turn, program, event, beginning)
  startQueued(turn, run)
  return run
}

/** A trigger that was queued before its workflow was paused has its run, which stands still. */
function open(turn: Turn, program: Program, event: EngineEvent, beginning: Beginning): Run {
  rememberEntry(turn, program, beginning.key)
  const run = newRun(turn, program, event, beginning)
  countStart(turn, program.workflowId, event)
  if (isPaused(turn, run)) standStill(turn, run, 0)
  else advance(moving(turn, run, program), 0)
  return run
}

/**
 * When a run has ended, the trigger that waited longest behind it comes next. Mode and re-entry were asked when it fired.
 */
export function startQueued(turn: Turn, run: Run): void {
  let last = run
  while (ended(last)) {
    const [next, ...queue] = last.memory.queue
    const workflow = turn.world.workflows.find((candidate) => candidate.id === run.workflowId)
    last.memory.queue = []
    if (!next || !workflow) return
    turn.touched.add(last)
    last = open(turn, workflow.program, next, { key: last.memory.entryKey, inputs: givenWith(next), queue })
  }
}

/** Re-entry is counted from here. */
export function rememberEntry({ actor: { contact }, world }: Turn, program: Program, key: string | null): void {
  const entries = { ...contact.entries, [entryName(program.workflowId, key)]: world.now }
  const names = Object.keys(entries)
  if (names.length > ENTRIES_MAX) {
    names.sort((a, b) => (entries[a] ?? 0) - (entries[b] ?? 0))
    for (const name of names.slice(0, names.length - ENTRIES_MAX)) delete entries[name]
  }
  contact.entries = entries
}

/** A new run at its first instruction, with the line of its journal that says what started it. */
export function newRun(
  turn: Turn,
  program: Program,
  event: EngineEvent,
  { key, inputs, replayed, queue = [], warning }: Beginning,
): Run {
  const { contact, runs } = turn.actor
  const { now, since } = turn.world
  contact.runCount += 1
  const run: Run = {
    id: `${contact.id}-${String(contact.runCount).padStart(5, '0')}${since === undefined ? '' : `-${since}`}`,
    workflowId: program.workflowId,
    version: program.version,
    status: 'active',
    position: 0,
    step: null,
    wakeAt: null,
    waiting: null,
    startedAt: now,
    endedAt: null,
    reason: null,
    firstVersion: contact.version + 1,
    lastVersion: contact.version + 1,
    memory: {
      event,
      entryKey: key,
      vars: {},
      steps: {},
      inputs,
      iterations: {},
      seen: [],
      loops: [],
      caller: null,
      executed: 0,
      journaled: 0,
      queue,
      goal: null,
      goalUntil: program.goal?.withinMs === undefined ? null : now + program.goal.withinMs,
    },
  }
  runs.push(run)
  const by = {
    event_id: event.id,
    type: event.type,
    ...(event.channel !== null && { channel: event.channel }),
    ...(replayed && { replay_of: replayed.run, version: program.version, replayed_version: replayed.version }),
  }
  note(turn, run, { step: null, verb: 'run', status: 'started', input: by, warning })
  return run
}

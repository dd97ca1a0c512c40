import type { EngineEvent, Run } from '../../schema/actor.ts'
import { isBroadcastWorkflow } from '../../schema/broadcast.ts'
import type { JsonObject } from '../../schema/json.ts'
import { bucket } from '../language/bucket.ts'
import { type Expression, holds, type Scope, toJson } from '../language/expressions.ts'
import { admit } from './admit.ts'
import { explain } from './advance.ts'
import { type Beginning, begin, givenWith, MANUAL, newRun, type Replayed, rememberEntry } from './begin.ts'
import { breaks } from './breaker.ts'
import { finish } from './finish.ts'
import { DAY_MS, OPEN_RUNS_MAX } from './limits.ts'
import { matches } from './match.ts'
import type { Program, Trigger } from './program.ts'
import { triggerScope } from './scope.ts'
import type { Turn } from './turn.ts'
import type { Workflow } from './world.ts'

export type StartReason =
  | 'no match' | 'condition false' | 'already running' | 're-entry' | 'paused' | 'holdout' | 'queued' | 'queue full'
  | 'answer' | 'debounced' | 'breaker' | 'too many runs' | 'expired' // biome-ignore format: one list, read at a glance

export type Started =
  | { kind: 'started'; run: Run }
  | { kind: 'not started'; reason: StartReason; condition?: JsonObject; warning?: string }

/** Ask a workflow whether this event starts it, and start it. */
export function consider(turn: Turn, workflow: Workflow, event: EngineEvent): Started {
  const { program } = workflow
  const asked = [...program.triggers.entries()].filter(([i, trigger]) =>
    triggered(program.workflowId, trigger, i, event),
  )
  if (asked.length === 0) return { kind: 'not started', reason: 'no match' }
  // Whoever was counted in before a broadcast was paused has their run, which stands still: nobody is left out.
  if (workflow.paused && !isBroadcastWorkflow(workflow.id)) return { kind: 'not started', reason: 'paused' }
  if (foundLate(turn, program, plannedAt(event))) return { kind: 'not started', reason: 'expired' }
  const atOnce = asked.filter(([, trigger]) => !isDebounced(trigger)).map(([, trigger]) => trigger)
  if (atOnce.length === asked.length) return startWhen(turn, program, event, atOnce)
  // Any of them is enough: what one does not start at once another may start when the burst is over.
  const scope = triggerScope(turn, program, event)
  const holding = atOnce.filter((trigger) => trigger.kind !== 'event' || !trigger.if || holds(trigger.if, scope).holds)
  return holding.length > 0 ? startWhen(turn, program, event, holding) : gather(turn, program, event, asked)
}

/** What was due at an instant, and is found later than its workflow allows. */
export function foundLate({ world }: Turn, { settings }: Program, dueAt: number): boolean {
  return world.now - dueAt > settings.maxLateMs
}

/** When what we say to ourselves was to be said; any other event has its own time, and is never late. */
function plannedAt({ type, channel, data }: EngineEvent): number {
  const planned = type === 'schedule.tick' ? data.slot : type === 'date.reached' ? data.at : undefined
  return channel === null && typeof planned === 'string' ? Date.parse(planned) : Number.POSITIVE_INFINITY
}

function isDebounced(trigger: Trigger): boolean {
  return trigger.kind === 'event' && trigger.debounce !== undefined
}

/** One more event of a burst: the start waits for its end, or for as long as it may last. */
function gather(turn: Turn, program: Program, event: EngineEvent, asked: [number, Trigger][]): Started {
  const { contact } = turn.actor
  const scope = triggerScope(turn, program, event)
  let refused: Refusal | undefined
  for (const [index, trigger] of asked) {
    if (trigger.kind !== 'event' || !trigger.debounce) continue
    const failed = trigger.if && refusal(trigger.if, scope)[0]
    refused ??= failed
    if (failed) continue
    const name = `${program.workflowId} ${index}`
    const firstAt = contact.bursts[name]?.firstAt ?? turn.world.now
    const at = Math.min(turn.world.now + trigger.debounce.forMs, firstAt + trigger.debounce.maxMs)
    contact.bursts = { ...contact.bursts, [name]: { firstAt, at, event } }
    return { kind: 'not started', reason: 'debounced' }
  }
  return { kind: 'not started', reason: 'condition false', ...refused }
}

/** Every kind of trigger is one case; a forgotten one is a type error. */
function triggered(workflowId: string, trigger: Trigger, index: number, event: EngineEvent): boolean {
  switch (trigger.kind) {
    case 'event':
      return matches(trigger.on, event.type) && (trigger.channel === undefined || trigger.channel === event.channel)
    case 'schedule':
    case 'date':
    case 'segment':
    case 'metric':
      return OWN_TYPES[trigger.kind].includes(event.type) && isOwn(event, workflowId, index)
    case 'manual':
      return event.type === MANUAL && event.channel === null && event.data.workflow_id === workflowId
    default:
      return trigger satisfies never
  }
}

/** What we say to ourselves when the time of a trigger has come. */
const OWN_TYPES = {
  schedule: ['schedule.tick'],
  date: ['date.reached'],
  segment: ['segment.entered', 'segment.left'],
  metric: ['metric.crossed'],
}

function isOwn({ channel, data }: EngineEvent, workflowId: string, index: number): boolean {
  return channel === null && data.workflow_id === workflowId && data.trigger === index
}

/** Any of the matching triggers is enough; all conditions must hold. A refusal names the one that did not, with its values. */
export function startWhen(turn: Turn, program: Program, event: EngineEvent, triggers: Trigger[]): Started {
  const scope = triggerScope(turn, program, event, givenWith(event) ?? {})
  const tests = triggers.map((trigger) => (trigger.kind === 'event' ? trigger.if : undefined))
  const failing = tests.includes(undefined) ? [] : tests.flatMap((test) => (test ? refusal(test, scope) : []))
  if (failing.length > 0 && failing.length === tests.length)
    return { kind: 'not started', reason: 'condition false', ...failing[0] }
  for (const condition of program.conditions) {
    const [failed] = refusal(condition, scope)
    if (failed) return { kind: 'not started', reason: 'condition false', ...failed }
  }
  return enter(turn, program, event)
}

type Refusal = { condition: JsonObject; warning?: string }

function refusal(condition: Expression, scope: Scope): Refusal[] {
  const decided = holds(condition, scope)
  if (decided.holds) return []
  return [{ condition: explain(condition, scope), ...(decided.warning !== undefined && { warning: decided.warning }) }]
}

/** Admit a new run by the entry rules and start it. Whoever replays a run means it: re-entry is not asked. */
export function enter(turn: Turn, program: Program, event: EngineEvent, replayed?: Replayed): Started {
  const { contact, runs } = turn.actor
  if (breaks(turn, program, event.causes)) return { kind: 'not started', reason: 'breaker' }
  if (runs.length >= OPEN_RUNS_MAX) return { kind: 'not started', reason: 'too many runs' }
  const inputs = replayed ? replayed.inputs : givenWith(event)
  const { key, ...warned } = entryKeyOf(turn, program, event, inputs)
  const known = replayed ? { ...contact, entries: {} } : contact
  const admission = admit(program, known, runs, key, turn.world.now)
  if (admission.kind === 'refused') return { kind: 'not started', reason: admission.reason, ...warned }
  if (admission.kind === 'queued') {
    admission.behind.memory.queue.push(event)
    turn.touched.add(admission.behind)
    return { kind: 'not started', reason: 'queued', ...warned }
  }
  for (const run of admission.restarts) finish(turn, run, 'cancelled', 'restarted')
  const beginning = { key, inputs, ...warned, ...(replayed && { replayed }) }
  if (isHeldOut(turn, program)) return holdOut(turn, program, event, beginning)
  return { kind: 'started', run: begin(turn, program, event, beginning) }
}

function entryKeyOf(
  turn: Turn,
  program: Program,
  event: EngineEvent,
  inputs: JsonObject | null,
): { key: string | null; warning?: string } {
  if (!program.entry.keyExpression) return { key: null }
  const evaluated = program.entry.keyExpression.evaluate(triggerScope(turn, program, event, inputs ?? {}))
  if (evaluated.kind === 'failed') return { key: '', warning: evaluated.why }
  const key = toJson(evaluated.value)
  return { key: typeof key === 'string' ? key : JSON.stringify(key) }
}

const BUCKETS = 10_000
/** How long a held-out run counts its goal when the goal names no window. */
const HOLDOUT_GOAL_MS = 30 * DAY_MS

/** The same contacts are always held out of a workflow. */
function isHeldOut({ actor }: Turn, program: Program): boolean {
  const percent = program.settings.holdout ?? 0
  return percent > 0 && bucket(actor.contact.id, `holdout ${program.workflowId}`, BUCKETS) < percent * (BUCKETS / 100)
}

/** A held-out run is recorded, carries out no step, and still counts its goal. */
function holdOut(turn: Turn, program: Program, event: EngineEvent, beginning: Beginning): Started {
  rememberEntry(turn, program, beginning.key)
  const run = newRun(turn, program, event, beginning)
  if (program.goal) run.memory.goalUntil ??= turn.world.now + HOLDOUT_GOAL_MS
  finish(turn, run, 'exited', 'holdout')
  return { kind: 'not started', reason: 'holdout' }
}

import * as v from 'valibot'
import type { EngineEvent, Waiting } from '../../schema/actor.ts'
import type { JsonObject } from '../../schema/json.ts'
import { type ClosedTask, TASK_TEXTS } from '../../schema/task.ts'
import { formatIso } from '../language/iso.ts'
import { evaluateValue } from '../language/values.ts'
import type { Flow } from './advance.ts'
import type { Instruction } from './program.ts'
import { type Moving, note } from './turn.ts'

type Approve = Extract<Instruction, { kind: 'approve' }>

const Texts = v.object(TASK_TEXTS)
const DECISIONS: Readonly<Record<string, 'approved' | 'rejected'>> = {
  'task.approved': 'approved',
  'task.rejected': 'rejected',
}

/** Ask a person, and stand still until they have decided. */
export function startApproval(moved: Moving, instruction: Approve): Flow {
  const { run, turn } = moved
  const { step } = instruction
  const warnings: string[] = []
  const scope = moved.scope()
  const input: JsonObject = {}
  for (const [name, value] of Object.entries(instruction.task)) {
    const given = evaluateValue(value, scope, warnings)
    if (given !== null) input[name] = given
  }
  const entry = { step, verb: 'approve', input, warning: warnings.join('; ') }
  const iteration = run.memory.iterations[step] ?? 0
  run.memory.iterations = { ...run.memory.iterations, [step]: iteration + 1 }
  const texts = v.safeParse(Texts, input)
  if (!texts.success) {
    const [issue] = texts.issues
    const error = { code: 'invalid_input', message: `${v.getDotPath(issue) ?? 'approve'}: ${issue.message}` }
    note(turn, run, { ...entry, status: 'failed', error })
    return { kind: 'end', status: 'failed', reason: error.code }
  }
  const { now } = turn.world
  const id = `${run.id}:${step}:${iteration}`
  const wakeAt = instruction.timeoutMs === undefined ? null : now + instruction.timeoutMs
  turn.tasks.push({
    ...{ id, subjectId: turn.actor.contact.id, runId: run.id, workflowId: run.workflowId, kind: 'approval' },
    title: texts.output.title,
    detail: texts.output.detail || null,
    assignee: texts.output.assignee || null,
    dueAt: wakeAt,
    createdAt: now,
  })
  const output = { task_id: id, ...(wakeAt !== null && { until: formatIso(wakeAt) }) }
  note(turn, run, { ...entry, status: 'waiting', output })
  return { kind: 'wait', waiting: { for: 'event', events: Object.keys(DECISIONS), task: id }, wakeAt }
}

/** Is this event the decision that the run waits for? Then it is remembered. */
export function hearDecision(moved: Moving, instruction: Approve, event: EngineEvent): boolean {
  const id = taskOf(moved.run.waiting)
  return id !== undefined && decide(moved, instruction, id, event)
}

/** Time is over. A decision that was made before still counts: one that this turn is about to hear, or that is known. */
export function timeIsOver(
  moved: Moving,
  instruction: Approve,
  { waited, dueAt }: { waited: Waiting | null; dueAt: number },
): void {
  const id = taskOf(waited)
  if (id === undefined) return
  const { cause, actor } = moved.turn
  const made = [cause, actor.decided?.get(id)].flatMap((event) => (event && event.at < dueAt ? [event] : []))
  if (made.some((event) => decide(moved, instruction, id, event))) return
  close(moved, { id, status: 'expired', by: null, note: null })
  remember(moved, instruction, { task_id: id, status: 'timed_out' })
}

/** Nobody outside decides: only our own events do, which have no channel. */
function isOwn({ channel }: EngineEvent): boolean {
  return channel === null
}

/** Remember the decision and close the task: one that was decided through the API is closed already. */
function decide(moved: Moving, instruction: Approve, id: string, event: EngineEvent): boolean {
  const { type, data } = event
  const status = DECISIONS[type]
  if (status === undefined || data.task_id !== id || !isOwn(event)) return false
  const by = textOrNull(data.by)
  const said = textOrNull(data.note)
  close(moved, { id, status, by, note: said })
  remember(moved, instruction, {
    ...{ task_id: id, status },
    ...(by !== null && { by }),
    ...(said !== null && { note: said }),
  })
  return true
}

/** Where a run goes on whose task has been decided. */
export function afterApproval({ run }: Moving, instruction: Approve): number {
  return run.memory.steps[instruction.step]?.status === 'approved' ? run.position + 1 : instruction.else
}

function taskOf(waiting: Waiting | null): string | undefined {
  return waiting?.for === 'event' ? waiting.task : undefined
}

function close({ turn }: Moving, closed: Omit<ClosedTask, 'at'>): void {
  turn.closedTasks.push({ ...closed, at: turn.world.now })
}

function remember({ run, turn }: Moving, { step }: Approve, output: JsonObject): void {
  run.memory.steps = { ...run.memory.steps, [step]: output }
  note(turn, run, { step, verb: 'approve', status: 'completed', output })
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

import type { Actor, JournalEntry, Run } from '../../schema/actor.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { Task } from '../../schema/task.ts'
import { isPager } from '../engine/alerts/pager.ts'
import { withLink } from '../engine/alerts/words.ts'
import type { AttemptResult, Delivery, Unsent } from '../engine/delivery.ts'
import type { Outcome, Reaction } from '../engine/react.ts'
import { formatIso } from '../language/iso.ts'
import type { Entry, Simulated, SimulatedMessage, SimulatedTask } from './outcome.ts'

/** What happened so far. Kept as it came; shaped at the end. */
export type Recorder = {
  timeline: Entry[]
  entriesMax: number
  messages: SimulatedMessage[]
  runs: Map<string, { run: Run; contactId: string; journal: JournalEntry[] }>
  tasks: SimulatedTask[]
  warnings: Simulated['warnings']
}

export function recorder(entriesMax: number): Recorder {
  return { timeline: [], entriesMax, messages: [], runs: new Map(), tasks: [], warnings: [] }
}

export function isFull(record: Recorder): boolean {
  return record.timeline.length >= record.entriesMax
}

type Answered = { delivery: Delivery; result: AttemptResult }

/**
 * Write down one reaction: its event, then what its runs did, each message behind the step that sent it, and each event
 * that was raised before the runs that it started.
 */
export function write(record: Recorder, actor: Actor, reaction: Reaction, answered: readonly Answered[]): void {
  const at = formatIso(reaction.turn.world.now)
  const { turn, settled } = reaction
  const raised: Outcome[] = []
  for (const { outcomes } of settled)
    for (const [i, outcome] of outcomes.entries())
      if (i === 0 && outcome.event.channel !== null) writeOutcome(record, at, outcome, 'event')
      else raised.push(outcome)
  for (const run of turn.touched) {
    const known = record.runs.get(run.id)
    if (known) known.run = run
    else record.runs.set(run.id, { run, contactId: actor.contact.id, journal: [] })
  }
  const sent = new Map(answered.map((one) => [one.delivery.id, one]))
  const unsent = new Map(turn.unsent.map((one) => [one.id, one]))
  for (const entry of turn.entries) {
    for (const outcome of startedBy(entry, raised)) writeOutcome(record, at, outcome, 'raised')
    writeEntry(record, at, entry)
    const id = messageId(entry, sent)
    const [going, held] = [sent.get(id), unsent.get(id)]
    if (going) writeDelivery(record, at, going)
    if (held) writeMessage(record, unsentMessage(at, held))
    sent.delete(id)
    unsent.delete(id)
  }
  for (const outcome of raised) writeOutcome(record, at, outcome, 'raised')
  for (const one of sent.values()) writeDelivery(record, at, one)
  for (const one of unsent.values()) writeMessage(record, unsentMessage(at, one))
  record.tasks.push(...turn.tasks.map(taskJson))
  for (const one of turn.cancelled) cancelHeld(record, at, one)
  for (const { id, type, subjectId, data } of turn.emitted.filter((one) => !isPager(one.type)))
    record.timeline.push({ at, kind: 'emitted', id, type, contact_id: subjectId, data })
}

function taskJson({ id, runId: run, kind, title, detail, assignee, dueAt, createdAt }: Task): SimulatedTask {
  const due = dueAt === null ? null : formatIso(dueAt)
  return { at: formatIso(createdAt), id, run, kind, title, detail, assignee, due_at: due }
}

/** The raised events up to the one that started this run, taken out of the list. */
function startedBy({ status, run }: JournalEntry, raised: Outcome[]): Outcome[] {
  const index = status === 'started' ? raised.findIndex(({ started }) => started.includes(run)) : -1
  return raised.splice(0, index + 1)
}

function writeOutcome(record: Recorder, at: string, outcome: Outcome, kind: 'event' | 'raised'): void {
  const { event, started, reason, refused } = outcome
  if (isPager(event.type)) return
  const { id, type, data, channel } = event
  if (kind === 'raised') record.timeline.push({ at, kind, id, type, data, started, reason })
  else record.timeline.push({ at, kind, id, type, channel, data, started, reason })
  for (const { workflow, reason: why, warning } of refused)
    record.timeline.push({
      ...{ at, kind: 'refused', workflow, event: id, reason: why },
      ...(warning !== undefined && { warning }),
    })
}

function writeEntry(record: Recorder, at: string, entry: JournalEntry): void {
  const { run, step, verb, status, input, output, warning, error } = entry
  const known = record.runs.get(run)
  known?.journal.push(entry)
  const workflow = known?.run.workflowId ?? ''
  if (warning !== undefined) record.warnings.push({ at, run, step, warning })
  if (status === 'started')
    record.timeline.push({ at, kind: 'started', run, workflow, ...(input !== undefined && { input }) })
  else if (status === 'ended') record.timeline.push({ at, kind: 'ended', run, workflow, ...endOf(entry) })
  else
    record.timeline.push({
      ...{ at, kind: 'step', run, workflow, step, verb, status },
      ...(input !== undefined && { input }),
      ...(output !== undefined && { output }),
      ...(warning !== undefined && { warning }),
      ...(error && { error }),
    })
}

function endOf({ output }: JournalEntry): { status: string; reason: string | null } {
  const { status = '', reason = null } = (output ?? {}) as { status?: string; reason?: string }
  return { status, reason }
}

/** The message or request that this line of the journal is about. */
function messageId(entry: JournalEntry, sent: ReadonlyMap<string, Answered>): string {
  const output = entry.output as JsonObject | undefined
  if (typeof output?.message_id === 'string') return output.message_id
  if (entry.status !== 'waiting' || entry.step === null) return ''
  for (const id of sent.keys()) if (id.startsWith(`${entry.run}:${entry.step}:`)) return id
  return ''
}

function writeDelivery(record: Recorder, at: string, { delivery, result }: Answered): void {
  const run = delivery.runId === undefined ? {} : { run: delivery.runId }
  if (delivery.kind === 'message') {
    const { id, channel, to, text, category } = delivery
    const status = result.kind === 'sent' ? 'sent' : 'failed'
    const reason = result.kind === 'failed' ? { reason: result.message } : {}
    const shown = { text: withLink(text, undefined), ...delivery.extras }
    writeMessage(record, { at, id, ...run, channel, to, ...shown, category, status, ...reason })
    return
  }
  const { method, url, body } = delivery.request
  const answer = result.kind === 'sent' ? result.output : { error: { code: result.code, message: result.message } }
  record.timeline.push({
    at,
    kind: 'request',
    id: delivery.id,
    ...run,
    method,
    url,
    ...(body !== undefined && { body }),
    answer,
  })
}

function unsentMessage(at: string, unsent: Unsent): SimulatedMessage {
  const { id, runId, channel = null, to = null, text, category, status, reason } = unsent
  const run = runId === undefined ? {} : { run: runId }
  const after = unsent.status === 'deferred' ? { send_after: formatIso(unsent.until) } : {}
  return { at, id, ...run, channel, to, text: withLink(text, undefined), category, status, reason, ...after }
}

/** What an ended run had put off does not go any more. */
function cancelHeld(record: Recorder, at: string, { runId, reason }: { runId: string; reason: string }): void {
  const held = record.messages.filter(({ run, status }) => run === runId && status === 'deferred')
  for (const { send_after: _, ...message } of held)
    writeMessage(record, { ...message, at, status: 'cancelled', reason })
}

/** The timeline tells every turn of a message, the list how it stands. */
function writeMessage(record: Recorder, message: SimulatedMessage): void {
  const { at, ...rest } = message
  const known = record.messages.findIndex(({ id, status }) => id === message.id && status === 'deferred')
  if (known >= 0) record.messages.splice(known, 1)
  record.messages.push(message)
  record.timeline.push({ at, kind: 'message', ...rest })
}

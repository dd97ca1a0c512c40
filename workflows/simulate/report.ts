import type { Contact, JournalEntry } from '../../schema/actor.ts'
import { isObject, type Json, type JsonObject } from '../../schema/json.ts'
import type { Program } from '../engine/program.ts'
import { formatIso } from '../language/iso.ts'
import { contactJson } from './contact.ts'
import type { Simulated, SimulatedAlert, SimulatedRun } from './outcome.ts'
import { isFull, type Recorder } from './recorder.ts'

/** What was recorded, as it is told. */
export function report(record: Recorder, contact: Contact, program: Program): Simulated {
  const runs = [...record.runs.values()]
  return {
    timeline: record.timeline.slice(0, record.entriesMax),
    truncated: isFull(record),
    messages: record.messages,
    runs: runs.map(runJson),
    tasks: record.tasks,
    alerts: runs.flatMap(({ run, journal }) => alertsOf(run.id, journal)).sort((a, b) => (a.at < b.at ? -1 : 1)),
    contact: contactJson(contact),
    coverage: coverage(
      program,
      runs.filter(({ run }) => run.workflowId === program.workflowId).map(({ journal }) => journal),
    ),
    warnings: record.warnings,
  }
}

type Kept = Recorder['runs'] extends Map<string, infer K> ? K : never

function runJson({ run, contactId, journal }: Kept): SimulatedRun {
  const { goal } = run.memory
  return {
    id: run.id,
    workflow_id: run.workflowId,
    contact_id: contactId,
    status: run.status,
    reason: run.reason,
    started_at: formatIso(run.startedAt),
    ended_at: run.endedAt === null ? null : formatIso(run.endedAt),
    wake_at: run.wakeAt === null ? null : formatIso(run.wakeAt),
    goal: goal && { at: formatIso(goal.countedAt), value: goal.value ?? null },
    vars: run.memory.vars,
    journal: journal.map(entryJson),
  }
}

/** Each alert as its step asked for it, once it was known whether there was one already. */
function alertsOf(run: string, journal: readonly JournalEntry[]): SimulatedAlert[] {
  const asked = new Map<string | null, JsonObject>()
  return journal.flatMap(({ verb, step, at, input, output }) => {
    if (verb !== 'alert.raise') return []
    if (isObject(input)) asked.set(step, input as JsonObject)
    if (!isObject(output) || typeof output.created !== 'boolean') return []
    const { name, level, title } = asked.get(step) ?? {}
    const said = { name: String(name), level: Number(level), title: String(title) }
    return [{ at: formatIso(at), run, ...said, created: output.created }]
  })
}

function entryJson({ run: _, at, ...entry }: JournalEntry): JsonObject {
  return { ...entry, at: formatIso(at) } as { [key: string]: Json }
}

/** How often each step was carried out: begun, that is, and not left out by its `when`. */
function coverage(program: Program, journals: readonly (readonly JournalEntry[])[]): Record<string, number> {
  const times: Record<string, number> = {}
  for (const instruction of program.instructions) if ('step' in instruction) times[instruction.step] = 0
  for (const journal of journals) {
    const open = new Set<string>()
    for (const entry of journal) {
      if (entry.step === null || isLeftOut(entry)) continue
      const counted = open.has(entry.step)
      if (entry.status === 'waiting') open.add(entry.step)
      else open.delete(entry.step)
      if (!counted) times[entry.step] = (times[entry.step] ?? 0) + 1
    }
  }
  return times
}

/** A step that its `when` left out. A message that was not sent was still carried out, and so is a wait that was over. */
function isLeftOut({ status, output }: JournalEntry): boolean {
  return status === 'skipped' && output === undefined
}

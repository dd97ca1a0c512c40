import type { Program } from '../engine/program.ts'
import type { Entry, Simulated } from './outcome.ts'
import { stepOf } from './replies.ts'

/** How many contacts are told in full, how much of each, and how many wordings of one step. */
const SAMPLES_MAX = 50
const SAMPLE_ENTRIES_MAX = 100
const TEXTS_MAX = 5
const TEXT_CHARS_MAX = 300

type Count = { [name: string]: number }
type Sent = { step: string; status: string; reason?: string; count: number; texts: Map<string, number> }

/** What a workflow would have done with events of the past, added up contact by contact. */
export type Tally = {
  workflowId: string
  events: number
  contacts: number
  startedBy: number
  reasons: Count
  runs: Count
  sent: Map<string, Sent>
  coverage: Count
  samples: { contact_id: string; timeline: Entry[]; truncated: boolean }[]
}

export function startTally({ workflowId, instructions }: Program): Tally {
  const coverage: Count = {}
  for (const instruction of instructions) if ('step' in instruction) coverage[instruction.step] = 0
  const nothing = { events: 0, contacts: 0, startedBy: 0, reasons: {}, runs: {}, samples: [] }
  return { workflowId, ...nothing, sent: new Map(), coverage }
}

/** A contact whose events nobody listens for. */
export function tallyUnheard(tally: Tally, events: number): void {
  tally.contacts += 1
  tally.events += events
  add(tally.reasons, 'no match', events)
}

export function tallySimulated(tally: Tally, contactId: string, events: number, simulated: Simulated): void {
  tally.contacts += 1
  tally.events += events
  const { timeline, runs, messages, coverage } = simulated
  const own = runs.filter((run) => run.workflow_id === tally.workflowId)
  const ownIds = new Set(own.map(({ id }) => id))
  tallyEvents(tally, timeline, ownIds)
  for (const { status, reason } of own) add(tally.runs, reason === null ? status : `${status}: ${reason}`, 1)
  for (const [step, times] of Object.entries(coverage)) add(tally.coverage, step, times)
  for (const { id, run, text, status, reason } of messages)
    if (run !== undefined && ownIds.has(run)) tallySent(tally, stepOf({ id, runId: run }), { text, status, reason })
  if (own.length > 0 && tally.samples.length < SAMPLES_MAX)
    tally.samples.push({
      contact_id: contactId,
      timeline: timeline.slice(0, SAMPLE_ENTRIES_MAX),
      truncated: timeline.length > SAMPLE_ENTRIES_MAX,
    })
}

/** Each event that came from outside either started a run of this workflow, or has its reason why not. */
function tallyEvents(tally: Tally, timeline: readonly Entry[], ownIds: ReadonlySet<string>): void {
  const refused = new Map(
    timeline.flatMap((entry) =>
      entry.kind === 'refused' && entry.workflow === tally.workflowId ? [[entry.event, entry.reason] as const] : [],
    ),
  )
  for (const entry of timeline) {
    if (entry.kind !== 'event') continue
    if (entry.started.some((run) => ownIds.has(run))) tally.startedBy += 1
    else add(tally.reasons, refused.get(entry.id) ?? 'no match', 1)
  }
}

type Said = { text: string; status: string; reason: string | undefined }

function tallySent({ sent }: Tally, step: string, { text, status, reason }: Said): void {
  const name = JSON.stringify([step, status, reason])
  const known = sent.get(name) ?? { step, status, ...(reason !== undefined && { reason }), count: 0, texts: new Map() }
  known.count += 1
  const short = [...text].slice(0, TEXT_CHARS_MAX).join('')
  if (known.texts.has(short) || known.texts.size < TEXTS_MAX) known.texts.set(short, (known.texts.get(short) ?? 0) + 1)
  sent.set(name, known)
}

function add(counts: Count, name: string, more: number): void {
  counts[name] = (counts[name] ?? 0) + more
}

/** The sums, as they are told: what is most comes first. */
export function tallied(tally: Tally) {
  const { events, contacts, startedBy, reasons, runs, sent, coverage, samples } = tally
  return {
    ...{ events, contacts, would_have_started: startedBy },
    not_started: mostFirst(reasons).map(([reason, count]) => ({ reason, count })),
    runs: mostFirst(runs).map(([outcome, count]) => ({ outcome, count })),
    messages: [...sent.values()]
      .sort((a, b) => b.count - a.count)
      .map(({ texts, ...one }) => ({ ...one, texts: [...texts].map(([text, count]) => ({ text, count })) })),
    coverage,
    samples,
  }
}

function mostFirst(counts: Count): [string, number][] {
  return Object.entries(counts).sort(([, a], [, b]) => b - a)
}

import type { Count } from '../../schema/metric.ts'
import type { Trigger } from '../../workflows/engine/program.ts'
import { holds } from '../../workflows/language/expressions.ts'
import { number, numberOrNull } from '../store/cell.ts'
import type { Row, Statement } from '../store/database.ts'
import { EVENT_LEASE_MS, eventIdOf, type InboxEvent, keepEvents } from '../store/events.ts'
import {
  type Crossing,
  markCrossings,
  readCrossings,
  readFresh,
  readPast,
  toCrossing,
  type Window,
  whenCrossed,
  writeCrossings,
} from '../store/metrics.ts'
import type { Catalogue } from './catalogue.ts'
import type { Deps } from './deps.ts'
import type { Work } from './read.ts'

export const MINUTE_MS = 60_000

type Watched = { workflowId: string; index: number; trigger: Extract<Trigger, { kind: 'metric' }> }

function watched(catalogue: Catalogue): Watched[] {
  return catalogue.workflows.flatMap(({ id, paused, program }) =>
    program.triggers.flatMap((trigger, index) =>
      trigger.kind === 'metric' && !paused ? [{ workflowId: id, index, trigger }] : [],
    ),
  )
}

function concerned(catalogue: Catalogue, counts: readonly Count[]): Watched[] {
  if (counts.length === 0) return []
  return watched(catalogue).filter(({ trigger }) => counts.some(({ metric }) => metric === trigger.metric))
}

/** Whether what was counted may start anything. */
export function listensToCounts(catalogue: Catalogue, counts: readonly Count[]): boolean {
  return concerned(catalogue, counts).length > 0
}

/** Committed with what was counted: whoever looks at it is due, so that a crash before `lookAfter` loses no crossing. */
export function markCounted(catalogue: Catalogue, counts: readonly Count[], now: number): Statement[] {
  const marked = concerned(catalogue, counts).map(({ workflowId, index }) => ({ workflowId, trigger: index }))
  return marked.length > 0 ? [markCrossings(marked, now)] : []
}

/** Metrics were counted: which triggers does that bring over their line? Answers what there is to do. */
export async function lookAfter(deps: Deps, catalogue: Catalogue, counts: readonly Count[]): Promise<Work[]> {
  return say(deps, await look(deps, concerned(catalogue, counts)), counts)
}

/** Time has passed: something has left the windows. */
export async function lookAgain(deps: Deps, due: readonly Crossing[]): Promise<Work[]> {
  if (due.length === 0) return []
  const all = watched(await deps.catalogue.known())
  const isDue = (one: Watched) => due.some((row) => row.workflowId === one.workflowId && row.trigger === one.index)
  const gone = due.filter((row) => !all.some((one) => one.workflowId === row.workflowId && one.index === row.trigger))
  if (gone.length > 0)
    await deps.db.batch([writeCrossings(gone.map((row) => ({ ...row, turn: row.turn + 1, lookAt: null })))])
  return say(deps, await look(deps, all.filter(isDue)), [])
}

/** A workflow is turned on: its triggers note on which side they are, and wait for the line to be crossed. */
export async function noteMetrics(deps: Deps, catalogue: Catalogue, workflowId: string): Promise<void> {
  const found = await look(
    deps,
    watched(catalogue).filter((one) => one.workflowId === workflowId),
  )
  if (found.length > 0) await deps.db.batch([writeCrossings(found.map(({ crossing }) => crossing))])
}

type Found = { watched: Watched; crossing: Crossing; crossed: boolean; value: number; baseline: number }

/** What has changed for these triggers, as it is to be written. */
async function look(deps: Deps, triggers: readonly Watched[]): Promise<Found[]> {
  if (triggers.length === 0) return []
  const minute = Math.floor(deps.clock.now() / MINUTE_MS)
  const windows = triggers.map(({ trigger }) => ({ metric: trigger.metric, minutes: trigger.windowMinutes }))
  const unknown = windows.filter((window) => !isKnown(window, minute))
  const [fresh, rows, settled] = await deps.db.batch([
    readFresh(windows, minute),
    readCrossings(triggers.map(({ workflowId, index }) => ({ workflowId, trigger: index }))),
    ...(unknown.length > 0 ? [readPast(unknown, minute)] : []),
  ])
  for (const [i, window] of unknown.entries()) keepPast(window, minute, settled?.rows[i])
  const known = (rows?.rows ?? []).map(toCrossing)
  return triggers.flatMap((one, i) => {
    const row = fresh?.rows[i]
    const before = known.find(({ workflowId, trigger }) => workflowId === one.workflowId && trigger === one.index)
    return row && windows[i] ? judge(one, before, numbers(windows[i], row)) : []
  })
}

type Numbers = { value: number; baseline: number; lookAt: number | null }

function judge(one: Watched, before: Crossing | undefined, { value, baseline, lookAt }: Numbers): Found[] {
  const { holds: inside } = holds(one.trigger.if, { value, baseline })
  const crossed = inside && !before?.holds
  if (before && before.holds === inside && before.lookAt === lookAt) return []
  const turn = (before?.turn ?? 0) + 1
  const crossing = { workflowId: one.workflowId, trigger: one.index, holds: inside, turn, lookAt }
  return [{ watched: one, crossing, crossed, value, baseline }]
}

function numbers(window: Window, row: Row): Numbers {
  const past = pasts.get(nameOf(window))
  const edges = [numberOrNull(row.leaves), numberOrNull(row.forgotten)].filter((edge) => edge !== null)
  return {
    value: (past?.settled ?? 0) + number(row.fresh),
    baseline: past?.baseline ?? 0,
    lookAt: edges.length > 0 ? Math.min(...edges) * MINUTE_MS : null,
  }
}

/** What a minute no longer changes, summed up once a minute in each isolate, however often something is counted. */
const pasts = new Map<string, { minute: number; settled: number; baseline: number }>()

function nameOf({ metric, minutes }: Window): string {
  return `${metric} ${minutes}`
}

function isKnown(window: Window, minute: number): boolean {
  return pasts.get(nameOf(window))?.minute === minute
}

function keepPast(window: Window, minute: number, row: Row | undefined): void {
  if (row) pasts.set(nameOf(window), { minute, settled: number(row.settled), baseline: number(row.baseline) })
}

/** Write what was found, together with an event for each line that was crossed. */
async function say(deps: Deps, found: readonly Found[], counts: readonly Count[]): Promise<Work[]> {
  if (found.length === 0) return []
  const until = deps.clock.real() + EVENT_LEASE_MS
  const events = found.filter(({ crossed }) => crossed).map((one) => ({ one, event: eventOf(deps, one, counts) }))
  await deps.db.batch([
    writeCrossings(found.map(({ crossing }) => crossing)),
    ...events.map(({ one, event }) => keepEvents([event], until, whenCrossed(one.crossing))),
  ])
  return events.map(({ event }) => {
    return { who: { subjectId: event.subjectId ?? '' }, events: [event], results: [], commands: [] }
  })
}

/** The same crossing is the same event, whoever finds it. Whatever led to the count has led to it. */
function eventOf(deps: Deps, { watched: one, crossing, value, baseline }: Found, counts: readonly Count[]): InboxEvent {
  const { workflowId, index: trigger } = one
  const { metric } = one.trigger
  const now = deps.clock.now()
  const causes = counts
    .filter((count) => count.metric === metric)
    .map((count) => count.causes)
    .sort((a, b) => b.length - a.length)[0]
  return {
    id: eventIdOf('metric', `${workflowId} ${trigger} ${crossing.turn}`),
    type: 'metric.crossed',
    subjectId: `s-workflow-${workflowId}`,
    data: { workflow_id: workflowId, trigger, metric, value, baseline },
    at: now,
    receivedAt: now,
    causes: causes ?? [],
    channel: null,
    externalId: null,
    profile: null,
  }
}

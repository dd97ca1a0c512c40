import type { Run } from '../../schema/actor.ts'
import { dueAt } from '../../workflows/engine/actor.ts'
import type { Outcome, Reaction } from '../../workflows/engine/react.ts'
import { standsStill } from '../../workflows/engine/resume.ts'
import { tellUnused, useCodes } from '../store/coupons.ts'
import type { Statement } from '../store/database.ts'
import { cancelUnsent, type DeliveryRow, rewriteDeliveries, writeDeliveries } from '../store/deliveries.ts'
import { type InboxEvent, keepEvents, keepRaised, type SettledEvent, settleEvents } from '../store/events.ts'
import { writeExposures } from '../store/exposures.ts'
import { takeBack, writeGrants } from '../store/grants.ts'
import { writeIdentities } from '../store/identities.ts'
import { type JournalRow, writeJournal } from '../store/journal.ts'
import { writeKept } from '../store/kept.ts'
import { writeLedger } from '../store/ledger.ts'
import { bury, moveOver } from '../store/merged.ts'
import { addCounts } from '../store/metrics.ts'
import { lengthenJournals, runRow, writeRuns } from '../store/runs.ts'
import { freeCancelled, indexedOf, subjectRow, writeSubjects } from '../store/subjects.ts'
import { closeTasks, trustUndecided, writeTasks } from '../store/tasks.ts'
import { pauseBroken } from '../store/workflows.ts'
import { notesOf } from './figures.ts'
import { MINUTE_MS } from './metrics.ts'
import type { Loaded } from './read.ts'
import { SCHEDULES } from './tick.ts'

/** A subject with what it has decided, and as of which instant: what one commit writes. */
export type Decided = { loaded: Loaded; at: number; reaction: Reaction; deliveries: DeliveryRow[] }

/** Runs of a paused workflow are looked at again this much later, in case the resuming did not reach them. */
const STILL_MS = 6 * 3_600_000

export type Write = {
  statements: Statement[]
  wakes: { subjectId: string; dueAtMs: number }[]
  /** The rows that say that all of it was written. */
  fence: readonly JournalRow[]
}

/**
 * All of the reactions as one batch: everything, or nothing. The journal's key is the fence: when another commit of the
 * same subject came first, the whole batch fails and is decided again. `leaseUntil` is real time: until then the events
 * for other subjects are this invocation's to handle.
 */
export function write(decided: readonly Decided[], leaseUntil: number): Write {
  const rows: Tables = { journal: [], subjects: [], loud: false, identities: [], runs: [], ledger: [], events: [] }
  const wakes: Write['wakes'] = []
  const latest = Math.max(...decided.map(({ at }) => at))
  for (const one of decided) {
    const due = dueOf(one)
    collect(rows, one, due)
    // What asks is due at once, and carried on by who commits it; a crash leaves it to the sweep. What was due at the
    // same time before is armed already.
    const isNews = due !== null && (due !== one.loaded.dueAt || due <= one.at)
    if (isNews && one.reaction.turn.asks.length === 0)
      wakes.push({ subjectId: one.loaded.actor.contact.id, dueAtMs: due })
  }
  const turns = decided.map(({ reaction }) => reaction.turn)
  const statements = [writeJournal(rows.journal), writeSubjects(rows.subjects, rows.loud ? 'whole' : 'quietly')]
  const gone = turns.flatMap(({ merged }) => merged ?? [])
  for (const one of gone) statements.push(...moveOver(one, latest))
  if (rows.identities.length > 0) statements.push(writeIdentities(rows.identities))
  if (rows.runs.length > 0) statements.push(writeRuns(rows.runs))
  const later = decided.flatMap(toldLater)
  if (later.length > 0) statements.push(lengthenJournals(later))
  const ledger = turns.flatMap((turn) => turn.ledger)
  if (ledger.length > 0) statements.push(writeLedger(ledger))
  const exposures = turns.flatMap((turn) => turn.exposures)
  if (exposures.length > 0)
    statements.push(
      writeExposures(
        exposures.map(({ experiment, branch, at, subjectId }) => ({ experiment, branch, at, subject_id: subjectId })),
      ),
    )
  const asks = turns.flatMap((turn) => turn.asks)
  if (asks.length > 0) statements.push(...writeGrants(asks))
  statements.push(...takeBack(turns.flatMap((turn) => turn.returned)))
  statements.push(...useCodes(turns.flatMap((turn) => turn.usedCodes)))
  const counts = decided.flatMap(({ reaction, at }) =>
    reaction.turn.counts.map((count) => ({ ...count, minute: Math.floor(at / MINUTE_MS) })),
  )
  if (counts.length > 0) statements.push(addCounts(counts))
  statements.push(...notesOf(decided))
  statements.push(...writtenMessages(decided))
  const cancelled = turns.flatMap((turn) => turn.cancelled)
  if (cancelled.length > 0) statements.push(cancelUnsent(cancelled), ...freePlaces(decided.filter(givesBack)))
  const tasks = turns.flatMap((turn) => turn.tasks)
  if (tasks.length > 0) statements.push(writeTasks(tasks))
  statements.push(...writeKept(turns.flatMap((turn) => turn.kept)))
  const broken = new Set(turns.flatMap((turn) => [...turn.breakers]))
  if (broken.size > 0) statements.push(...pauseBroken([...broken], latest))
  const closed = turns.flatMap((turn) => turn.closedTasks)
  const over = closed.filter(({ status }) => status === 'expired').map(({ id }) => id)
  if (over.length > 0) statements.push(trustUndecided(over))
  if (closed.length > 0) statements.push(closeTasks(closed))
  if (rows.events.length > 0) statements.push(settleEvents(rows.events))
  statements.push(...tellUnused(turns.flatMap((turn) => turn.usedCodes)))
  const raised = decided.flatMap(raisedAlone)
  if (raised.length > 0) statements.push(keepRaised(raised))
  const emitted = decided.flatMap(({ reaction, at }) => reaction.turn.emitted.map((event) => inboxOf(event, at)))
  if (emitted.length > 0) statements.push(keepEvents(emitted, leaseUntil))
  statements.push(...gone.map(bury))
  if (turns.some(freesSeats)) wakes.push({ subjectId: SCHEDULES, dueAtMs: latest })
  return { statements, wakes, fence: rows.journal }
}

/** Of messages that belong to no step any more the journal tells under the run that made them. */
function toldLater({ loaded, reaction: { turn } }: Decided): { runId: string; version: number }[] {
  const runs = new Set(turn.entries.flatMap(({ seq, run }) => (seq === 0 ? [run] : [])))
  return [...runs].map((runId) => ({ runId, version: loaded.actor.contact.version + 1 }))
}

/** Whether a run that ended may have taken places among those that caps count, and not used them. */
function givesBack({ loaded, reaction }: Decided): boolean {
  const { sends = [] } = loaded.actor.contact.facts
  return reaction.turn.cancelled.some(({ runId }) => sends.some(([id]) => id.startsWith(`${runId}:`)))
}

function freePlaces(decided: readonly Decided[]): Statement[] {
  if (decided.length === 0) return []
  const ids = decided.map(({ loaded }) => loaded.actor.contact.id)
  return [freeCancelled('SELECT value FROM json_each(?1)', JSON.stringify(ids))]
}

/** Whoever moves up for it finds that in their inbox, where this commit puts it. */
function freesSeats({ asks, returned, merged }: Reaction['turn']): boolean {
  return (
    merged !== undefined ||
    asks.some((one) => one.kind === 'seat' && one.wish === 'cancel') ||
    returned.some(({ kind }) => kind === 'seat')
  )
}

/** What goes out, and what does not; over their own row those that the gate had put off. */
function writtenMessages(decided: readonly Decided[]): Statement[] {
  const rows = decided.flatMap(({ reaction, deliveries }) =>
    deliveries.map((row) => ({ row, known: reaction.turn.reopened.has(String(row.id)) })),
  )
  const fresh = rows.filter(({ known }) => !known).map(({ row }) => row)
  const known = rows.filter((one) => one.known).map(({ row }) => row)
  return [
    ...(fresh.length > 0 ? [writeDeliveries(fresh)] : []),
    ...(known.length > 0 ? [rewriteDeliveries(known)] : []),
  ]
}

type Tables = {
  journal: JournalRow[]
  subjects: Parameters<typeof writeSubjects>[0][number][]
  /** Whether what indexes hold of subjects that exist is to be written. */
  loud: boolean
  identities: Parameters<typeof writeIdentities>[0][number][]
  runs: Parameters<typeof writeRuns>[0][number][]
  ledger: Parameters<typeof writeLedger>[0][number][]
  events: SettledEvent[]
}

/** When something of it falls due next. */
export function dueOf({ loaded: { actor }, reaction: { turn }, at }: Decided): number | null {
  const still = new Set(actor.runs.filter((run) => standsStill(turn, run)).map((run) => run.id))
  return dueAt(actor, still, at + STILL_MS)
}

/** Add a subject's rows. */
function collect(rows: Tables, { loaded, reaction, at }: Decided, due: number | null): void {
  const { contact, runs } = loaded.actor
  const { turn } = reaction
  const version = contact.version + 1
  rows.journal.push({
    subject_id: contact.id,
    version,
    at,
    events: JSON.stringify(loaded.work.events.map((event) => event.id)),
    entries: JSON.stringify(turn.entries),
  })
  for (const run of turn.touched)
    if (!turn.merged?.runs.has(run)) rows.runs.push(runRow(stamped(run, version), contact.id))
  rows.loud ||= contact.version > 0 && (due !== loaded.dueAt || indexedOf(contact) !== loaded.indexed)
  rows.subjects.push(subjectRow(contact, { version, dueAt: due, active: runs.map((run) => run.id) }))
  for (const identity of contact.identities.slice(loaded.identitiesKnown))
    rows.identities.push({ channel: identity.channel, external_id: identity.external_id, subject_id: contact.id })
  loaded.work.events.forEach((event, i) => {
    rows.events.push(settled(contact.id, event.id, reaction.settled[i]?.outcomes ?? []))
  })
}

function stamped(run: Run, version: number): Run {
  return { ...run, lastVersion: version }
}

/** An event's own outcome, and those of the events that it raised. */
function settled(subjectId: string, id: string, [own, ...raised]: Outcome[]): SettledEvent {
  return {
    id,
    subjectId,
    status: 'handled',
    started: own?.started ?? [],
    reason: own?.reason ?? null,
    refused: own && own.refused.length > 0 ? JSON.stringify(own.refused) : null,
    raised: raised.length > 0 ? JSON.stringify(raised.map(raisedJson)) : null,
  }
}

/** How a raised event is kept under the one that raised it. */
function raisedJson({ event, started, reason, refused }: Outcome) {
  const { id, type, at, channel, data, causes } = event
  return { id, type, at, channel, data, causes, started, reason, refused }
}

/** Events raised by a timer, a result or an operator have none to hang on: the first one carries the others. */
function raisedAlone({ loaded, reaction, at: now }: Decided): Parameters<typeof keepRaised>[0][number][] {
  return reaction.settled.slice(loaded.work.events.length).flatMap(({ outcomes }) => {
    const [own, ...raised] = outcomes
    if (!own) return []
    const { event } = own
    const settledRow = settled(loaded.actor.contact.id, event.id, [own, ...raised])
    return [
      {
        id: event.id,
        type: event.type,
        channel: event.channel,
        subject_id: settledRow.subjectId,
        at: event.at,
        received_at: now,
        data: JSON.stringify(event.data),
        causes: JSON.stringify(event.causes),
        status: 'handled',
        lease_until: 0,
        started: JSON.stringify(settledRow.started),
        reason: settledRow.reason,
        refused: settledRow.refused,
        raised: settledRow.raised,
      },
    ]
  })
}

/** An event for another subject's inbox. */
export function inboxOf(event: Reaction['turn']['emitted'][number], now: number): InboxEvent {
  const { id, subjectId, type, at, data, causes } = event
  return { id, type, channel: null, externalId: null, subjectId, profile: null, at, receivedAt: now, data, causes }
}

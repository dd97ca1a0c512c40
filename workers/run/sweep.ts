import { number, text } from '../store/cell.ts'
import { failureOf } from '../store/database.ts'
import { claimDeliveries, toLeased } from '../store/deliveries.ts'
import { claimEvents, putAside, toInboxEvent } from '../store/events.ts'
import { rollNotes } from '../store/figures.ts'
import { pruneGrants } from '../store/grants.ts'
import { newId } from '../store/id.ts'
import { logError } from '../store/log.ts'
import { dueCrossings, toCrossing } from '../store/metrics.ts'
import { plansDue } from '../store/plans.ts'
import { READ_SCHEDULES, toSchedule } from '../store/schedules.ts'
import { findStandstill } from '../store/standstill.ts'
import type { Wake } from '../timers/port.ts'
import { DELIVERIES } from '../timers/port.ts'
import { carryOnBroadcasts } from './broadcasts.ts'
import { carryOnCampaigns } from './campaigns.ts'
import { deliverStill } from './deliver-still.ts'
import type { Deps } from './deps.ts'
import { beSure, checkEpoch, endRecovery } from './epoch.ts'
import { handle } from './handle.ts'
import { watchHealth } from './health.ts'
import { keepHouse } from './housekeeping.ts'
import { carryOnJob } from './jobs.ts'
import { carryOnLines, READ_LINES } from './line.ts'
import { lookAgain } from './metrics.ts'
import { type Work, whoOf } from './read.ts'
import { SCHEDULES, tick } from './tick.ts'
import { upkeep } from './upkeep.ts'

const PAGE = 100
const GRANTS_PAGE = 1000
/** Tries of one event that ended in an error of ours, before it is put aside for a person. */
const EVENT_TRIES_MAX = 10

export type Swept = {
  events: number
  subjects: number
  deliveries: number
  ticks: number
  jobs: number
  /** When there is room again for what stands in line, in real time from now; null when nothing does. */
  lineInMs: number | null
}

/**
 * Find and carry out whatever is due, whoever forgot it: events that nobody finished, subjects whose time has come,
 * messages that are still to go. The same code path as live work; safe to run twice at once. Answers how much of each
 * there was, so that the caller can go on while there is more.
 */
export async function sweep(deps: Deps): Promise<Swept> {
  const { db, clock } = deps
  if (await findStandstill(db)) return { events: 0, subjects: 0, deliveries: 0, ticks: 0, jobs: 0, lineInMs: null }
  const claim = { now: clock.now(), realNow: clock.real(), lease: newId(clock.real()), limit: PAGE }
  const answers = await db.batch([
    READ_LINES,
    READ_SCHEDULES,
    claimEvents(clock.real(), PAGE),
    { sql: 'SELECT id FROM subjects WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2', params: [clock.now(), PAGE] },
    dueCrossings(clock.now()),
    ...claimDeliveries(claim),
    pruneGrants(clock.now(), GRANTS_PAGE),
    ...rollNotes(),
    plansDue(clock.now()),
  ])
  const [lines, schedules, events, subjects, crossings, , deliveries] = answers
  const claimed = (events?.rows ?? []).map(toInboxEvent)
  const due = (subjects?.rows ?? []).map((row) => text(row.id))
  const leased = (deliveries?.rows ?? []).map(toLeased)
  const planned = (schedules?.rows ?? []).map(toSchedule)
  const ticks =
    (await apart('schedules', 0, () => tick(deps, planned))) + (await apart('house', 0, () => keepHouse(deps, planned)))
  const [line] = await Promise.all([
    apart('lines', { taken: 0, againInMs: null }, () => carryOnLines(deps, lines?.rows ?? [])),
    handleEvents(deps, claimed),
    due.length > 0 ? handle(deps, due.map(dueWork)) : undefined,
    leased.length > 0 ? deliverStill(deps, leased) : undefined,
  ])
  const looked = (crossings?.rows ?? []).map(toCrossing)
  await apart('metrics', undefined, async () => {
    const crossed = await lookAgain(deps, looked)
    if (crossed.length > 0) await handle(deps, crossed)
  })
  const isPlanned = number(answers.at(-1)?.rows[0]?.due) > 0
  const plans = isPlanned
    ? (await apart('broadcasts', 0, () => carryOnBroadcasts(deps))) +
      (await apart('campaigns', 0, () => carryOnCampaigns(deps)))
    : 0
  const jobs = await carryOnJob(deps, clock.real() + JOB_MAX_MS)
  return {
    ...{ events: claimed.length, subjects: due.length, deliveries: leased.length + line.taken },
    ...{ ticks: ticks + looked.length + plans, jobs, lineInMs: line.againInMs },
  }
}

/** What one part can never carry out must not keep the others from theirs. That the database is away holds for all of them. */
async function apart<T>(part: string, otherwise: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (failureOf(error) === 'transient') throw error
    logError('a part of the sweep could not be carried out', error, { part })
    return otherwise
  }
}

/** Sweep until nothing is left to do now, or the time is up. What waits for its channel's pace is looked at again by itself. */
export async function sweepAll(deps: Deps, untilReal: number): Promise<Swept> {
  await checkEpoch(deps)
  await beSure(deps)
  if (deps.closed) return { events: 0, subjects: 0, deliveries: 0, ticks: 0, jobs: 0, lineInMs: null }
  await upkeep(deps)
  const total: Swept = { events: 0, subjects: 0, deliveries: 0, ticks: 0, jobs: 0, lineInMs: null }
  for (;;) {
    const swept = await sweep(deps)
    total.events += swept.events
    total.subjects += swept.subjects
    total.deliveries += swept.deliveries
    total.ticks += swept.ticks
    total.jobs += swept.jobs
    total.lineInMs = swept.lineInMs
    if (sum(swept) > 0 && deps.clock.real() < untilReal) continue
    if (sum(swept) === 0) await endRecovery(deps)
    await watchHealth(deps)
    if (swept.lineInMs !== null && !deps.clock.virtual)
      await deps.timers.arm([{ subjectId: DELIVERIES, dueAtMs: deps.clock.now() + swept.lineInMs }])
    return total
  }
}

/** How much there was, of everything. */
export function sum(swept: Swept): number {
  return swept.events + swept.subjects + swept.deliveries + swept.ticks + swept.jobs
}

/** Carry out this subject if it is due. Wake-ups call it: late and doubled ones do no harm, an early one is set again. */
export async function wake(deps: Deps, { subjectId, dueAtMs }: Wake): Promise<void> {
  if (dueAtMs > deps.clock.now()) await deps.timers.arm([{ subjectId, dueAtMs }])
  else if (subjectId === DELIVERIES || subjectId === SCHEDULES) await sweepAll(deps, deps.clock.real() + WAKE_MAX_MS)
  else await handle(deps, [dueWork(subjectId)])
}

const WAKE_MAX_MS = 20_000
/** One sweep works this long on a job before it looks at everything else again. */
const JOB_MAX_MS = 5_000

function dueWork(subjectId: string): Work {
  return { who: { subjectId }, events: [], results: [], commands: [] }
}

type Claimed = ReturnType<typeof toInboxEvent>

async function handleEvents(deps: Deps, claimed: readonly Claimed[]): Promise<void> {
  const hopeless = claimed.filter((event) => event.attempts > EVENT_TRIES_MAX)
  if (hopeless.length > 0)
    await deps.db.batch([
      putAside(
        hopeless.map(({ id }) => id),
        'could not be handled',
      ),
    ])
  const works = claimed
    .filter((event) => event.attempts <= EVENT_TRIES_MAX)
    .map((event): Work => ({ who: whoOf(event), events: [event], results: [], commands: [] }))
  if (works.length > 0) await handle(deps, works)
}

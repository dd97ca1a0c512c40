import type { Count } from '../../schema/metric.ts'
import type { CommandResult } from '../../workflows/engine/command.ts'
import type { Settled } from '../../workflows/engine/react.ts'
import { failureOf, type Statement } from '../store/database.ts'
import { EVENT_LEASE_MS, type InboxEvent, putAside } from '../store/events.ts'
import { logError } from '../store/log.ts'
import { lookLater } from '../store/subjects.ts'
import type { Wake } from '../timers/port.ts'
import { DELIVERIES } from '../timers/port.ts'
import type { Catalogue } from './catalogue.ts'
import { type Decided, inboxOf, write } from './commit.ts'
import { decide } from './decide.ts'
import { deliver } from './deliver.ts'
import type { Deps } from './deps.ts'
import { inTurn } from './in-turn.ts'
import { leasedNow } from './lease.ts'
import { lookAfter, markCounted } from './metrics.ts'
import { type Keeping, type Loaded, type Read, read, type Work, whoKey, whoOf } from './read.ts'

/** How often a fence may fail before the work is left to the sweep. */
const TRIES_MAX = 60
const SUBJECTS_MAX = 100

/**
 * Keep events from outside. When this answers, each is durable or was there before. What they start is decided by
 * `carryOut`, with what was read in the same round trip.
 */
export async function keep(
  deps: Deps,
  events: readonly InboxEvent[],
  more: Omit<Keeping, 'events'> = {},
): Promise<Read> {
  const works = events.map((event) => ({ who: whoOf(event), events: [event], results: [], commands: [] }))
  const found = await read(deps, works, { events, ...more })
  deps.counts.events += found.kept
  return found
}

/** Decide, commit and deliver for a set of subjects as they were just read. */
export async function carryOut(deps: Deps, found: Read): Promise<void> {
  await carryOutNow(deps, found, (rest) => rest)
}

/** As `carryOut`, but what follows from the commits is given to `later`: what was decided is durable when this answers. */
export async function carryOutNow(
  deps: Deps,
  found: Read,
  later: (rest: Promise<void>) => Promise<void> | void,
): Promise<void> {
  await giveUp(deps, found)
  const loaded = found.loaded.filter(({ work }) => work.events.length > 0)
  for (let i = 0; i < loaded.length; i += SUBJECTS_MAX) {
    const set = loaded.slice(i, i + SUBJECTS_MAX)
    await later(
      followAll(deps, await settleSet(deps, { loaded: set, revision: found.revision, brings: joinable(set) })),
    )
  }
}

/** Read, decide, commit and deliver: the whole line for work that is known by subject. `also` is committed with it. */
export async function handle(deps: Deps, works: readonly Work[], also: readonly Statement[] = []): Promise<Settled[]> {
  const committed = await commitAll(deps, works, also)
  await followAll(deps, committed)
  return settledOf(committed)
}

/** The same for events of which nobody asks here what came: others may carry them out along with theirs. */
async function handleAlong(deps: Deps, works: readonly Work[]): Promise<void> {
  const found = await read(deps, works)
  await carryOut(deps, found)
}

async function commitAll(deps: Deps, works: readonly Work[], also: readonly Statement[]): Promise<Committed[]> {
  const found = await read(deps, works)
  await giveUp(deps, found)
  const loaded = found.loaded.filter((one) => isNeeded(deps, one))
  return settleSet(deps, { loaded, revision: found.revision, also })
}

/**
 * Carry out one command on one subject, and answer what came of it once that is committed. `later` does the rest. `also`
 * is written by the same commit, behind everything else, whether the command is refused or not.
 */
export async function handleCommand(
  deps: Deps,
  work: Work,
  later: (rest: Promise<unknown>) => void,
  also: readonly Statement[] = [],
): Promise<CommandResult | undefined> {
  const committed = await commitAll(deps, [work], also)
  later(followAll(deps, committed))
  return settledOf(committed).find((one) => one.result !== undefined)?.result
}

/** Events for somebody who does not exist, or no longer. */
async function giveUp(deps: Deps, { lost }: Read): Promise<void> {
  if (lost.length > 0) await deps.db.batch([putAside(lost, 'no such contact')])
}

/** Is there anything to do for it: a stimulus, or time that has come? */
function isNeeded(deps: Deps, { work, dueAt }: Loaded): boolean {
  if (work.events.length + work.results.length + work.commands.length > 0) return true
  return dueAt !== null && dueAt <= deps.clock.now()
}

/** What somebody else may carry out along with their own: nothing but events. */
function joinable(set: readonly Loaded[]): Work[] | undefined {
  const works = set.map(({ work }) => work)
  const plain = works.every(
    ({ results, commands, asked = [] }) => results.length + commands.length + asked.length === 0,
  )
  return plain ? works : undefined
}

type Setting = {
  loaded: readonly Loaded[]
  revision: number
  /** Committed along. */
  also?: readonly Statement[]
  /** When others may do it, and theirs may be done here. */
  brings?: readonly Work[] | undefined
}

/**
 * A set goes in one commit. When its fence fails, its members go one by one, each until it succeeds. Only deciding and
 * committing takes the subjects' turn; what follows from a commit is done after it, so that a slow provider holds up
 * nobody, and a run that goes on with an answer does not wait for itself. Whatever has gathered for one subject
 * meanwhile is committed at once.
 */
async function settleSet(deps: Deps, { loaded, revision, also = [], brings }: Setting): Promise<Committed[]> {
  if (loaded.length === 0) {
    if (also.length > 0) await deps.db.batch(also)
    return []
  }
  const keys = loaded.flatMap(({ actor, work }) => [actor.contact.id, whoKey(work.who)])
  const settled = await inTurn({ keys, brings }, async ({ waited, joined }) => {
    if (!waited && joined.length === 0) return commitSet(deps, { loaded, revision, also })
    const fresh = await read(deps, [...loaded.map(({ work }) => work), ...joined])
    const needed = fresh.loaded.filter((one) => isNeeded(deps, one))
    return commitSet(deps, { loaded: needed, revision: fresh.revision, also })
  })
  return settled ?? []
}

async function commitSet(deps: Deps, { loaded: set, revision, also = [] }: Setting): Promise<Committed[]> {
  const together = await firstTry(deps, { loaded: set, revision, also })
  if (together) return [together]
  const alone: Committed[] = []
  for (const one of set) alone.push(...(await tryAlone(deps, one, set.length > 1 ? [] : also)))
  // Last: a crash before it sends again under the same key; the other way round a run would wait for ever.
  if (set.length > 1 && also.length > 0) await deps.db.batch(also)
  return alone
}

/** What follows from commits, in their order. */
async function followAll(deps: Deps, committed: readonly Committed[]): Promise<void> {
  for (const one of committed) await followUp(deps, one)
}

function settledOf(committed: readonly Committed[]): Settled[] {
  return committed.flatMap(({ decided }) => decided.flatMap(({ reaction }) => reaction.settled))
}

/** The set in one commit. Undefined when it must go one by one: a fence failed, or a member cannot be committed. */
async function firstTry(deps: Deps, setting: Setting): Promise<Committed | undefined> {
  try {
    return await attempt(deps, setting)
  } catch {
    return undefined
  }
}

/**
 * One that cannot be committed must not hold up the others, nor one of its events the rest of them. Its events keep
 * their tries; its time is looked at later.
 */
async function tryAlone(deps: Deps, one: Loaded, also: readonly Statement[]): Promise<Committed[]> {
  try {
    return [await insist(deps, one.work, also)]
  } catch (error) {
    logError('a subject could not be committed', error, {
      ...{ subject_id: one.actor.contact.id, run_ids: one.actor.runs.map(({ id }) => id) },
    })
    const { work } = one
    if (work.commands.length > 0) throw error
    const apart: Committed[] = []
    if (work.events.length > 1)
      for (const event of work.events)
        apart.push(...(await tryAlone(deps, { ...one, work: { ...work, events: [event], results: [] } }, [])))
    if (work.events.length === 0) await deps.db.batch([lookLater(one.actor.contact.id, deps.clock.now() + LATER_MS)])
    return apart
  }
}

/** When a subject is looked at again that could not be committed: a passing fault must not delay what is due by much. */
const LATER_MS = 60_000

/** What a commit has made true, and what is to be done about it. */
type Committed = { decided: Decided[]; catalogue: Catalogue; wakes: Wake[] }

/** Arm, send, and pass on. What is not reached here the sweep finds. */
async function followUp(deps: Deps, { decided, catalogue, wakes }: Committed): Promise<void> {
  const deliveries = decided.flatMap((one) => one.deliveries)
  if (deliveries.some(({ line }) => line !== null)) wakes.push({ subjectId: DELIVERIES, dueAtMs: deps.clock.now() })
  await Promise.all([
    wakes.length > 0 ? deps.timers.arm(wakes) : undefined,
    deliver(deps, catalogue, leasedNow(deliveries)),
  ])
  await passOn(deps, decided)
  await answerAsks(deps, decided)
  await watchMetrics(deps, catalogue, decided)
}

/** Read and decide again until the commit succeeds. Somebody else's commit only means that the facts have changed. */
async function insist(deps: Deps, work: Work, also: readonly Statement[]): Promise<Committed> {
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    const found = await read(deps, [work])
    const [one] = found.loaded
    if (!one || !isNeeded(deps, one)) {
      if (also.length > 0) await deps.db.batch(also)
      return { decided: [], catalogue: await deps.catalogue.known(), wakes: [] }
    }
    const committed = await attempt(deps, { loaded: [one], revision: found.revision, also })
    if (committed) return committed
    await pause(Math.random() * Math.min(10 * tries, 200))
  }
  throw new Error('the subject changed too often to be committed')
}

/** One try: decide on what was read, and commit it. Undefined when the fence failed. */
async function attempt(deps: Deps, { loaded, revision, also = [] }: Setting): Promise<Committed | undefined> {
  const catalogue = await deps.catalogue.at(revision)
  if (loaded.length === 0) {
    if (also.length > 0) await deps.db.batch(also)
    return { decided: [], catalogue, wakes: [] }
  }
  const decided = await decide(deps, loaded, catalogue)
  const { statements, wakes } = write(decided, deps.clock.now(), deps.clock.real() + EVENT_LEASE_MS)
  try {
    await deps.db.batch([...statements, ...markCounted(catalogue, countsOf(decided), deps.clock.now()), ...also])
  } catch (error) {
    if (failureOf(error) === 'broken') throw error
    return undefined
  }
  count(deps, decided)
  return { decided, catalogue, wakes }
}

/**
 * What asked something of what members share goes on with the answer, which this commit has decided. What is not
 * reached here the sweep finds: it is due, and asks for the answer again, not for another grant.
 */
async function answerAsks(deps: Deps, decided: readonly Decided[]): Promise<void> {
  const asking = decided.filter(({ reaction }) => reaction.turn.asks.length > 0)
  if (asking.length === 0) return
  const works = asking.map(({ loaded, reaction }): Work => {
    const asked = reaction.turn.asks.map(({ resource, id }) => ({ resource, grant: id }))
    return { who: { subjectId: loaded.actor.contact.id }, events: [], results: [], commands: [], asked }
  })
  await handle(deps, works)
}

/** Metrics that this commit has counted, when a workflow listens for them. */
async function watchMetrics(deps: Deps, catalogue: Catalogue, decided: readonly Decided[]): Promise<void> {
  const crossed = await lookAfter(deps, catalogue, countsOf(decided))
  if (crossed.length > 0) await handle(deps, crossed)
}

function countsOf(decided: readonly Decided[]): Count[] {
  return decided.flatMap(({ reaction }) => reaction.turn.counts)
}

/** Events for other subjects, which this commit put into their inbox. What is not reached here the sweep finds. */
async function passOn(deps: Deps, decided: readonly Decided[]): Promise<void> {
  const emitted = decided.flatMap(({ reaction }) =>
    reaction.turn.emitted.map((event) => inboxOf(event, deps.clock.now())),
  )
  if (emitted.length === 0) return
  await handleAlong(
    deps,
    emitted.map((event) => ({ who: whoOf(event), events: [event], results: [], commands: [] })),
  )
}

function count(deps: Deps, decided: readonly Decided[]): void {
  for (const { reaction } of decided)
    for (const { outcomes } of reaction.settled)
      for (const outcome of outcomes) deps.counts.runs += outcome.started.length
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

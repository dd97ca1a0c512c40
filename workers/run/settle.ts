import type { Count } from '../../schema/metric.ts'
import { number } from '../store/cell.ts'
import { failureOf, type Statement } from '../store/database.ts'
import { countLeased } from '../store/deliveries.ts'
import { EVENT_LEASE_MS } from '../store/events.ts'
import { countWritten } from '../store/journal.ts'
import { logError } from '../store/log.ts'
import { lookLater } from '../store/subjects.ts'
import type { Wake } from '../timers/port.ts'
import type { Catalogue } from './catalogue.ts'
import { type Decided, type Write, write } from './commit.ts'
import { decide } from './decide.ts'
import type { Deps } from './deps.ts'
import { beSure } from './epoch.ts'
import { inTurn } from './in-turn.ts'
import { markCounted } from './metrics.ts'
import { pause, surely } from './pause.ts'
import { type Loaded, read, type Work, whoKey } from './read.ts'

/** How often a fence may fail before the work is left to the sweep. */
const TRIES_MAX = 60

/**
 * What is committed along: that part which belongs to some of the work, or the others. All of it are the others of
 * nobody.
 */
export type Along = (works: readonly Work[], part: 'theirs' | 'others') => readonly Statement[]

const NOTHING: Along = () => []

/** Is there anything to do for it: a stimulus, or time that has come? */
export function isNeeded(deps: Deps, { work, dueAt }: Loaded): boolean {
  if (work.events.length + work.results.length + work.commands.length > 0) return true
  return dueAt !== null && dueAt <= deps.clock.now()
}

export type Setting = {
  loaded: readonly Loaded[]
  revision: number
  /** Committed along. */
  also?: Along
  /** When others may do it, and theirs may be done here. */
  brings?: readonly Work[] | undefined
}

/**
 * A set goes in one commit. When its fence fails, its members go one by one, each until it succeeds. Only deciding and
 * committing takes the subjects' turn; what follows from a commit is done after it, so that a slow provider holds up
 * nobody, and a run that goes on with an answer does not wait for itself. Whatever has gathered for one subject
 * meanwhile is committed at once.
 */
export async function settleSet(
  deps: Deps,
  { loaded, revision, also = NOTHING, brings }: Setting,
): Promise<Committed[]> {
  if (loaded.length === 0) {
    await surely(deps.db, also([], 'others'))
    return []
  }
  await beSure(deps)
  const keys = loaded.flatMap(({ actor, work }) => [actor.contact.id, whoKey(work.who)])
  const settled = await inTurn({ keys, brings }, async ({ waited, joined }) => {
    if (!waited && joined.length === 0) return commitSet(deps, { loaded, revision, also })
    const fresh = await read(deps, [...loaded.map(({ work }) => work), ...joined])
    const needed = fresh.loaded.filter((one) => isNeeded(deps, one))
    return commitSet(deps, { loaded: needed, revision: fresh.revision, also })
  })
  return settled ?? []
}

async function commitSet(deps: Deps, { loaded: set, revision, also = NOTHING }: Setting): Promise<Committed[]> {
  const together = await firstTry(deps, { loaded: set, revision, also })
  if (together) return [together]
  const [only] = set
  if (only && set.length === 1) return tryAlone(deps, only, also([], 'others'))
  const alone: Committed[] = []
  // Whoever cannot be told how a delivery ended keeps it under way: written as ended, its run would wait for ever.
  for (const one of set) alone.push(...(await tryAlone(deps, one, also([one.work], 'theirs'))))
  const works = set.map(({ work }) => work)
  await surely(deps.db, also(works, 'others'))
  return alone
}

/**
 * The set in one commit. Undefined when it must go one by one: a fence failed, or a member cannot be committed. A command
 * of which nobody knows whether it was carried out is not repeated.
 */
async function firstTry(deps: Deps, setting: Setting): Promise<Committed | undefined> {
  try {
    return await attempt(deps, setting)
  } catch (error) {
    if (setting.loaded.some(({ work }) => work.commands.length > 0)) throw error
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
export type Committed = { decided: Decided[]; catalogue: Catalogue; wakes: Wake[] }

/** Read and decide again until the commit succeeds. Somebody else's commit only means that the facts have changed. */
async function insist(deps: Deps, work: Work, also: readonly Statement[]): Promise<Committed> {
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    const found = await read(deps, [work])
    const [one] = found.loaded
    if (!one || !isNeeded(deps, one)) {
      await surely(deps.db, also)
      return { decided: [], catalogue: await deps.catalogue.known(), wakes: [] }
    }
    const committed = await attempt(deps, { loaded: [one], revision: found.revision, also: () => also })
    if (committed) return committed
    await pause(Math.random() * Math.min(10 * tries, 200))
  }
  throw new Error('the subject changed too often to be committed')
}

/** One try: decide on what was read, and commit it. Undefined when the fence failed. */
async function attempt(deps: Deps, { loaded, revision, also = NOTHING }: Setting): Promise<Committed | undefined> {
  const catalogue = await deps.catalogue.at(revision)
  const along = also([], 'others')
  if (loaded.length === 0) {
    await surely(deps.db, along)
    return { decided: [], catalogue, wakes: [] }
  }
  const decided = await decide(deps, loaded, catalogue)
  if (decided.every(isTooLate)) return { decided, catalogue, wakes: [] }
  return commitDecided(deps, [decided], { catalogue, along })
}

/** A command that has seen what is no longer so changes nothing: a commit of it would come before those that others have seen. */
function isTooLate({ loaded: { work, dueAt }, at, reaction: { settled } }: Decided): boolean {
  const { events, results, asked = [] } = work
  if (events.length + results.length + asked.length > 0 || (dueAt !== null && dueAt <= at)) return false
  return settled.every(({ result }) => result?.kind === 'refused' && result.code === 'stale')
}

/**
 * Commit what was decided, all or nothing, with what goes along: whoever is in a later round comes in the rounds before,
 * too. Undefined when the fence failed.
 */
export async function commitDecided(
  deps: Deps,
  rounds: readonly Decided[][],
  { catalogue, along }: { catalogue: Catalogue; along: readonly Statement[] },
): Promise<Committed | undefined> {
  const decided = rounds.flat()
  const written = rounds.map((round) => write(round, deps.clock.real() + EVENT_LEASE_MS))
  const statements = written.flatMap((one) => one.statements)
  try {
    const marked = markCounted(catalogue, countsOf(decided), deps.clock.now())
    await deps.db.batch([...statements, ...marked, ...along])
  } catch (error) {
    const failure = failureOf(error)
    if (failure === 'broken') throw error
    if (
      failure === 'conflict' ||
      !(await wasCommitted(
        deps,
        written.flatMap(({ fence }) => fence),
        decided,
      ))
    )
      return undefined
  }
  count(deps, decided)
  return { decided, catalogue, wakes: written.flatMap(({ wakes }) => wakes) }
}

export function countsOf(decided: readonly Decided[]): Count[] {
  return decided.flatMap(({ reaction }) => reaction.turn.counts)
}

/**
 * Whether a commit whose answer was lost has been carried out all the same: then its messages are ours to send, and what
 * it decided must not be decided again. Throws when that cannot be learned.
 */
async function wasCommitted(deps: Deps, fence: Write['fence'], decided: readonly Decided[]): Promise<boolean> {
  const held = decided.flatMap(({ deliveries }) => deliveries.filter(({ lease }) => lease !== null))
  const [rows, leases] = await surely(deps.db, [countWritten(fence), countLeased(held)])
  return number(rows?.rows[0]?.found) === fence.length && number(leases?.rows[0]?.found) === held.length
}

function count(deps: Deps, decided: readonly Decided[]): void {
  for (const { reaction } of decided)
    for (const { outcomes } of reaction.settled)
      for (const outcome of outcomes) deps.counts.runs += outcome.started.length
}

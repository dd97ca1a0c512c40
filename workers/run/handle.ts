import type { Command, CommandResult } from '../../workflows/engine/command.ts'
import type { Settled } from '../../workflows/engine/react.ts'
import type { Statement } from '../store/database.ts'
import { type InboxEvent, putAside } from '../store/events.ts'
import { DELIVERIES } from '../timers/port.ts'
import type { Catalogue } from './catalogue.ts'
import { type Decided, inboxOf } from './commit.ts'
import { deliver } from './deliver.ts'
import type { Deps } from './deps.ts'
import { leasedNow } from './lease.ts'
import { lookAfter } from './metrics.ts'
import { type Keeping, type Loaded, type Read, read, type Work, whoOf } from './read.ts'
import { type Along, type Committed, countsOf, isNeeded, settleSet } from './settle.ts'

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
export async function handle(deps: Deps, works: readonly Work[], also?: Along): Promise<Settled[]> {
  const committed = await commitAll(deps, works, also)
  await followAll(deps, committed)
  return settledOf(committed)
}

/** The same for events of which nobody asks here what came: others may carry them out along with theirs. */
async function handleAlong(deps: Deps, works: readonly Work[]): Promise<void> {
  const found = await read(deps, works)
  await carryOut(deps, found)
}

async function commitAll(deps: Deps, works: readonly Work[], also?: Along): Promise<Committed[]> {
  const found = await read(deps, works)
  await giveUp(deps, found)
  const loaded = found.loaded.filter((one) => isNeeded(deps, one))
  return settleSet(deps, { loaded, revision: found.revision, ...(also && { also }) })
}

/** As `handle` for commands: those that were refused, and why. */
export async function handleAll(deps: Deps, works: readonly Work[]): Promise<Map<Command, string>> {
  const committed = await commitAll(deps, works)
  await followAll(deps, committed)
  const refused = new Map<Command, string>()
  for (const { loaded, reaction } of committed.flatMap(({ decided }) => decided)) {
    const results = reaction.settled.flatMap(({ result }) => result ?? [])
    for (const [i, command] of loaded.work.commands.entries()) {
      const result = results[i]
      if (result?.kind === 'refused') refused.set(command, result.message)
    }
  }
  return refused
}

/**
 * Carry out one command on one subject, and answer what came of it once that is committed. `later` does the rest. `also`
 * is written by the same commit, behind everything else, whether the command is refused or not; what comes too late for
 * what it has seen commits nothing.
 */
export async function handleCommand(
  deps: Deps,
  work: Work,
  later: (rest: Promise<unknown>) => void,
  also: readonly Statement[] = [],
): Promise<CommandResult | undefined> {
  const committed = await commitAll(deps, [work], () => also)
  later(followAll(deps, committed))
  return settledOf(committed).find((one) => one.result !== undefined)?.result
}

/** Events for somebody who does not exist, or no longer. */
async function giveUp(deps: Deps, { lost }: Read): Promise<void> {
  if (lost.length > 0) await deps.db.batch([putAside(lost, 'no such contact')])
}

/** What somebody else may carry out along with their own: nothing but events. */
function joinable(set: readonly Loaded[]): Work[] | undefined {
  const works = set.map(({ work }) => work)
  const plain = works.every(
    ({ results, commands, asked = [] }) => results.length + commands.length + asked.length === 0,
  )
  return plain ? works : undefined
}

/** What follows from commits, in their order. */
export async function followAll(deps: Deps, committed: readonly Committed[]): Promise<void> {
  for (const one of committed) await followUp(deps, one)
}

function settledOf(committed: readonly Committed[]): Settled[] {
  return committed.flatMap(({ decided }) => decided.flatMap(({ reaction }) => reaction.settled))
}

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

/** Events for other subjects, which this commit put into their inbox. What is not reached here the sweep finds. */
async function passOn(deps: Deps, decided: readonly Decided[]): Promise<void> {
  const emitted = decided.flatMap(({ reaction, at }) => reaction.turn.emitted.map((event) => inboxOf(event, at)))
  if (emitted.length === 0) return
  await handleAlong(
    deps,
    emitted.map((event) => ({ who: whoOf(event), events: [event], results: [], commands: [] })),
  )
}

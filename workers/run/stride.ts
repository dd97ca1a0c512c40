import { runRow, toRun } from '../store/runs.ts'
import { subjectRow, toContact } from '../store/subjects.ts'
import type { Catalogue } from './catalogue.ts'
import { type Decided, dueOf } from './commit.ts'
import { decider } from './decide.ts'
import type { Deps } from './deps.ts'
import { followAll } from './handle.ts'
import { lineUp } from './lease.ts'
import { listensToCounts } from './metrics.ts'
import { earliest, leftBehind, nextOther } from './next-due.ts'
import { isAsking, type Loaded, loadedAs, readDue } from './read.ts'
import { commitDecided } from './settle.ts'
import type { Turning } from './virtual.ts'

export type Stride = {
  done: number
  /** Infinity when nothing falls due any more. */
  next: number
}

/** So many subjects are looked at for one commit, and so often can one of them fall due in it. */
const SUBJECTS_MAX = 100
const TIMES_MAX = 6

/**
 * Carry out at once, each as of its own instant and in the order of time, whatever the subjects that are due first come to
 * by themselves: until one would act on anybody else, or something else falls due. What comes of it is what one after the
 * other would have come to, at two batches for all. The clock moves in the same commit. With `done` 0 whatever is due
 * `next` must go its ordinary way.
 */
export async function stride(deps: Deps, turning: Turning, target: number): Promise<Stride> {
  const ask = { until: target, limit: SUBJECTS_MAX, along: [nextOther(deps), leftBehind(deps)] }
  const { loaded, revision, along } = await readDue(deps, ask)
  const [other, left] = along.map(({ rows }) => rows)
  const others = earliest(other ?? []) ?? Number.POSITIVE_INFINITY
  const next = Math.min(others, loaded[0]?.dueAt ?? Number.POSITIVE_INFINITY)
  const catalogue = await deps.catalogue.at(revision)
  const isFree = left?.length === 0 && !catalogue.recovering
  const none = { done: 0, next }
  if (!isFree) return none
  // Whoever was not read is due later than all of these.
  const known = loaded.length < SUBJECTS_MAX ? target : (loaded.at(-1)?.dueAt ?? target)
  const rounds = await live(deps, loaded, { catalogue, before: others, until: known })
  const decided = rounds.flat()
  const now = Math.max(...decided.map(({ at }) => at))
  if (decided.length === 0) return none
  lineUp(catalogue, decided)
  const committed = await commitDecided(deps, rounds, { catalogue, along: [turning.note(now)] }).catch(() => undefined)
  if (!committed) return none
  turning.turn(now)
  await followAll(deps, [{ ...committed, wakes: committed.wakes.filter(({ dueAtMs }) => dueAtMs > now) }])
  return { done: decided.length, next: now }
}

type Limits = { catalogue: Catalogue; before: number; until: number }

/** What they come to, in the order of time: the first time of each, the second, and so on. */
async function live(deps: Deps, loaded: readonly Loaded[], { catalogue, before, until: known }: Limits) {
  const decideOne = await decider(deps, loaded, catalogue)
  const rounds: Decided[][] = []
  const waiting = loaded.map((one) => ({ one, at: Math.max(one.dueAt ?? 0, deps.clock.now()), times: 0 }))
  let until = known
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { one, at, times } = next
    if (at > until || at >= before || times === TIMES_MAX || !isOrdinary(one)) break
    const made = attempted(() => decideOne({ ...one, at }))
    if (!made) break
    rounds[times] = [...(rounds[times] ?? []), made]
    const due = dueOf(made)
    if (concernsOthers(made, catalogue)) until = at
    else if (due !== null && due <= until) {
      if (due <= at || rewritesItself(made)) until = Math.min(until, Math.max(due, at))
      else insert(waiting, { one: asWritten(made, due), at: due, times: times + 1 })
    }
  }
  return rounds
}

type Waiting = { one: Loaded; at: number; times: number }

function insert(waiting: Waiting[], one: Waiting): void {
  const place = waiting.findIndex(({ at }) => at > one.at)
  waiting.splice(place < 0 ? waiting.length : place, 0, one)
}

/** A subject as it will be read when this is committed. */
function asWritten({ reaction }: Decided, due: number): Loaded {
  const { actor, touched } = reaction.turn
  const { contact, runs } = actor
  const active = runs.map(({ id }) => id)
  const version = contact.version + 1
  const row = subjectRow(contact, { version, dueAt: due, active })
  const work = { who: { subjectId: contact.id }, events: [], results: [], commands: [] }
  const stored = runs.map((run) => toRun(runRow(touched.has(run) ? { ...run, lastVersion: version } : run, contact.id)))
  return loadedAs({ contact: toContact(row), runs: stored, due }, work)
}

/** Alerts and the like act on people, and what has asked must be told first. */
function isOrdinary({ actor }: Loaded): boolean {
  return actor.contact.kind === 'contact' && !isAsking(actor)
}

/** What cannot be decided, or committed, is told of and put off on its ordinary way. */
function attempted(decideOne: () => Decided): Decided | undefined {
  try {
    return decideOne()
  } catch {
    return undefined
  }
}

/** Whether anybody else, or a provider, may be reached by it. */
function concernsOthers({ reaction: { turn }, deliveries }: Decided, catalogue: Catalogue): boolean {
  return (
    turn.emitted.length + turn.asks.length + turn.returned.length + turn.usedCodes.length + turn.breakers.size > 0 ||
    deliveries.some(({ status }) => status === 'sending') ||
    listensToCounts(catalogue, turn.counts)
  )
}

/** Whether the commit changes more of its row than is known here. */
function rewritesItself({ reaction: { turn } }: Decided): boolean {
  return turn.cancelled.length > 0
}

import type { Catalogue } from './catalogue.ts'
import { type Decided, dueOf } from './commit.ts'
import { decider } from './decide.ts'
import type { Deps } from './deps.ts'
import { followAll } from './handle.ts'
import { lineUp } from './lease.ts'
import { listensToCounts } from './metrics.ts'
import { earliest, leftBehind, nextOther } from './next-due.ts'
import { isAsking, type Loaded, readDue } from './read.ts'
import { commitDecided } from './settle.ts'
import type { Turning } from './virtual.ts'

/** So many subjects are carried out by one commit. */
const SUBJECTS_MAX = 100

/**
 * Carry out at once, each as of its own instant, as many of the subjects that are due first as cannot have a say in one
 * another: until one would act on anybody else, one would be due again, or something else falls due. What comes of it is
 * what one after the other would have come to, at two batches for all. The clock moves in the same commit. Answers how
 * many there were; with none, whoever is due first must go its ordinary way.
 */
export async function stride(deps: Deps, turning: Turning, target: number): Promise<number> {
  const ask = { until: target, limit: SUBJECTS_MAX, along: [nextOther(deps), leftBehind(deps)] }
  const { loaded, revision, along } = await readDue(deps, ask)
  const others = earliest(along.flatMap(({ rows }) => rows)) ?? Number.POSITIVE_INFINITY
  const catalogue = await deps.catalogue.at(revision)
  if (catalogue.recovering) return 0
  const decided = await decideTogether(deps, loaded, { catalogue, before: others })
  const last = decided.at(-1)
  if (!last) return 0
  lineUp(catalogue, decided)
  const committed = await commitDecided(deps, decided, { catalogue, along: [turning.note(last.at)] })
  if (!committed) return 0
  turning.turn(last.at)
  await followAll(deps, [committed])
  return decided.length
}

type Limits = { catalogue: Catalogue; before: number }

async function decideTogether(deps: Deps, loaded: readonly Loaded[], { catalogue, before }: Limits) {
  const decideOne = await decider(deps, loaded, catalogue)
  const decided: Decided[] = []
  let until = Number.POSITIVE_INFINITY
  for (const one of loaded) {
    const at = Math.max(one.dueAt ?? 0, deps.clock.now())
    if (at > until || at >= before || !isOrdinary(one)) break
    const made = attempted(() => decideOne({ ...one, at }))
    if (!made) break
    decided.push(made)
    until = Math.min(until, concernsOthers(made, catalogue) ? at : (dueOf(made) ?? until))
  }
  return decided
}

/** Alerts and the like act on people, and what has asked must be told first. */
function isOrdinary({ actor }: Loaded): boolean {
  return actor.contact.kind === 'contact' && !isAsking(actor)
}

/** What cannot be decided is told of, and put off, on its ordinary way. */
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

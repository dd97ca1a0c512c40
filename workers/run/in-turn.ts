/** Whoever stands in line for some keys in this isolate. The first for all of its keys is at work. */
type Standing<W> = {
  keys: readonly string[]
  /** What somebody else may carry out along with their own. */
  brought: readonly W[] | undefined
  state: 'waiting' | 'at work' | 'done'
  /** Whoever carries it out along with their own. */
  by: Standing<W> | undefined
  /** How often it has looked whether its turn has come: whoever is gone looks no more. */
  looks: number
}

/** `waited` says that others went first, so that what was read before is stale; `joined` is to be done along with it. */
export type Turn<W> = { waited: boolean; joined: readonly W[] }

export type Turning<W> = {
  keys: readonly string[]
  /** May be carried out by whoever has the turn, together with their own. */
  brings?: readonly W[] | undefined
  /** Whoever is at work for longer than this without an end is given up. */
  patienceMs?: number
}

const PATIENCE_MS = 5_000
/** Whoever only waits and does not look any more is given up sooner. */
const GONE_MS = 500
/** So much is carried out at once, one's own included. */
const TOGETHER_MAX = 100
/** Waiting for somebody who is at it: looked at this often. */
const LOOK_MS = 3
/** Whoever stands far behind looks less often. */
const LOOK_MAX_MS = 60

/** In the order in which they came. */
const all = new Set<Standing<unknown>>()

/**
 * Do the work for these keys one after the other within this isolate; undefined when somebody else has done it along
 * with theirs. A courtesy that saves retries, not a lock: the commit's fence is what keeps order, also between isolates.
 *
 * Nobody waits for a promise of another request, which may be gone with all that it would have settled, and whose I/O
 * must not be used: each looks again, by a timer of its own, whether its turn has come.
 */
export async function inTurn<T, W>(
  { keys, brings, patienceMs = PATIENCE_MS }: Turning<W>,
  work: (turn: Turn<W>) => Promise<T>,
): Promise<T | undefined> {
  const self: Standing<W> = { keys, brought: brings, state: 'waiting', by: undefined, looks: 0 }
  all.add(self)
  const waited = await untilFirst(self, patienceMs)
  if (self.state === 'done') return undefined
  self.state = 'at work'
  const taken = takeAlong(self)
  let left: 'waiting' | 'done' = 'waiting'
  try {
    const done = await work({ waited, joined: taken.flatMap(({ brought = [] }) => brought) })
    left = 'done'
    return done
  } finally {
    all.delete(self)
    for (const one of taken.filter(({ by }) => by === self)) {
      Object.assign(one, { state: left, by: undefined })
      if (left === 'done') all.delete(one)
    }
  }
}

/** The same for one name, and for what nobody else can do along with theirs. */
export async function oneByOne<T>(name: string, work: () => Promise<T>): Promise<T> {
  const done = await inTurn({ keys: [name] }, async () => ({ value: await work() }))
  return done ? done.value : work()
}

/** Answers whether somebody was there before. Whoever makes no progress within the patience is gone, or as good as gone. */
async function untilFirst<W>(self: Standing<W>, patienceMs: number): Promise<boolean> {
  let waited = false
  let [before, stillMs] = ['', 0]
  for (;;) {
    const ahead = aheadOf(self)
    const first = self.by ?? ahead[0]
    if (!first || self.state === 'done') return waited
    const now = `${ahead.length} ${first.state} ${first.looks}`
    if (now !== before) stillMs = 0
    before = now
    if (stillMs >= (first.state === 'waiting' ? Math.min(GONE_MS, patienceMs) : patienceMs)) giveUp(first)
    waited = true
    self.looks += 1
    const lookMs = Math.min(LOOK_MAX_MS, LOOK_MS * Math.max(1, ahead.length))
    await new Promise((resolve) => setTimeout(resolve, lookMs))
    stillMs += lookMs
  }
}

/** It may be alive all the same; then both go on, and the fence decides. */
function giveUp<W>(gone: Standing<W>): void {
  all.delete(gone)
  for (const one of all) if (one.by === gone) one.by = undefined
}

function aheadOf<W>(self: Standing<W>): Standing<unknown>[] {
  const keys = new Set(self.keys)
  const ahead: Standing<unknown>[] = []
  if (!all.has(self)) return ahead
  for (const one of all) {
    if (one === self) return ahead
    if (one.keys.some((key) => keys.has(key))) ahead.push(one)
  }
  return ahead
}

/** Whoever waits for the same keys, and brings what may be done along: unless somebody else is ahead of them. */
function takeAlong<W>(self: Standing<W>): Standing<W>[] {
  if (self.brought === undefined) return []
  let room = TOGETHER_MAX - self.brought.length
  const related = relatedTo(self)
  const passedOver = new Set<string>()
  const taken: Standing<W>[] = []
  for (const one of all) {
    if (one === self || !one.keys.some((key) => related.has(key))) continue
    const { brought = [] } = one
    const isFree = one.state === 'waiting' && one.by === undefined && brought.length > 0 && brought.length <= room
    if (!isFree || one.keys.some((key) => passedOver.has(key))) for (const key of one.keys) passedOver.add(key)
    else {
      one.by = self
      room -= brought.length
      taken.push(one as Standing<W>)
    }
  }
  return taken
}

/** The keys of all that wait for one another with it. */
function relatedTo<W>(self: Standing<W>): ReadonlySet<string> {
  const keys = new Set(self.keys)
  for (let size = 0; size !== keys.size; ) {
    size = keys.size
    for (const one of all) if (one.keys.some((key) => keys.has(key))) for (const key of one.keys) keys.add(key)
  }
  return keys
}

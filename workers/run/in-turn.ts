const last = new Map<string, Promise<unknown>>()
const WAIT_MAX_MS = 5_000

/**
 * Do the work for these subjects one after the other within this isolate. A courtesy that saves retries, not a lock:
 * the commit's fence is what keeps order, also between isolates, and a wait that takes too long is given up.
 * `waited` says that others went first, so that what was read before is stale.
 */
export async function inTurn<T>(
  keys: readonly string[],
  work: (waited: boolean) => Promise<T>,
  patienceMs = WAIT_MAX_MS,
): Promise<T> {
  const before = [...new Set(keys.flatMap((key) => last.get(key) ?? []))]
  const turn = before.length === 0 ? work(false) : afterwards(before, patienceMs).then(() => work(true))
  const done = turn.catch(() => undefined)
  for (const key of keys) last.set(key, done)
  try {
    return await turn
  } finally {
    for (const key of keys) if (last.get(key) === done) last.delete(key)
  }
}

function afterwards(before: readonly Promise<unknown>[], patienceMs: number): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, patienceMs)
  })
  return Promise.race([Promise.all(before), patience]).finally(() => clearTimeout(timer))
}

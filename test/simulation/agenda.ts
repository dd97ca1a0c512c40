/** The one scheduler: whatever is pending, anywhere, stands here, and goes on only when it is taken from here. */
export type Agenda = {
  /** Real time of the simulation, in milliseconds since the epoch. */
  now: () => number
  /** Do this later. When `alive` says no by then, it is dropped. */
  at: (delayMs: number, work: () => void, alive?: () => boolean) => void
  /** Take one thing after the other until `until`, or until nothing is left. */
  run: (until: () => boolean) => Promise<void>
  /** Work of the platform itself that takes no simulated time, one after the other. */
  native: <T>(work: () => Promise<T>) => Promise<T>
  taken: () => number
}

type Item = { at: number; order: number; work: () => void; alive: () => boolean }

const TAKEN_MAX = 200_000

export function agenda(startMs: number): Agenda {
  const heap: Item[] = []
  let [now, order, taken, outstanding] = [startMs, 0, 0, 0]
  let natives: Promise<unknown> = Promise.resolve()

  /** Let everything that can go on go on, until each waits for something of the agenda. */
  const settle = async () => {
    do {
      await new Promise((resolve) => setImmediate(resolve))
      await new Promise((resolve) => setImmediate(resolve))
    } while (outstanding > 0)
  }
  return {
    now: () => now,
    at: (delayMs, work, alive = () => true) => {
      order += 1
      push(heap, { at: now + Math.max(0, delayMs), order, work, alive })
    },
    run: async (until) => {
      await settle()
      while (!until()) {
        const item = pop(heap)
        if (!item) return
        if (!item.alive()) continue
        taken += 1
        if (taken > TAKEN_MAX) throw new Error('the simulation does not come to an end')
        now = Math.max(now, item.at)
        item.work()
        await settle()
      }
    },
    native: (work) => {
      outstanding += 1
      const done = natives.then(work)
      natives = done.catch(() => undefined)
      return done.finally(() => {
        outstanding -= 1
      })
    },
    taken: () => taken,
  }
}

function before(a: Item, b: Item): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function push(heap: Item[], item: Item): void {
  let i = heap.push(item) - 1
  while (i > 0) {
    const parent = (i - 1) >> 1
    const above = heap[parent]
    if (!above || before(above, item)) break
    heap[i] = above
    i = parent
  }
  heap[i] = item
}

function pop(heap: Item[]): Item | undefined {
  const [first] = heap
  const last = heap.pop()
  if (!first || !last || heap.length === 0) return first
  let i = 0
  for (;;) {
    let child = 2 * i + 1
    const right = heap[child + 1]
    const left = heap[child]
    if (!left) break
    if (right && before(right, left)) child += 1
    const least = heap[child]
    if (!least || before(last, least)) break
    heap[i] = least
    i = child
  }
  heap[i] = last
  return first
}

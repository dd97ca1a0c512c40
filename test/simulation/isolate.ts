import type { Agenda } from './agenda.ts'
import type { MakeIsolate } from './bundle.ts'
import type { Faults } from './faults.ts'
import type { Random } from './random.ts'

/** What is outside, as one isolate reaches it: everything costs time, and can go wrong. */
export type World = {
  agenda: Agenda
  random: Random
  faults: Faults
  /** How likely something goes wrong where it can. */
  share: number
  make: MakeIsolate
  log: (line: string) => void
}

export type Isolate = {
  name: string
  isAlive: () => boolean
  /** It stops here, wherever it is: nothing that it waits for goes on. */
  kill: () => void
  onKill: (work: () => void) => void
  product: unknown
}

export type Fetching = (url: string, init: RequestInit, timeoutMs: number | undefined, of: Isolate) => Promise<Response>

/** Clocks of isolates differ by so much. */
const SKEW_MAX_MS = 2_000

export function isolate(world: World, name: string, fetching: Fetching): Isolate {
  const { agenda, random } = world
  const skewMs = random.between(-SKEW_MAX_MS, SKEW_MAX_MS)
  let alive = true
  const mourners: (() => void)[] = []
  const self: Isolate = {
    name,
    isAlive: () => alive,
    kill: () => {
      if (!alive) return
      alive = false
      world.log(`${name} is killed`)
      for (const mourn of mourners) mourn()
    },
    onKill: (work) => mourners.push(work),
    product: undefined,
  }
  // As `Date.now()` tells it: timers may be set for parts of a millisecond, and clocks show none.
  const now = () => Math.floor(agenda.now() + skewMs)
  self.product = world.make({
    Date: dateOf(now),
    Math: Object.assign(Object.create(Math), { random: random.next }),
    setTimeout: (work: () => void, ms = 0) => {
      const timer = { off: false }
      agenda.at(ms, work, () => alive && !timer.off)
      return timer
    },
    clearTimeout: (timer?: { off: boolean }) => {
      if (timer) timer.off = true
    },
    crypto: cryptoOf(world),
    fetch: (input: string | Request, init: RequestInit = {}) => {
      const { signal } = init as { signal?: { timeoutMs?: number } }
      if (typeof input === 'string') return fetching(input, init, signal?.timeoutMs, self)
      const { method, headers } = input
      return agenda
        .native(() => input.text())
        .then((body) => fetching(input.url, { method, headers, body }, signal?.timeoutMs, self))
    },
    AbortSignal: { timeout: (timeoutMs: number) => ({ timeoutMs }) },
    console: { error: (line: string) => world.log(`${name}: ${withoutStack(line)}`), log: () => {}, warn: () => {} },
  })
  return self
}

/** Where in the code is no part of the history. */
function withoutStack(line: string): string {
  return line.replace(/,"at":\[.*\]/, '')
}

function dateOf(now: () => number) {
  return class extends Date {
    constructor(...given: unknown[]) {
      super(...((given.length === 0 ? [now()] : given) as [number]))
    }
    static override now() {
      return now()
    }
  }
}

function cryptoOf({ agenda, random }: World) {
  const subtle = new Proxy(crypto.subtle, {
    get:
      (target, name) =>
      (...given: unknown[]) =>
        agenda.native(() => (Reflect.get(target, name) as (...of: unknown[]) => Promise<unknown>).apply(target, given)),
  })
  return {
    subtle,
    getRandomValues: (bytes: Uint8Array) => {
      for (let i = 0; i < bytes.length; i++) bytes[i] = random.below(256)
      return bytes
    },
  }
}

type Reaching<T> = {
  place: string
  of: Isolate
  /** What happens there; undefined when it does not get there. */
  effect: () => T | Promise<T>
  /** Beside being cut off and being killed: what else may go wrong, and how the caller learns of it. */
  wrong?: Record<string, (effect: () => T | Promise<T>) => T | Promise<T>>
  latencyMs: readonly [number, number]
}

const COMMON = ['kill before', 'kill after', 'slow'] as const

/** Reach something outside. The isolate may be killed on the way there, or on the way back. */
export function reach<T>(world: World, { place, of, effect, wrong = {}, latencyMs }: Reaching<T>): Promise<T> {
  const { agenda, random, faults, share } = world
  const what = faults.here(place, [...COMMON, ...Object.keys(wrong)], share)
  const latency = () => random.between(...latencyMs) + (what === 'slow' ? random.between(500, 8_000) : 0)
  return new Promise((resolve, reject) => {
    const back = (tell: () => void) => agenda.at(latency(), tell, of.isAlive)
    const there = async () => {
      if (what === 'kill before') return of.kill()
      if (!of.isAlive() && random.chance(0.5)) return
      try {
        const told = await (wrong[what ?? ''] ?? ((work: typeof effect) => work()))(effect)
        if (what === 'kill after') return of.kill()
        back(() => resolve(told))
      } catch (error) {
        back(() => reject(error as Error))
      }
    }
    agenda.at(latency(), () => void there())
  })
}

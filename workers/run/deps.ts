import type { Database } from '../store/database.ts'
import type { Timers } from '../timers/port.ts'
import type { CatalogueCache } from './catalogue.ts'

/** Two clocks. Due times run on the product's time, which tests may turn; leases and paces run on real time. */
export type Clock = { now: () => number; real: () => number }

/** Everything outside that this folder uses. Built once an isolate by app.ts, and by tests. */
export type Deps = {
  db: Database
  clock: Clock
  timers: Timers
  catalogue: CatalogueCache
  /** The only way out, used by deliver.ts alone. */
  call: typeof fetch
  /** Whether somebody listens at an address; absent where the platform says so itself (Cloudflare answers 521). */
  listens?: (url: string) => Promise<boolean>
  /** May addresses inside (loopback, private) be called? In development only. */
  development: boolean
  counts: Counts
}

/** For `/dev/stats`: what happened since the start or the last reset, beside the database's own numbers. */
export type Counts = { fetches: number; timers: number; events: number; runs: number }

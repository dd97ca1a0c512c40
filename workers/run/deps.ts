import type { World } from '../../workflows/engine/world.ts'
import type { Words } from '../../workflows/faq/words.ts'
import type { Database } from '../store/database.ts'
import type { Vault } from '../store/vault.ts'
import type { Timers } from '../timers/port.ts'
import type { Outgoing } from './address.ts'
import type { AlertLinks } from './alert-link.ts'
import type { CatalogueCache } from './catalogue.ts'
import type { CheckinLinks } from './checkin-links.ts'
import type { Keeper } from './keeping.ts'
import type { Links } from './links.ts'
import type { Outlet } from './outlet.ts'
import type { SurveyPages } from './survey-pages.ts'
import type { UnsubscribeLinks } from './unsubscribing.ts'

/** Two clocks. Due times run on the product's time, which tests may turn; leases and paces run on real time. */
export type Clock = {
  now: () => number
  real: () => number
  /** Whether the product's time stands still until a tester moves it. */
  virtual?: boolean
}

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
  /** On somebody's own machine: loopback addresses may be called, and more is told. */
  development: boolean
  /** Where outgoing calls may go, beside the public Internet. */
  outgoing: Outgoing
  counts: Counts
  /** The words by which questions are found. */
  words: () => Promise<Words>
  /** While a request is open whose answer may be a message: see outlet.ts. */
  outlet?: Outlet
  /** What all isolates must agree on about a channel. */
  keeper: (channelId: string) => Keeper
  vault: Vault
  /** Outside the database: the latest mark that anybody has told it, this one included. */
  witness?: (mark: number) => Promise<number>
  /** Nothing is carried out. */
  closed?: boolean
  /** How tracked links are written and read; absent where the product does not know its own address. */
  links?: Links
  alertLinks?: AlertLinks
  /** The same for links that unsubscribe. */
  unsubscribing?: UnsubscribeLinks
  /** The same for tickets. */
  checkinLinks?: CheckinLinks
  /** The same for the pages of surveys. */
  surveyPages?: SurveyPages
  /** What the engine is told of the house: where it is, and a hash under its key. */
  known: Pick<World, 'keyed' | 'publicUrl'>
}

/** For `/dev/stats`: what happened since the start or the last reset, beside the database's own numbers. */
export type Counts = { fetches: number; timers: number; events: number; runs: number }

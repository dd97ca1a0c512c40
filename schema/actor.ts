import type { BoardWish } from './ask.ts'
import type { Facts } from './facts.ts'
import type { Json, JsonObject } from './json.ts'
import type { HeldMessage } from './message.ts'
import type { SecretPlaces } from './secret.ts'
import type { Asking } from './survey.ts'

/** Who a stimulus concerns, with everything that deciding needs. Times are milliseconds since the epoch. */
export type Actor = {
  contact: Contact
  /** Not ended, or ended with a goal still open; in order of their start. */
  runs: Run[]
  /** The answers that runs wait for, of those that were given; undefined as long as nobody has looked. */
  granted?: ReadonlyMap<string, JsonObject>
  /** What people have decided, by the task, of which its run has not been told and whose time is over. */
  decided?: ReadonlyMap<string, EngineEvent>
}

export type Contact = {
  id: string
  kind: 'contact' | 'system'
  /** 0 until the first commit. */
  version: number
  name: string | null
  locale: string | null
  timezone: string | null
  phone: string | null
  email: string | null
  tags: string[]
  traits: JsonObject
  points: number
  tier: string | null
  stage: string
  risk: number
  owner: string | null
  streak: number
  referrals: number
  consents: Record<string, boolean>
  identities: Identity[]
  /** Where they were last heard of. */
  lastChannel: string | null
  joinedAt: number | null
  leftAt: number | null
  lastSeenAt: number | null
  createdAt: number
  /** When each workflow was last entered, by `workflow` or `workflow key`. */
  entries: Record<string, number>
  /** When each date trigger fires next, and in which segments of triggers they are: by `workflow index`. */
  dates: Record<string, number>
  segments: Record<string, boolean>
  /** Bursts of events that a debounced trigger waits out: the last event, and when it starts. */
  bursts: Record<string, { firstAt: number; at: number; event: EngineEvent }>
  /** When each throttled step let them pass, by `workflow.step`. */
  throttles: Record<string, number[]>
  /** The branch of each experiment that they were put into, for good. */
  branches: Record<string, string>
  facts: Facts
  runCount: number
  ledgerCount: number
}

export type Identity = { channel: string; external_id: string }

export type Run = {
  id: string
  workflowId: string
  version: number
  status: 'active' | 'waiting' | 'completed' | 'exited' | 'failed' | 'cancelled'
  position: number
  /** The step at `position`, as the API names it. */
  step: string | null
  wakeAt: number | null
  waiting: Waiting | null
  startedAt: number
  endedAt: number | null
  reason: string | null
  memory: RunMemory
  /** The subject's versions between which its journal lies. */
  firstVersion: number
  lastVersion: number
}

export type Waiting =
  /** `to` is the instruction at which it goes on, when that is not the one behind. */
  | { for: 'time'; to?: number }
  /** `task` is the one that a person must decide first. */
  | { for: 'event'; events: string[]; task?: string }
  /** `with` is what the action wants to know again when it has ended. */
  | { for: 'delivery'; delivery: string; with?: JsonObject }
  /** A message that the gate has put off: it is asked again when its time comes. */
  | { for: 'gate'; held: HeldMessage }
  /**
   * Something that members share: decided by the commit that asks. `gives` is what goes back when the run ends before
   * it takes it; `with` is what the action was told when it asked.
   */
  | {
      for: 'grant'
      grant: string
      resource: string
      gives?: 'share' | 'code' | 'referral' | 'seat'
      amount?: number
      with?: JsonObject
      /** Where secrets stand in it. */
      secrets?: SecretPlaces
      /** What is to be looked up before it goes on. */
      question?: string
      board?: BoardWish
      /** The Monday of the week that is to be told of. */
      report?: string
    }
  /** Another run, started by a `call`, that must end first. */
  | { for: 'run'; run: string }

export type RunMemory = {
  event: EngineEvent
  entryKey: string | null
  vars: JsonObject
  steps: Record<string, JsonObject>
  /** Given when it was started by hand. */
  inputs: JsonObject | null
  /** How often each step has been carried out: the iteration in its keys. */
  iterations: Record<string, number>
  /** Events that came since its start and that a later `wait_for` with `since` may want; the oldest first. */
  seen: EngineEvent[]
  /** Loops that the run is inside of, the innermost last. */
  loops: { step: string; index: number }[]
  /** The run that called this one. */
  caller: string | null
  /** Steps carried out so far, against the limit. */
  executed: number
  /** Entries in the journal so far. */
  journaled: number
  /** Triggers that wait for this run to end, when the entry mode is `queued`. */
  queue: EngineEvent[]
  goal: { countedAt: number; value?: Json } | null
  /** The questions whose answers the run waits for. */
  asking?: Asking
  goalUntil: number | null
  /** Under whom it went before that contact was merged into this one, and where its journal of then lies. */
  formerly?: { subject: string; from: number; to: number }[]
}

/** An event as the engine sees it. */
export type EngineEvent = {
  id: string
  type: string
  at: number
  channel: string | null
  /** The group or room it happened in, when it did. */
  data: JsonObject
  causes: string[]
}

export type JournalEntry = {
  run: string
  seq: number
  step: string | null
  verb: string
  at: number
  status: 'started' | 'completed' | 'skipped' | 'waiting' | 'failed' | 'ended'
  input?: Json
  output?: Json
  attempt?: number
  warning?: string
  error?: { code: string; message: string }
}

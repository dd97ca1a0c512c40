import type { JsonObject } from './json.ts'
import type { HeldMessage } from './message.ts'

/** Something that a digest will tell of: the event, and what the run knew then. Times are milliseconds since the epoch. */
export type DigestItem = {
  at: number
  run: { id: string; startedAt: number }
  event: { id: string; type: string; at: number; channel: string | null; data: JsonObject }
  inputs?: JsonObject
  vars?: JsonObject
  steps?: JsonObject
  /** A message of its own that was collected instead of being sent: it is worded already. */
  text?: string
}

/** A digest that still collects. Of many items the first and the last are kept; `count` is how many there were. */
export type OpenDigest = {
  /** Its id, and that of the message that it becomes. */
  id: string
  /** The step that opened it: what the version that is current at its close says there is what is written. */
  workflowId: string
  version: number
  runId: string
  step: string
  openedAt: number
  closesAt: number
  /** However often a sliding window begins anew. */
  latestAt: number
  /** While its workflow is paused: when it is looked at again. */
  lookAt?: number
  count: number
  first: DigestItem[]
  last: DigestItem[]
}

/** A message of no run that the gate has put off until then: its contact remembers it. `about` is whom the journal names. */
export type HeldAlone = { until: number; held: HeldMessage; about: { runId: string; step: string; verb: string } }

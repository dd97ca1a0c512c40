import * as v from 'valibot'
import type { JsonObject } from './json.ts'
import type { HeldMessage, MessageCategory } from './message.ts'
import { Duration, TimeOfDay } from './text.ts'

const ITEMS_MAX = 1000

/** Information grading: what matters little is collected into one message for each contact, what matters goes alone. */
export const DigestSettings = v.strictObject({
  below: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(-99),
      v.maxValue(100),
      v.title('Messages with a lower priority than this are collected. Without it everything goes alone'),
    ),
  ),
  categories: v.optional(v.pipe(v.array(v.picklist(['lifecycle', 'promotional'])), v.minLength(1)), [
    'lifecycle',
    'promotional',
  ]),
  at: v.optional(
    v.pipe(TimeOfDay, v.title('The time of day, on the clock of each contact, at which a digest goes out')),
  ),
  window: v.optional(v.pipe(Duration, v.title('Without `at`: so long after the first message in it')), '24h'),
  max: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(ITEMS_MAX), v.title('As many send it at once')),
    20,
  ),
  intro: v.optional(
    v.pipe(
      v.record(v.string(), v.pipe(v.string(), v.maxLength(1000))),
      v.title('What stands above several, by locale'),
    ),
    {},
  ),
})
export type DigestSettings = v.InferOutput<typeof DigestSettings>

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
  /** Addresses in that text which become tracked links. */
  links?: string[]
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
  /** Of what mattered too little to go alone, whichever workflow wrote it: what the message is, and where it was to go. */
  grade?: { category: MessageCategory; channel?: string }
  /** While its workflow is paused: when it is looked at again, should nobody say that it goes on. */
  lookAt?: number
  count: number
  first: DigestItem[]
  last: DigestItem[]
}

/** A message of no run that the gate has put off until then: its contact remembers it. `about` is whom the journal names. */
export type HeldAlone = {
  until: number
  /** While its workflow is paused, as above. */
  lookAt?: number
  held: HeldMessage
  about: { runId: string; step: string; verb: string }
}

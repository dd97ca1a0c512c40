import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { Id, JsonRecord, paging } from './page.ts'

const Status = v.picklist(['active', 'waiting', 'completed', 'exited', 'failed', 'cancelled'])

export const JournalAnswer = v.object({
  seq: v.number(),
  step: v.nullable(v.string()),
  verb: v.string(),
  at: Instant,
  status: v.string(),
  input: v.optional(v.unknown()),
  output: v.optional(v.unknown()),
  attempt: v.optional(v.number()),
  warning: v.optional(v.string()),
  error: v.optional(v.object({ code: v.string(), message: v.string() })),
  delivery: v.optional(
    v.pipe(
      v.object({ status: v.string(), attempts: v.number(), reason: v.optional(v.string()) }),
      v.title('What became of what this step sent'),
    ),
  ),
})

export const RunAnswer = v.object({
  id: v.string(),
  workflow_id: v.string(),
  version: v.number(),
  contact_id: v.nullable(v.string()),
  status: Status,
  position: v.pipe(v.union([v.string(), v.number()]), v.title('The step it stands on, else its place in the program')),
  wake_at: v.nullable(Instant),
  waiting_for: v.nullable(JsonRecord),
  started_at: Instant,
  ended_at: v.nullable(Instant),
  reason: v.optional(v.string()),
  event_id: v.string(),
  vars: JsonRecord,
  steps: JsonRecord,
  goal: v.nullable(v.object({ counted_at: Instant, value: v.optional(v.unknown()) })),
  journal: v.optional(v.pipe(v.array(JournalAnswer), v.title('Only when one run is asked for'))),
})

export const RunQuery = v.strictObject({
  ...paging,
  workflow: v.optional(Id),
  contact_id: v.optional(Id),
  status: v.optional(Status),
})

const Version = v.pipe(v.number(), v.integer(), v.minValue(1))

export const ReplayBody = v.strictObject({
  version: v.optional(v.pipe(Version, v.title('The version to follow; the current one unless said'))),
})

export const RetryBody = v.strictObject({
  version: v.optional(v.pipe(Version, v.title('The version to go on in; its own unless said'))),
})

export const ReplayAnswer = v.object({
  run_ids: v.array(v.string()),
  replay_of: v.string(),
  version: v.number(),
  replayed_version: v.number(),
  reason: v.optional(v.string()),
})

export const ReasonBody = v.strictObject({ reason: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))) })

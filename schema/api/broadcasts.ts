import * as v from 'valibot'
import { Broadcast } from '../broadcast.ts'
import { Instant } from '../instant.ts'
import { Id, paging } from './page.ts'

const Status = v.picklist([
  'draft',
  'approving',
  'scheduled',
  'sending',
  'paused',
  'done',
  'rejected',
  'expired',
  'cancelled',
])

const Count = v.pipe(v.number(), v.integer())

const ApprovalAnswer = v.object({
  step: v.string(),
  assignee: v.nullable(v.string()),
  task_id: v.nullable(v.string()),
  status: v.picklist(['waiting', 'open', 'approved', 'rejected', 'expired', 'cancelled']),
  due_at: v.nullable(Instant),
  decided_at: v.nullable(Instant),
  decided_by: v.nullable(v.string()),
  note: v.nullable(v.string()),
})

export const BroadcastAnswer = v.object({
  id: v.string(),
  ...Broadcast.entries,
  version: Count,
  status: Status,
  reason: v.optional(v.pipe(v.string(), v.title('Why it was not sent, or not to the end'))),
  begins_at: v.pipe(Instant, v.title('When it begins; for local times, before the earliest of its members is due')),
  created_at: Instant,
  created_by: v.string(),
  updated_at: Instant,
  started_at: v.nullable(Instant),
  ended_at: v.nullable(Instant),
})

const Progress = v.object({
  job_id: v.string(),
  status: v.string(),
  done: v.pipe(Count, v.title('Contacts it has looked at')),
  matched: v.pipe(Count, v.title('Members it has begun with')),
  total: v.nullable(Count),
})

/** One broadcast, with what its list leaves out. */
export const BroadcastDetail = v.object({
  ...BroadcastAnswer.entries,
  approvals: v.array(ApprovalAnswer),
  progress: v.nullable(Progress),
  figures: v.object({
    members: v.record(v.string(), Count),
    messages: v.pipe(v.record(v.string(), Count), v.title('How many messages stand how')),
    reasons: v.pipe(v.record(v.string(), Count), v.title('Why those were not sent that were not')),
  }),
})

export const BroadcastQuery = v.strictObject({ ...paging, status: v.optional(Status) })

export const BroadcastVersionAnswer = v.object({ version: Count, broadcast: Broadcast, at: Instant, by: v.string() })

export const PreviewBody = v.strictObject({
  contact_id: v.optional(v.pipe(Id, v.title('Whom to show it for; without it one of its members'))),
})

const Piece = v.object({ text: v.string() })

export const PreviewAnswer = v.object({
  audience: v.object({
    count: v.nullable(Count),
    exact: v.pipe(v.boolean(), v.title('Whether everybody was counted, or estimated from a part')),
  }),
  contact_id: v.nullable(v.string()),
  text: v.pipe(v.string(), v.title('As it is written to this member')),
  gate: v.object({
    verdict: v.pipe(
      v.picklist(['goes', 'skipped', 'deferred', 'expired', 'cancelled', 'failed']),
      v.title('What the gate says right now'),
    ),
    reason: v.optional(v.string()),
  }),
  kinds: v.array(
    v.object({ kind: v.string(), channels: v.array(v.string()), pieces: v.array(v.looseObject(Piece.entries)) }),
  ),
  words: v.array(v.object({ list: v.string(), action: v.string(), words: v.array(v.string()) })),
})

const DAYS_MAX = 400
export const CALENDAR_MS_MAX = DAYS_MAX * 86_400_000

export const CalendarQuery = v.strictObject({
  from: Instant,
  to: Instant,
  locale: v.optional(
    v.pipe(v.string(), v.maxLength(35), v.title('In which language things are named that have several')),
  ),
})

export const CalendarAnswer = v.object({
  items: v.array(
    v.object({
      kind: v.picklist(['broadcast', 'campaign', 'gathering', 'workflow']),
      id: v.string(),
      name: v.string(),
      at: Instant,
      until: v.optional(Instant),
      status: v.optional(v.string()),
      theme: v.optional(v.string()),
      phase: v.optional(v.string()),
    }),
  ),
  themes: v.pipe(
    v.array(v.object({ on: v.string(), name: v.string() })),
    v.title('Days with a theme, by the setting `theme_days`, on the community’s clock'),
  ),
})

import * as v from 'valibot'
import { Id, Instant, paging } from './page.ts'

const Status = v.picklist(['open', 'approved', 'rejected', 'done', 'expired', 'cancelled'])

export const TaskAnswer = v.object({
  id: v.string(),
  kind: v.pipe(
    v.picklist(['approval', 'task', 'moderation']),
    v.title('An approval is approved or rejected, the others are done'),
  ),
  title: v.string(),
  detail: v.nullable(v.string()),
  assignee: v.nullable(v.string()),
  status: Status,
  contact_id: v.nullable(v.string()),
  run_id: v.pipe(v.nullable(v.string()), v.title('Null when no run asks, as for the approval of a broadcast')),
  workflow_id: v.string(),
  due_at: v.nullable(Instant),
  created_at: Instant,
  decided_at: v.nullable(Instant),
  decided_by: v.nullable(v.string()),
  note: v.nullable(v.string()),
})

export const TaskQuery = v.strictObject({
  ...paging,
  status: v.optional(Status),
  assignee: v.optional(Id),
  contact_id: v.optional(Id),
})

export const NoteBody = v.strictObject({ note: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(2000))) })

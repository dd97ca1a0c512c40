import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { TASK_TEXTS } from '../task.ts'
import { Duration } from '../text.ts'
import { Id, paging } from './page.ts'

const Status = v.picklist(['open', 'approved', 'rejected', 'done', 'expired', 'cancelled'])

export const TaskAnswer = v.object({
  id: v.string(),
  kind: v.pipe(
    v.picklist(['approval', 'task', 'moderation', 'complaint']),
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
  answer_due_at: v.pipe(v.nullable(Instant), v.title('When a complaint is to have its first answer')),
  fix_due_at: v.pipe(v.nullable(Instant), v.title('When what a complaint is about is to be put right')),
  first_answered_at: v.nullable(Instant),
  resolved_at: v.pipe(v.nullable(Instant), v.title('When it was done')),
  created_at: Instant,
  decided_at: v.nullable(Instant),
  decided_by: v.nullable(v.string()),
  note: v.nullable(v.string()),
})

export const TaskBody = v.strictObject({
  ...TASK_TEXTS,
  contact_id: v.optional(v.pipe(Id, v.title('Whom it is about; without it nobody'))),
  due_in: v.optional(Duration),
})

export const AnswerBody = v.strictObject({
  text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4000)),
})

export const AnsweredTask = v.object({
  ...TaskAnswer.entries,
  message: v.object({ id: v.string(), status: v.picklist(['queued', 'deferred']) }),
})

const Count = v.number()
const Seconds = v.pipe(v.nullable(v.number()), v.title('Seconds; null when there is none'))

export const ComplaintReport = v.object({
  from: Instant,
  to: Instant,
  opened: Count,
  answered: Count,
  answered_in_time: Count,
  fixed: Count,
  fixed_in_time: Count,
  open: Count,
  overdue: v.pipe(Count, v.title('Open, and past a deadline')),
  median_answer_seconds: Seconds,
  median_fix_seconds: Seconds,
})

export const TaskQuery = v.strictObject({
  ...paging,
  status: v.optional(Status),
  assignee: v.optional(Id),
  contact_id: v.optional(Id),
})

export const NoteBody = v.strictObject({ note: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(2000))) })

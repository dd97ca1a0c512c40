import * as v from 'valibot'

/** Something that waits for a person. Times are milliseconds since the epoch. */
export type Task = {
  id: string
  subjectId: string
  runId: string
  workflowId: string
  /** An approval is approved or rejected, and its run waits for that; the others are done. */
  kind: 'approval' | 'task' | 'moderation' | 'complaint'
  title: string
  detail: string | null
  assignee: string | null
  /** When it is to be done: of a complaint, when what it is about is to be put right. */
  dueAt: number | null
  /** When a complaint is to have its first answer. */
  answerBy?: number
  createdAt: number
}

/** How a task ended. One that has ended already stays as it is. */
export type ClosedTask = {
  id: string
  status: 'approved' | 'rejected' | 'expired' | 'cancelled' | 'done'
  at: number
  by: string | null
  note: string | null
}

export const TITLE_CHARS_MAX = 500

/** What a person is told of a task. */
export const TASK_TEXTS = {
  title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(TITLE_CHARS_MAX)),
  detail: v.optional(v.pipe(v.string(), v.maxLength(10_000))),
  assignee: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200))),
}

import type { FirstAnswer } from '../../schema/complaint.ts'
import type { ClosedTask, Task } from '../../schema/task.ts'
import { insertAll } from './bulk.ts'
import { number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { eventIdOf, type InboxEvent, keepEvents } from './events.ts'
import { list, under, when } from './listing.ts'

export type TaskStatus = 'open' | 'approved' | 'rejected' | 'done' | 'expired' | 'cancelled'

/** A task with what became of it. */
export type KnownTask = Task & {
  status: TaskStatus
  firstAnsweredAt: number | null
  decidedAt: number | null
  decidedBy: string | null
  note: string | null
}

const COLUMNS = [
  'id', 'subject_id', 'run_id', 'workflow_id', 'kind', 'title', 'detail', 'assignee', 'status', 'due_at', 'answer_by',
  'created_at',
] as const // biome-ignore format: one list, read at a glance

export function writeTasks(tasks: readonly Task[]): Statement {
  const rows = tasks.map((task) => ({
    id: task.id,
    subject_id: task.subjectId,
    run_id: task.runId,
    workflow_id: task.workflowId,
    kind: task.kind,
    title: task.title,
    detail: task.detail,
    assignee: task.assignee,
    status: 'open',
    due_at: task.dueAt,
    answer_by: task.answerBy ?? null,
    created_at: task.createdAt,
  }))
  return insertAll('tasks', COLUMNS, rows)
}

/** Close tasks that are still open. What a person has decided stays. */
export function closeTasks(closed: readonly ClosedTask[]): Statement {
  return {
    sql: `UPDATE tasks SET status = c.value->>'status', decided_at = c.value->>'at', decided_by = c.value->>'by',
      note = c.value->>'note' FROM json_each(?1) c WHERE tasks.id = c.value->>'id' AND tasks.status = 'open'`,
    params: [JSON.stringify(closed)],
  }
}

/** The event that tells of a task's decision. */
export function decisionOf(taskId: string): string {
  return eventIdOf('decided task', taskId)
}

/** Of these decisions those of which nobody has been told. */
export function pendingDecisions(db: Database, ids: readonly string[]): Promise<Row[]> {
  const sql = "SELECT e.* FROM json_each(?1) k CROSS JOIN events e ON e.id = k.value WHERE e.status = 'pending'"
  return db.rows(sql, JSON.stringify(ids))
}

/**
 * Take these tasks for undecided: when a person has decided one of them meanwhile, and its run has not been told, the
 * batch fails on the task's own key, and is decided anew.
 */
export function trustUndecided(ids: readonly string[]): Statement {
  return {
    sql: `INSERT INTO tasks SELECT t.* FROM json_each(?1) k CROSS JOIN tasks t ON t.id = k.value->>0
      CROSS JOIN events e ON e.id = k.value->>1 AND e.status = 'pending' WHERE t.status IN ('approved', 'rejected')`,
    params: [JSON.stringify(ids.map((id) => [id, decisionOf(id)]))],
  }
}

/** Note when complaints were first answered. */
export function writeFirstAnswers(answers: readonly FirstAnswer[]): Statement {
  return {
    sql: `UPDATE tasks SET first_answered_at = a.value->>'at' FROM json_each(?1) a
      WHERE tasks.id = a.value->>'id' AND first_answered_at IS NULL`,
    params: [JSON.stringify(answers)],
  }
}

export type Decision = {
  id: string
  status: 'approved' | 'rejected' | 'done'
  at: number
  by: string
  note: string | null
  event: InboxEvent
  leaseUntil: number
  /** What else is to be looked at once it is decided; harmless when it is not. */
  also?: readonly Statement[]
}

/**
 * Decide a task, once, and keep the event that tells of it in the same transaction, only when this decision is the one
 * that is written: the event's id is the task's own, so a twin of it at the same instant keeps no second one. An
 * approval whose time is over is not decided any more. Undefined when it was not written.
 */
export async function decideTask(db: Database, decision: Decision): Promise<KnownTask | undefined> {
  const { id, status, at, by, note, event, leaseUntil, also = [] } = decision
  const update = {
    sql: `UPDATE tasks SET status = ?2, decided_at = ?3, decided_by = ?4, note = ?5 WHERE id = ?1 AND status = 'open'
      AND (kind <> 'approval' OR due_at IS NULL OR due_at > ?3) RETURNING *`,
    params: [id, status, at, by, note],
  }
  const only = {
    sql: 'EXISTS (SELECT 1 FROM tasks WHERE id = ?2 AND status = ?3 AND decided_at = ?4 AND decided_by = ?5)',
    params: [id, status, at, by],
  }
  const [written] = await db.batch([update, keepEvents([event], leaseUntil, only), ...also])
  const [row] = written?.rows ?? []
  return row && toTask(row)
}

export type TaskFilter = Partial<Record<'status' | 'assignee', string | undefined>> & {
  /** All ids of one subject. */
  subjects?: readonly string[] | undefined
}

/** Tasks, newest first. A subject's are found by their ids, which begin with its own. */
export async function listTasks(
  db: Database,
  { status, assignee, subjects }: TaskFilter,
  { before, limit }: { before: { at: number; id: string } | null; limit: number },
): Promise<KnownTask[]> {
  const conditions = [
    // What is left of those who were erased counts, and is shown to nobody.
    { sql: "subject_id <> ''", params: [] },
    ...(subjects ? [under('tasks', 'id', subjects)] : []),
    ...when(status, 'status = ?'),
    ...when(assignee, 'assignee = ?'),
    ...(before === null ? [] : when(before.at, '(created_at, id) < (?, ?)', before.at, before.id)),
  ]
  const { sql, params } = list('tasks', conditions, 'created_at DESC, id DESC', limit)
  return (await db.rows(sql, ...params)).map(toTask)
}

export async function findTask(db: Database, id: string): Promise<KnownTask | undefined> {
  const [row] = await db.rows('SELECT * FROM tasks WHERE id = ?1', id)
  return row && toTask(row)
}

function toTask(row: Row): KnownTask {
  return {
    id: text(row.id),
    subjectId: text(row.subject_id),
    runId: text(row.run_id),
    workflowId: text(row.workflow_id),
    kind: text(row.kind) as Task['kind'],
    title: text(row.title),
    detail: textOrNull(row.detail),
    assignee: textOrNull(row.assignee),
    status: text(row.status) as TaskStatus,
    dueAt: numberOrNull(row.due_at),
    ...(row.answer_by !== null && { answerBy: number(row.answer_by) }),
    firstAnsweredAt: numberOrNull(row.first_answered_at),
    createdAt: number(row.created_at),
    decidedAt: numberOrNull(row.decided_at),
    decidedBy: textOrNull(row.decided_by),
    note: textOrNull(row.note),
  }
}

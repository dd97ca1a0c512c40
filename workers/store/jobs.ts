import { json, number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Row, Statement } from './database.ts'

/** What a job works on, page by page. */
export type Task =
  /** Start a workflow for every contact that its trigger's `for_each` holds for. */
  | { kind: 'for_each'; workflowId: string; version: number; trigger: number; slot: number }
  /** Look at every contact once, because what is due for it may have changed. */
  | { kind: 'touch'; workflowId: string }

export type Job = {
  id: string
  task: Task
  status: 'running' | 'done' | 'cancelled' | 'failed'
  /** The last subject that is done. */
  cursor: string
  done: number
  total: number | null
  error: string | null
  createdAt: number
  updatedAt: number
}

export const JOB_LEASE_MS = 30_000

/** A new job. One that is there already stays as it is. */
export function keepJob(id: string, task: Task, now: number): Statement {
  return {
    sql: `INSERT INTO jobs (id, kind, task, status, cursor, done, total, created_at, updated_at, lease_until)
      VALUES (?1, ?2, ?3, 'running', '', 0, (SELECT count(*) FROM subjects WHERE kind = 'contact'), ?4, ?4, 0) ON CONFLICT (id) DO NOTHING`,
    params: [id, task.kind, JSON.stringify(task), now],
  }
}

/** Take over a job that nobody is at. */
export function claimJob(realNow: number): Statement {
  return {
    sql: `UPDATE jobs SET lease_until = ?2 WHERE id = (
      SELECT id FROM jobs WHERE status = 'running' AND lease_until <= ?1 ORDER BY lease_until, id LIMIT 1) RETURNING *`,
    params: [realNow, realNow + JOB_LEASE_MS],
  }
}

/** A page is done. Whoever comes second with the same page writes nothing. */
export function advanceJob(
  job: Job,
  page: { cursor: string; done: number; now: number; leaseUntil: number },
): Statement {
  return {
    sql: `UPDATE jobs SET cursor = ?3, done = done + ?4, updated_at = ?5, lease_until = ?6
      WHERE id = ?1 AND cursor = ?2 AND status = 'running'`,
    params: [job.id, job.cursor, page.cursor, page.done, page.now, page.leaseUntil],
  }
}

export function endJob(
  id: string,
  status: 'done' | 'cancelled' | 'failed',
  now: number,
  error: string | null = null,
): Statement {
  return {
    sql: "UPDATE jobs SET status = ?2, updated_at = ?3, error = ?4 WHERE id = ?1 AND status = 'running'",
    params: [id, status, now, error],
  }
}

export function toJob(row: Row): Job {
  return {
    id: text(row.id),
    task: json(row.task),
    status: text(row.status) as Job['status'],
    cursor: text(row.cursor),
    done: number(row.done),
    total: numberOrNull(row.total),
    error: textOrNull(row.error),
    createdAt: number(row.created_at),
    updatedAt: number(row.updated_at),
  }
}

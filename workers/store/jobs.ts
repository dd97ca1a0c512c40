import type { JsonObject } from '../../schema/json.ts'
import { json, number, numberOrNull, text, textOrNull } from './cell.ts'
import { CONTACTS_NOW } from './contact-count.ts'
import type { Database, Row, Statement } from './database.ts'
import { list, when } from './listing.ts'

/** What a job works on, page by page. */
export type Task =
  /** Start a workflow for every contact that its trigger's `for_each` holds for. */
  | { kind: 'for_each'; workflowId: string; version: number; trigger: number; slot: number }
  /** Start a workflow by hand, for the contacts of a list or for all that an expression holds for. */
  | { kind: 'start'; workflowId: string; of: Members; inputs: JsonObject | null }
  /** Look at every contact once, because what is due for it may have changed. */
  | { kind: 'touch'; workflowId?: string }
  /** Count the contacts of a segment, as its condition was then. */
  | { kind: 'count'; segmentId: string; source: string }
  /** An event in the inbox of everybody with a seat, or waiting for one. */
  | { kind: 'tell'; type: string; data: JsonObject; of: { gathering: string } | { segment: string } }
  /** Cancel whatever open runs a workflow has. */
  | { kind: 'stop'; workflowId: string; reason: string }
  | { kind: 'import'; format: 'csv' | 'ndjson'; channel: string; map: Record<string, string> }

/** Whom a job is for. A list is sorted, each id once. */
export type Members = { contacts: string[] } | { segment: string }

export type Job = {
  id: string
  task: Task
  status: 'running' | 'paused' | 'done' | 'cancelled' | 'failed'
  /** The last subject that is done. */
  cursor: string
  done: number
  /** Of those that are done, for how many something was started. */
  matched: number
  total: number | null
  error: string | null
  createdAt: number
  updatedAt: number
}

/** A job as lists show it: its task may be long. */
export type KnownJob = Omit<Job, 'task' | 'cursor'> & { kind: Task['kind']; workflowId: string | null }

export const JOB_LEASE_MS = 30_000

/** A new job. One that is there already stays as it is. */
export function keepJob(id: string, task: Task, now: number, total?: number): Statement {
  const contacts = total ?? (task.kind === 'start' && 'contacts' in task.of ? task.of.contacts.length : null)
  return {
    sql: `INSERT INTO jobs (id, kind, task, status, cursor, done, total, created_at, updated_at, lease_until)
      VALUES (?1, ?2, ?3, 'running', '', 0, coalesce(?5, (${TOTALS[task.kind] ?? EVERYBODY})), ?4, ?4, 0)
      ON CONFLICT (id) DO NOTHING`,
    params: [id, task.kind, JSON.stringify(task), now, contacts],
  }
}

const EVERYBODY = `SELECT ${CONTACTS_NOW}`
/** How much there is to look at, where it is not everybody. */
const TOTALS: Partial<Record<Task['kind'], string>> = {
  tell: `CASE WHEN ?3->>'$.of.gathering' IS NULL THEN ${CONTACTS_NOW}
    ELSE (SELECT count(*) FROM signups g CROSS JOIN subjects s ON s.id = g.subject_id
      WHERE g.gathering_id = ?3->>'$.of.gathering' AND g.status <> 'cancelled') END`,
  stop: `SELECT count(DISTINCT subject_id) FROM runs WHERE workflow_id = ?3->>'workflowId' AND status IN ('active', 'waiting')`,
}

/** Take over a job that nobody is at. */
export function claimJob(realNow: number): Statement {
  return {
    sql: `UPDATE jobs SET lease_until = ?2 WHERE id = (
      SELECT id FROM jobs WHERE status = 'running' AND lease_until <= ?1 ORDER BY lease_until, id LIMIT 1) RETURNING *`,
    params: [realNow, realNow + JOB_LEASE_MS],
  }
}

/** That a job still stands at this page, and goes on: its parameters are numbered from ?2. */
export function standsAt({ id, cursor }: Job): Statement {
  return {
    sql: "EXISTS (SELECT 1 FROM jobs WHERE id = ?2 AND cursor = ?3 AND status = 'running')",
    params: [id, cursor],
  }
}

/** A page is done. Whoever comes second with the same page writes nothing. */
export function advanceJob(
  job: Job,
  page: { cursor: string; done: number; matched: number; now: number; leaseUntil: number },
): Statement {
  return {
    sql: `UPDATE jobs SET cursor = ?3, done = done + ?4, matched = matched + ?7, updated_at = ?5, lease_until = ?6
      WHERE id = ?1 AND cursor = ?2 AND status = 'running'`,
    params: [job.id, job.cursor, page.cursor, page.done, page.now, page.leaseUntil, page.matched],
  }
}

export function endJob(
  id: string,
  status: 'done' | 'cancelled' | 'failed',
  now: number,
  error: string | null = null,
): Statement {
  return {
    sql: "UPDATE jobs SET status = ?2, updated_at = ?3, error = ?4 WHERE id = ?1 AND status IN ('running', 'paused')",
    params: [id, status, now, error],
  }
}

/** The same for a job that still stands where it stood. */
export function giveUpJob({ id, cursor }: Job, now: number, error: string): Statement {
  const sql = `UPDATE jobs SET status = 'failed', updated_at = ?3, error = ?4
    WHERE id = ?1 AND cursor = ?2 AND status = 'running'`
  return { sql, params: [id, cursor, now, error] }
}

/** Let a job stand where it is; the page that somebody is at is not committed any more. */
export function pauseJob(id: string, now: number): Statement {
  return {
    sql: "UPDATE jobs SET status = 'paused', updated_at = ?2 WHERE id = ?1 AND status = 'running'",
    params: [id, now],
  }
}

export function resumeJob(id: string, now: number): Statement {
  return {
    sql: "UPDATE jobs SET status = 'running', lease_until = 0, updated_at = ?2 WHERE id = ?1 AND status = 'paused'",
    params: [id, now],
  }
}

/** Let go of a job, so that the next one who looks takes it over. */
export function leaveJob(id: string): Statement {
  return { sql: 'UPDATE jobs SET lease_until = 0 WHERE id = ?1', params: [id] }
}

const SHOWN = `id, kind, task->>'workflowId' AS workflow_id, status, done, matched, total, error, created_at, updated_at`

export async function findJob(db: Database, id: string): Promise<KnownJob | undefined> {
  const [row] = await db.rows(`SELECT ${SHOWN} FROM jobs WHERE id = ?1`, id)
  return row && toKnownJob(row)
}

export type JobFilter = { kind: string | undefined; status: string | undefined }

/** Jobs, the newest first. `before` is where the page before ended. */
export async function listJobs(
  db: Database,
  { kind, status }: JobFilter,
  { before, limit }: { before: { at: number; id: string } | null; limit: number },
): Promise<KnownJob[]> {
  const older = before ? when(before.at, '(created_at, id) < (?, ?)', before.at, before.id) : []
  const conditions = [...when(kind, 'kind = ?'), ...when(status, 'status = ?'), ...older]
  const { sql, params } = list(`(SELECT ${SHOWN} FROM jobs)`, conditions, 'created_at DESC, id DESC', limit)
  return (await db.rows(sql, ...params)).map(toKnownJob)
}

export function toJob(row: Row): Job {
  return { ...shown(row), task: json(row.task), cursor: text(row.cursor) }
}

function toKnownJob(row: Row): KnownJob {
  return { ...shown(row), kind: text(row.kind) as Task['kind'], workflowId: textOrNull(row.workflow_id) }
}

function shown(row: Row): Omit<Job, 'task' | 'cursor'> {
  return {
    id: text(row.id),
    status: text(row.status) as Job['status'],
    done: number(row.done),
    matched: number(row.matched),
    total: numberOrNull(row.total),
    error: textOrNull(row.error),
    createdAt: number(row.created_at),
    updatedAt: number(row.updated_at),
  }
}

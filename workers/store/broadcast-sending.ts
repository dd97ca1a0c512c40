import type { Figures } from './broadcasts.ts'
import { number, text } from './cell.ts'
import type { Database, Statement } from './database.ts'
import { RAISE_REVISION } from './revision.ts'
import { freeCancelled } from './subjects.ts'

/** The workflow that sends a broadcast, and what became of what it started. */

/** Publish it, if nobody has. */
export function launchWorkflow(workflow: {
  id: string
  name: string
  definition: string
  at: number
  only: Statement
}): Statement[] {
  const { id, name, definition, at, only } = workflow
  // The condition numbers its parameters from ?2.
  const params = [id, ...only.params]
  const next = params.length + 1
  return [
    {
      sql: `INSERT INTO workflows (id, name, draft, status, version, created_at, updated_at)
        SELECT ?1, ?${next}, ?${next + 1}, 'active', 1, ?${next + 2}, ?${next + 2} WHERE ${only.sql} ON CONFLICT (id) DO NOTHING`,
      params: [...params, name, definition, at],
    },
    {
      sql: `INSERT INTO versions (workflow_id, version, definition, inputs, published_at, published_by)
        SELECT ?1, 1, ?${next}, '{}', ?${next + 1}, 'broadcast' WHERE ${only.sql} ON CONFLICT DO NOTHING`,
      params: [...params, definition, at],
    },
    RAISE_REVISION,
  ]
}

const ALWAYS: Statement = { sql: 'true', params: [] }

/** `only` numbers its parameters from ?2. */
export function setWorkflow(
  id: string,
  status: 'active' | 'paused',
  now: number,
  only: Statement = ALWAYS,
): Statement[] {
  const params = [id, ...only.params]
  const next = params.length + 1
  const sql = `UPDATE workflows SET status = ?${next}, updated_at = ?${next + 1} WHERE id = ?1 AND ${only.sql}`
  return [{ sql, params: [...params, status, now] }, RAISE_REVISION]
}

/** It has done its work: what decides needs not know it any more. Its runs keep its version. */
export function retireWorkflow(id: string): Statement[] {
  return [{ sql: 'DELETE FROM workflows WHERE id = ?1', params: [id] }, RAISE_REVISION]
}

/** Messages of a run are found by their ids, which begin with its own. */
const ITS_MESSAGES = `FROM runs r JOIN deliveries d ON d.id >= r.id || ':' AND d.id < r.id || ';' WHERE r.workflow_id = ?1`

/**
 * Take back what stands ready to go, and give its places back to the caps of whom it was for. What the gate has put off
 * goes with its run.
 */
export function cancelReady(workflowId: string, reason: string): Statement[] {
  return [
    {
      sql: `UPDATE deliveries SET status = 'cancelled', reason = ?2, line = NULL
      WHERE status = 'queued' AND id IN (SELECT d.id ${ITS_MESSAGES} AND d.status = 'queued')`,
      params: [workflowId, reason],
    },
    freeCancelled(
      `SELECT d.subject_id ${ITS_MESSAGES} AND d.status = 'cancelled' AND d.category <> 'transactional'`,
      workflowId,
    ),
  ]
}

export type Standing = { job: string | null; open: boolean; stopping: boolean }

/**
 * How its job stands, and whether anything of it is still to be done: events that are not handled, runs that have not
 * ended, messages on their way. `stopping` is whether a job is at cancelling its runs.
 */
export async function standingOf(
  db: Database,
  { workflowId, jobId }: { workflowId: string; jobId: string | null },
): Promise<Standing> {
  const [row] = await db.rows(
    `SELECT (SELECT status FROM jobs WHERE id = ?2) AS job,
      EXISTS (SELECT 1 FROM events WHERE status = 'pending' AND data->>'workflow_id' = ?1)
        OR EXISTS (SELECT 1 FROM runs WHERE workflow_id = ?1 AND status IN ('active', 'waiting'))
        OR EXISTS (SELECT 1 ${ITS_MESSAGES} AND d.status IN ('queued', 'deferred', 'sending')) AS open,
      EXISTS (SELECT 1 FROM jobs WHERE status = 'running' AND kind = 'stop' AND task->>'workflowId' = ?1) AS stopping`,
    workflowId,
    jobId ?? '',
  )
  return { job: row?.job == null ? null : text(row.job), open: row?.open === 1, stopping: row?.stopping === 1 }
}

export async function figuresOf(db: Database, workflowId: string): Promise<Figures> {
  const [runs, messages] = await db.batch([
    { sql: 'SELECT status, count(*) AS count FROM runs WHERE workflow_id = ?1 GROUP BY status', params: [workflowId] },
    {
      sql: `SELECT d.status, CASE WHEN d.status IN ('sent', 'queued', 'sending') THEN NULL
          ELSE substr(d.reason, 1, coalesce(nullif(instr(d.reason, ':'), 0), length(d.reason) + 1) - 1) END AS why,
        count(*) AS count ${ITS_MESSAGES} GROUP BY d.status, why`,
      params: [workflowId],
    },
  ])
  const figures: Figures = { runs: {}, messages: {}, reasons: {} }
  for (const row of runs?.rows ?? []) figures.runs[text(row.status)] = number(row.count)
  for (const row of messages?.rows ?? []) {
    const status = text(row.status)
    figures.messages[status] = (figures.messages[status] ?? 0) + number(row.count)
    if (row.why !== null) figures.reasons[text(row.why)] = (figures.reasons[text(row.why)] ?? 0) + number(row.count)
  }
  return figures
}

import { insertAll } from './bulk.ts'
import { number, text } from './cell.ts'
import type { Row, Statement } from './database.ts'

export type Schedule = { workflowId: string; trigger: number; version: number; nextAt: number }

export const READ_SCHEDULES: Statement = { sql: 'SELECT * FROM schedules', params: [] }

const COLUMNS = ['workflow_id', 'trigger', 'version', 'next_at'] as const

/** Set when triggers tick next, for the version that is published. */
export function writeSchedules(schedules: readonly Schedule[]): Statement {
  const rows = schedules.map(({ workflowId, trigger, version, nextAt }) => ({
    workflow_id: workflowId,
    trigger,
    version,
    next_at: nextAt,
  }))
  const then = `ON CONFLICT (workflow_id, trigger) DO UPDATE SET version = excluded.version, next_at = excluded.next_at
    WHERE schedules.version <> excluded.version OR schedules.next_at < excluded.next_at`
  return insertAll('schedules', COLUMNS, rows, then)
}

/** Forget triggers that are published no more. */
export function forgetSchedules(schedules: readonly Schedule[]): Statement {
  return {
    sql: `DELETE FROM schedules WHERE EXISTS (SELECT 1 FROM json_each(?1) s
      WHERE s.value->>'workflowId' = workflow_id AND s.value->>'trigger' = trigger AND s.value->>'version' = version)`,
    params: [JSON.stringify(schedules)],
  }
}

export function toSchedule(row: Row): Schedule {
  return {
    workflowId: text(row.workflow_id),
    trigger: number(row.trigger),
    version: number(row.version),
    nextAt: number(row.next_at),
  }
}

import type { Run } from '../../schema/actor.ts'
import { insertAll } from './bulk.ts'
import { json, jsonOrNull, number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Row, Statement } from './database.ts'

export const RUN_COLUMNS = [
  'id', 'workflow_id', 'version', 'subject_id', 'status', 'position', 'step', 'wake_at', 'waiting', 'started_at',
  'ended_at', 'reason', 'memory', 'first_version', 'last_version',
] as const // biome-ignore format: one list, read at a glance

type RunRow = Record<(typeof RUN_COLUMNS)[number], string | number | null>

const CHANGING = [
  'version',
  'subject_id',
  'status',
  'position',
  'step',
  'wake_at',
  'waiting',
  'ended_at',
  'reason',
  'memory',
  'first_version',
  'last_version',
]
const UPDATE = `ON CONFLICT (id) DO UPDATE SET ${CHANGING.map((column) => `${column} = excluded.${column}`).join(', ')}`

export function writeRuns(rows: readonly RunRow[]): Statement {
  return insertAll('runs', RUN_COLUMNS, rows, UPDATE)
}

export function runRow(run: Run, subjectId: string): RunRow {
  return {
    id: run.id,
    workflow_id: run.workflowId,
    version: run.version,
    subject_id: subjectId,
    status: run.status,
    position: run.position,
    step: run.step,
    wake_at: run.wakeAt,
    waiting: run.waiting && JSON.stringify(run.waiting),
    started_at: run.startedAt,
    ended_at: run.endedAt,
    reason: run.reason,
    memory: JSON.stringify(run.memory),
    first_version: run.firstVersion,
    last_version: run.lastVersion,
  }
}

export function toRun(row: Row): Run {
  return {
    id: text(row.id),
    workflowId: text(row.workflow_id),
    version: number(row.version),
    status: text(row.status) as Run['status'],
    position: number(row.position),
    step: textOrNull(row.step),
    wakeAt: numberOrNull(row.wake_at),
    waiting: jsonOrNull(row.waiting),
    startedAt: number(row.started_at),
    endedAt: numberOrNull(row.ended_at),
    reason: textOrNull(row.reason),
    memory: json(row.memory),
    firstVersion: number(row.first_version),
    lastVersion: number(row.last_version),
  }
}

/** The journal of these runs goes on to this version of their subject, though they had ended. */
export function lengthenJournals(of: readonly { runId: string; version: number }[]): Statement {
  const sql = `UPDATE runs SET last_version = max(last_version, o.value->>'version') FROM json_each(?1) o
    WHERE runs.id = o.value->>'runId'`
  return { sql, params: [JSON.stringify(of)] }
}

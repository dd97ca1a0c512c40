import type { Count } from '../../schema/metric.ts'
import { insertAll } from './bulk.ts'
import { number, numberOrNull, text } from './cell.ts'
import type { Row, Statement } from './database.ts'

const ADD = 'ON CONFLICT (metric, minute) DO UPDATE SET value = value + excluded.value'

export function addCounts(counts: readonly (Count & { minute: number })[]): Statement {
  const rows = counts.map(({ metric, value, minute }) => ({ metric, minute, value }))
  return insertAll('metrics', ['metric', 'minute', 'value'], rows, ADD)
}

/** A rolling window of a metric. The baseline lies before it, over seven of the same length. */
export type Window = { metric: string; minutes: number }

/** Minutes that are still being counted; what lies before them does not change any more. */
const FRESH_MINUTES = 2

const BETWEEN = "m.metric = k.value->>'metric' AND m.minute >"
const SUM = `SELECT coalesce(sum(m.value), 0) FROM metrics m WHERE ${BETWEEN}`
const MINUTES = "k.value->>'minutes'"

/** The settled part of each window, and its baseline, up to `minute`. */
export function readPast(windows: readonly Window[], minute: number): Statement {
  const sql = `SELECT (${SUM} ?2 - ${MINUTES} AND m.minute <= ?2 - ${FRESH_MINUTES}) AS settled,
      (${SUM} ?2 - 8 * (${MINUTES}) AND m.minute <= ?2 - ${MINUTES}) / 7.0 AS baseline
    FROM json_each(?1) k ORDER BY k.key`
  return { sql, params: [JSON.stringify(windows), minute] }
}

/** The part of each window that is still being counted, and the minute in which something leaves the windows next. */
export function readFresh(windows: readonly Window[], minute: number): Statement {
  const first = `SELECT min(m.minute) FROM metrics m WHERE ${BETWEEN}`
  const sql = `SELECT (${SUM} max(?2 - ${MINUTES}, ?2 - ${FRESH_MINUTES}) AND m.minute <= ?2) AS fresh,
      (${first} ?2 - ${MINUTES}) + ${MINUTES} AS leaves, (${first} ?2 - 8 * (${MINUTES})) + 8 * (${MINUTES}) AS forgotten
    FROM json_each(?1) k ORDER BY k.key`
  return { sql, params: [JSON.stringify(windows), minute] }
}

/** On which side of its line a trigger is. `turn` is 0 when nobody has looked. */
export type Crossing = { workflowId: string; trigger: number; holds: boolean; turn: number; lookAt: number | null }

export function readCrossings(asked: readonly { workflowId: string; trigger: number }[]): Statement {
  const sql = `SELECT c.* FROM json_each(?1) k CROSS JOIN crossings c
    ON c.workflow_id = k.value->>'workflowId' AND c.trigger = k.value->>'trigger'`
  return { sql, params: [JSON.stringify(asked)] }
}

export function dueCrossings(now: number): Statement {
  return { sql: 'SELECT * FROM crossings WHERE look_at <= ?1 LIMIT 100', params: [now] }
}

const COLUMNS = ['workflow_id', 'trigger', 'holds', 'turn', 'look_at'] as const

/** Each over exactly the turn before it; whoever was first has written. */
export function writeCrossings(crossings: readonly Crossing[]): Statement {
  const rows = crossings.map(({ workflowId, trigger, holds, turn, lookAt }) => ({
    workflow_id: workflowId,
    trigger,
    holds: holds ? 1 : 0,
    turn,
    look_at: lookAt,
  }))
  const then = `ON CONFLICT (workflow_id, trigger) DO UPDATE SET holds = excluded.holds, turn = excluded.turn,
    look_at = excluded.look_at WHERE crossings.turn = excluded.turn - 1`
  return insertAll('crossings', COLUMNS, rows, then)
}

/** Something was counted that these look at: they are due, and whoever looked before it has looked in vain. */
export function markCrossings(counted: readonly { workflowId: string; trigger: number }[], now: number): Statement {
  const sql = `UPDATE crossings SET look_at = ?2, turn = turn + 1 FROM json_each(?1) k
    WHERE workflow_id = k.value->>'workflowId' AND trigger = k.value->>'trigger'`
  return { sql, params: [JSON.stringify(counted), now] }
}

/** A condition for what is kept with a crossing: it was written, by us or by somebody who found the same. */
export function whenCrossed({ workflowId, trigger, turn }: Crossing): Statement {
  return {
    sql: 'EXISTS (SELECT 1 FROM crossings WHERE workflow_id = ?2 AND trigger = ?3 AND turn = ?4 AND holds = 1)',
    params: [workflowId, trigger, turn],
  }
}

export function toCrossing(row: Row): Crossing {
  return {
    workflowId: text(row.workflow_id),
    trigger: number(row.trigger),
    holds: row.holds === 1,
    turn: number(row.turn),
    lookAt: numberOrNull(row.look_at),
  }
}

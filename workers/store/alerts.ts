import type { Alert, AlertStatus } from '../../schema/alert.ts'
import { insertAll } from './bulk.ts'
import { json, number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { list, when } from './listing.ts'

const COLUMNS = [
  'id', 'key', 'name', 'level', 'title', 'detail', 'drill', 'status', 'raised_at', 'occurrences', 'suppressed', 'last_at',
  'acknowledged_at', 'acknowledged_by', 'resolved_at', 'resolved_by', 'note', 'contact_id', 'workflow_id', 'history',
] as const // biome-ignore format: one list, read at a glance

const OVER = `ON CONFLICT (id) DO UPDATE SET ${COLUMNS.filter((column) => column !== 'id')
  .map((column) => `${column} = excluded.${column}`)
  .join(', ')}`

/** Write alerts as they now are. The fence of their subject is the fence. */
export function writeAlerts(alerts: readonly Alert[]): Statement {
  const rows = alerts.map((alert) => ({
    id: alert.id,
    key: alert.key,
    name: alert.name,
    level: alert.level,
    title: alert.title,
    detail: alert.detail,
    drill: alert.drill ? 1 : 0,
    status: alert.status,
    raised_at: alert.raisedAt,
    occurrences: alert.occurrences,
    suppressed: alert.suppressed,
    last_at: alert.lastAt,
    acknowledged_at: alert.acknowledgedAt,
    acknowledged_by: alert.acknowledgedBy,
    resolved_at: alert.resolvedAt,
    resolved_by: alert.resolvedBy,
    note: alert.note,
    contact_id: alert.contactId,
    workflow_id: alert.workflowId,
    history: JSON.stringify(alert.history),
  }))
  return insertAll('alerts', COLUMNS, rows, OVER)
}

export type AlertFilter = {
  status: AlertStatus | undefined
  level: number | undefined
  drill: boolean | undefined
  key: string | undefined
}
type Before = { at: number; id: string } | null

/** The newest first. */
export async function listAlerts(
  db: Database,
  { status, level, drill, key }: AlertFilter,
  { before, limit }: { before: Before; limit: number },
): Promise<Alert[]> {
  const conditions = [
    ...when(status, 'status = ?'),
    ...when(level, 'level = ?'),
    ...when(drill === undefined ? undefined : Number(drill), 'drill = ?'),
    ...when(key, 'key = ?'),
    ...(before ? [{ sql: '(raised_at, id) < (?, ?)', params: [before.at, before.id] }] : []),
  ]
  const { sql, params } = list('alerts', conditions, 'raised_at DESC, id DESC', limit)
  return (await db.rows(sql, ...params)).map(toAlert)
}

export async function findAlert(db: Database, id: string): Promise<Alert | undefined> {
  const [row] = await db.rows('SELECT * FROM alerts WHERE id = ?1', id)
  return row && toAlert(row)
}

/** Of these series those alerts that are not over, with when they were raised last. */
export async function openAlerts(db: Database, series: readonly string[]): Promise<{ id: string; lastAt: number }[]> {
  const present = (field: string) => `s.facts->>'$.alert.present.${field}'`
  const sql = `SELECT ${present('id')} AS id, ${present('lastAt')} AS last_at FROM json_each(?1) k
    CROSS JOIN subjects s ON s.id = k.value WHERE ${present('status')} <> 'resolved'`
  const rows = await db.rows(sql, JSON.stringify(series))
  return rows.map((row) => ({ id: text(row.id), lastAt: number(row.last_at) }))
}

export type AlertFigures = {
  drill: boolean
  level: number
  raised: number
  acknowledged: number
  resolved: number
  /** Milliseconds; null when there was none. */
  toAcknowledge: { p50: number | null; p90: number | null }
  toResolve: { p50: number | null; p90: number | null }
}

/** The value that so many percent do not exceed, by nearest rank. */
const percentile = (of: string, percent: number) =>
  `(SELECT p.v FROM (SELECT ${of} - raised_at AS v, row_number() OVER (ORDER BY ${of} - raised_at) AS n, count(*) OVER () AS total
    FROM picked q WHERE q.drill = g.drill AND q.level = g.level AND ${of} IS NOT NULL) p
    WHERE p.n = max(1, (p.total * ${percent} + 99) / 100))`

/** Alerts that were raised between two instants, counted by level, exercises apart. */
export async function alertFigures(db: Database, from: number, to: number): Promise<AlertFigures[]> {
  const sql = `WITH picked AS (SELECT * FROM alerts WHERE raised_at >= ?1 AND raised_at < ?2)
    SELECT g.drill, g.level, count(*) AS raised, count(g.acknowledged_at) AS acknowledged, count(g.resolved_at) AS resolved,
      ${percentile('acknowledged_at', 50)} AS a50, ${percentile('acknowledged_at', 90)} AS a90,
      ${percentile('resolved_at', 50)} AS r50, ${percentile('resolved_at', 90)} AS r90
    FROM picked g GROUP BY g.drill, g.level ORDER BY g.drill, g.level`
  return (await db.rows(sql, from, to)).map((row) => ({
    drill: row.drill === 1,
    level: number(row.level),
    raised: number(row.raised),
    acknowledged: number(row.acknowledged),
    resolved: number(row.resolved),
    toAcknowledge: { p50: numberOrNull(row.a50), p90: numberOrNull(row.a90) },
    toResolve: { p50: numberOrNull(row.r50), p90: numberOrNull(row.r90) },
  }))
}

function toAlert(row: Row): Alert {
  return {
    id: text(row.id),
    key: text(row.key),
    name: text(row.name),
    level: number(row.level),
    title: text(row.title),
    detail: textOrNull(row.detail),
    drill: row.drill === 1,
    status: text(row.status) as AlertStatus,
    raisedAt: number(row.raised_at),
    occurrences: number(row.occurrences),
    suppressed: number(row.suppressed),
    lastAt: number(row.last_at),
    acknowledgedAt: numberOrNull(row.acknowledged_at),
    acknowledgedBy: textOrNull(row.acknowledged_by),
    resolvedAt: numberOrNull(row.resolved_at),
    resolvedBy: textOrNull(row.resolved_by),
    note: textOrNull(row.note),
    contactId: textOrNull(row.contact_id),
    workflowId: textOrNull(row.workflow_id),
    history: json(row.history),
  }
}

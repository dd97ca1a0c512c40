import { number, numberOrNull } from './cell.ts'
import type { Database } from './database.ts'

/** How complaints of a span were dealt with. Medians are milliseconds, null when there is nothing to take them of. */
export type ComplaintFigures = {
  opened: number
  answered: number
  answeredInTime: number
  fixed: number
  fixedInTime: number
  open: number
  overdue: number
  toAnswer: number | null
  toFix: number | null
}

const OPENED = "kind = 'complaint' AND created_at >= ?1 AND created_at < ?2"

/** At the very instant of a deadline its time is over: then `task.overdue` is said. */
const COUNTS = `SELECT count(*) AS opened, count(first_answered_at) AS answered,
  coalesce(sum(first_answered_at < answer_by), 0) AS answered_in_time,
  coalesce(sum(status = 'done'), 0) AS fixed,
  coalesce(sum(status = 'done' AND decided_at < due_at), 0) AS fixed_in_time,
  coalesce(sum(status = 'open'), 0) AS open,
  coalesce(sum(status = 'open' AND (due_at <= ?3 OR (first_answered_at IS NULL AND answer_by <= ?3))), 0) AS overdue
  FROM tasks WHERE ${OPENED}`

/** Complaints that were opened from `from` on and before `to`, as they stand at `now`. All in milliseconds. */
export async function complaintFigures(
  db: Database,
  { from, to, now }: { from: number; to: number; now: number },
): Promise<ComplaintFigures> {
  const [counts, answer, fix] = await db.batch([
    { sql: COUNTS, params: [from, to, now] },
    { sql: medianOf('first_answered_at', 'first_answered_at IS NOT NULL'), params: [from, to] },
    { sql: medianOf('decided_at', "status = 'done'"), params: [from, to] },
  ])
  const row = counts?.rows[0] ?? {}
  return {
    opened: number(row.opened),
    answered: number(row.answered),
    answeredInTime: number(row.answered_in_time),
    fixed: number(row.fixed),
    fixedInTime: number(row.fixed_in_time),
    open: number(row.open),
    overdue: number(row.overdue),
    toAnswer: numberOrNull(answer?.rows[0]?.median ?? null),
    toFix: numberOrNull(fix?.rows[0]?.median ?? null),
  }
}

function medianOf(column: string, condition: string): string {
  return `WITH took AS (SELECT ${column} - created_at AS ms, row_number() OVER (ORDER BY ${column} - created_at) AS place,
    count(*) OVER () AS n FROM tasks WHERE ${OPENED} AND ${condition})
    SELECT avg(ms) AS median FROM took WHERE place IN ((n + 1) / 2, (n + 2) / 2)`
}

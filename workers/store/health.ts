import { number, numberOrNull } from './cell.ts'
import type { Database, Statement } from './database.ts'

/** How it goes. Instants are product time in milliseconds; shares are of the newest so many. */
export type Health = {
  events: { pending: number; oldest: number | null; failed: number }
  timers: { overdue: number; oldest: number | null }
  messages: { overdue: number; oldest: number | null; unknown: number; failed: number }
  runs: { ended: number; failed: number }
  jobs: { failed: number }
}

/** One read. `newest` bounds what is looked through for what has no index. */
export async function readHealth(db: Database, { now, newest }: { now: number; newest: number }): Promise<Health> {
  const recent = (table: string, columns: string) =>
    `(SELECT ${columns} FROM ${table} ORDER BY seq DESC LIMIT ${newest})`
  const [pending, failed, timers, late, sent, runs, jobs] = (
    await db.batch([
      of("SELECT count(*) AS n, min(received_at) AS oldest FROM events WHERE status = 'pending'"),
      of(`SELECT count(*) AS n FROM ${recent('events', 'status')} WHERE status = 'failed'`),
      of('SELECT count(*) AS n, min(due_at) AS oldest FROM subjects WHERE due_at IS NOT NULL AND due_at <= ?1', now),
      of(
        `SELECT count(*) AS n, min(send_after) AS oldest FROM deliveries
          WHERE status IN ('queued', 'sending') AND line IS NULL AND send_after <= ?1`,
        now,
      ),
      of(
        `SELECT coalesce(sum(status = 'unknown'), 0) AS n, coalesce(sum(status = 'failed'), 0) AS failed
          FROM ${recent('deliveries', 'status')}`,
      ),
      of(
        `SELECT count(*) AS n, coalesce(sum(status = 'failed'), 0) AS failed FROM ${recent('runs', 'status, ended_at')}
          WHERE ended_at >= ?1`,
        now - HOUR_MS,
      ),
      of("SELECT count(*) AS n FROM jobs WHERE status = 'failed' AND updated_at >= ?1", now - DAY_MS),
    ])
  ).map(({ rows }) => rows[0] ?? {})
  const count = (row: Record<string, unknown> | undefined, name = 'n') => Number(row?.[name] ?? 0)
  return {
    events: { pending: count(pending), oldest: numberOrNull(pending?.oldest), failed: count(failed) },
    timers: { overdue: count(timers), oldest: numberOrNull(timers?.oldest) },
    messages: {
      ...{ overdue: count(late), oldest: numberOrNull(late?.oldest) },
      ...{ unknown: count(sent), failed: count(sent, 'failed') },
    },
    runs: { ended: count(runs), failed: count(runs, 'failed') },
    jobs: { failed: count(jobs) },
  }
}

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

function of(sql: string, ...params: number[]) {
  return { sql, params }
}

const NEXT_LOOK = 'next look at health'

/** Real time at which somebody should look again; undefined when nobody ever has. */
export async function readNextLook(db: Database): Promise<number | undefined> {
  const [row] = await db.rows('SELECT CAST(value AS INTEGER) AS at FROM notes WHERE name = ?1', NEXT_LOOK)
  return row && number(row.at)
}

export function writeNextLook(at: number): Statement {
  const sql = 'INSERT INTO notes (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
  return { sql, params: [NEXT_LOOK, String(at)] }
}

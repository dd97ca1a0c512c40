import { numberOrNull } from '../store/cell.ts'
import type { Row, Statement } from '../store/database.ts'
import { NOT_HELD } from '../store/deliveries.ts'
import { nextPlan } from '../store/plans.ts'
import type { Deps } from './deps.ts'

/**
 * The next instant, in the product's time, at which something falls due; null when nothing will. What stands in line is
 * looked at by its pace, in real time; only a clock that is moved by hand must know when a provider wants it back.
 */
export async function nextDue(deps: Deps): Promise<number | null> {
  const subjects = { sql: 'SELECT min(due_at) AS subject FROM subjects WHERE due_at IS NOT NULL', params: [] }
  const answers = await deps.db.batch([subjects, nextOther(deps)])
  return earliest(answers.flatMap(({ rows }) => rows))
}

/** When something falls due that is no subject's own. Its answer is read by `earliest`. */
export function nextOther(deps: Deps): Statement {
  const sql = `SELECT
    (SELECT min(send_after) FROM deliveries WHERE status IN ('queued', 'sending') AND line IS NULL AND ${NOT_HELD}) AS delivery,
    (SELECT min(send_after) FROM deliveries WHERE line IS NOT NULL AND send_after > ?1 AND ?2) AS line,
    (SELECT min(next_at) FROM schedules) AS schedule,
    (SELECT min(look_at) FROM crossings) AS look,
    (${nextPlan}) AS plan,
    (SELECT min(created_at) FROM jobs WHERE status = 'running') AS job`
  return { sql, params: [deps.clock.now(), deps.clock.virtual ? 1 : 0] }
}

/** Whether there is something to be done before anything falls due: events that nobody finished, messages that stand in line. */
export function leftBehind(deps: Deps): Statement {
  const sql = `SELECT 1 WHERE EXISTS (SELECT 1 FROM events WHERE status = 'pending' AND lease_until <= ?1)
    OR EXISTS (SELECT 1 FROM deliveries WHERE line IS NOT NULL)`
  return { sql, params: [deps.clock.real()] }
}

export function earliest(rows: readonly Row[]): number | null {
  const instants = rows.flatMap((row) => Object.values(row).map(numberOrNull)).filter((at) => at !== null)
  return instants.length > 0 ? Math.min(...instants) : null
}

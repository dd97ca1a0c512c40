import type { House } from '../house.ts'
import { NOT_HELD } from '../store/deliveries.ts'
import { nextPlan } from '../store/plans.ts'

const POLL_MS = 20

/**
 * Wait until no accepted event, due timer or due message is left. Asks the database past the counter. When only messages
 * are left that wait for their channel's pace, it waits no longer than `lineMs` for them.
 */
export async function idle({ deps, quiet }: House, timeoutMs: number, lineMs = timeoutMs): Promise<boolean> {
  const since = deps.clock.real()
  for (;;) {
    const [row] = await quiet.rows(
      `SELECT (SELECT count(*) FROM events WHERE status = 'pending')
        + (SELECT count(*) FROM subjects WHERE due_at <= ?1)
        + (SELECT count(*) FROM crossings WHERE look_at <= ?1)
        + (SELECT count(*) FROM schedules WHERE next_at <= ?1) + (SELECT coalesce((${nextPlan}) <= ?1, 0)) + (SELECT count(*) FROM jobs WHERE status = 'running')
        + (SELECT count(*) FROM deliveries WHERE status IN ('queued', 'sending') AND line IS NULL
          AND (send_after <= ?1 OR status = 'sending') AND ${NOT_HELD}) AS left,
        (SELECT count(*) FROM deliveries WHERE line IS NOT NULL AND status = 'queued' AND send_after <= ?1 AND ${NOT_HELD}) AS lined`,
      deps.clock.now(),
    )
    if (row?.left === 0 && row.lined === 0) return true
    if (deps.clock.real() >= since + (row?.left === 0 ? Math.min(lineMs, timeoutMs) : timeoutMs)) return false
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

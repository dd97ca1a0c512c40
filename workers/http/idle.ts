import type { House } from '../house.ts'
import { NOT_HELD } from '../store/deliveries.ts'

const POLL_MS = 20

/** Wait until no accepted event, due timer or due message is left. Asks the database past the counter. */
export async function idle({ deps, quiet }: House, timeoutMs: number): Promise<boolean> {
  const until = deps.clock.real() + timeoutMs
  for (;;) {
    const [row] = await quiet.rows(
      `SELECT (SELECT count(*) FROM events WHERE status = 'pending')
        + (SELECT count(*) FROM subjects WHERE due_at <= ?1)
        + (SELECT count(*) FROM crossings WHERE look_at <= ?1)
        + (SELECT count(*) FROM schedules WHERE next_at <= ?1) + (SELECT count(*) FROM jobs WHERE status = 'running')
        + (SELECT count(*) FROM deliveries WHERE status IN ('queued', 'deferred', 'sending') AND (send_after <= ?1 OR status = 'sending') AND ${NOT_HELD}) AS left`,
      deps.clock.now(),
    )
    if (row?.left === 0) return true
    if (deps.clock.real() >= until) return false
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

import type { Database } from './database.ts'
import { type KnownEvent, toKnownEvent } from './event-list.ts'

/** Events carry no index for their channel, so only the latest are looked at. */
const LOOKED_AT_MAX = 5000

/** What an event from outside is called: see `eventIdOf`. Our own are called otherwise. */
const FROM_OUTSIDE = `e${'?'.repeat(32)}`

/** The last events that came in through a channel, newest first. */
export async function lastReceived(db: Database, channel: string, limit: number): Promise<KnownEvent[]> {
  const rows = await db.rows(
    `SELECT * FROM events WHERE seq > (SELECT coalesce(max(seq), 0) FROM events) - ${LOOKED_AT_MAX}
      AND channel = ?1 AND id GLOB '${FROM_OUTSIDE}' ORDER BY seq DESC LIMIT ?2`,
    channel,
    limit,
  )
  return rows.map(toKnownEvent)
}

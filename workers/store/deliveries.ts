import { insertAll } from './bulk.ts'
import { number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'

export type DeliveryStatus =
  | 'queued' | 'deferred' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped' | 'expired' | 'cancelled' // biome-ignore format: one list

export const DELIVERY_LEASE_MS = 60_000

const COLUMNS = [
  'id', 'kind', 'subject_id', 'run_id', 'channel', 'recipient', 'audience', 'body', 'content', 'ticket', 'category', 'status', 'reason',
  'attempts', 'rank', 'line', 'retry', 'on_unknown', 'awaited', 'pieces_sent', 'created_at', 'send_after', 'lease_until', 'lease', 'sent_at',
] as const // biome-ignore format: one list, read at a glance

export type DeliveryRow = Record<(typeof COLUMNS)[number], string | number | null>

export function writeDeliveries(rows: readonly DeliveryRow[]): Statement {
  return insertAll('deliveries', COLUMNS, rows)
}

const REWRITE = `ON CONFLICT (id) DO UPDATE SET ${COLUMNS.filter((column) => column !== 'id' && column !== 'created_at')
  .map((column) => `${column} = excluded.${column}`)
  .join(', ')} WHERE deliveries.status IN ('deferred', 'failed', 'unknown', 'expired', 'cancelled')`

/** What became of messages that the gate had put off, or that are sent again. */
export function rewriteDeliveries(rows: readonly DeliveryRow[]): Statement {
  return insertAll('deliveries', COLUMNS, rows, REWRITE)
}

/** How many of these are held under the very lease that they were written with. */
export function countLeased(rows: readonly Pick<DeliveryRow, 'id' | 'lease'>[]): Statement {
  const sql = `SELECT count(*) AS found FROM json_each(?1) w CROSS JOIN deliveries d ON d.id = w.value->>'id'
    AND d.lease = w.value->>'lease'`
  return { sql, params: [JSON.stringify(rows.map(({ id, lease }) => ({ id, lease })))] }
}

/** Messages of a paused workflow stay until it goes on. */
export const NOT_HELD = `NOT EXISTS (SELECT 1 FROM runs r JOIN workflows w ON w.id = r.workflow_id
  WHERE r.id = deliveries.run_id AND w.status = 'paused')`

/** Still to go, in the very words of the index. */
const OPEN = "status IN ('queued', 'sending')"

/**
 * Take over what is due to go out, but for what the gate has put off (that is its contact's to do), and what somebody
 * left half done. Of the latter nobody knows whether it went out: those that must not be repeated become `unknown`, the
 * others are tried again under the same key.
 */
export function claimDeliveries(claim: { now: number; realNow: number; lease: string; limit: number }): Statement[] {
  const { now, realNow, lease, limit } = claim
  return [
    {
      sql: `UPDATE deliveries SET status = 'unknown', reason = 'interrupted while sending', lease = NULL WHERE seq IN (
        SELECT seq FROM deliveries WHERE ${OPEN} AND line IS NULL AND status = 'sending' AND lease_until <= ?1 AND on_unknown = 'hold')`,
      params: [realNow],
    },
    {
      sql: `UPDATE deliveries SET status = 'sending', lease = ?3, lease_until = ?4, attempts = attempts + 1 WHERE seq IN (
        SELECT seq FROM deliveries WHERE ${OPEN} AND line IS NULL AND send_after <= ?1 AND lease_until <= ?2 AND ${NOT_HELD}
        ORDER BY send_after, seq LIMIT ?5) RETURNING *`,
      params: [now, realNow, lease, realNow + DELIVERY_LEASE_MS, limit],
    },
  ]
}

/**
 * Take the first ones out of a channel's line that may go by now, and whose turn it is among those for their recipient.
 * `look` is how far into the line to look for them.
 */
export function claimFromLine(
  line: string,
  { now, realNow, lease, limit, look }: { now: number; realNow: number; lease: string; limit: number; look: number },
): Statement {
  return {
    sql: `UPDATE deliveries SET status = 'sending', line = NULL, lease = ?3, lease_until = ?4, attempts = attempts + 1
      WHERE seq IN (SELECT seq FROM (SELECT seq, rank, row_number() OVER (PARTITION BY recipient ORDER BY rank, seq) AS nth
          FROM (SELECT seq, rank, recipient FROM deliveries WHERE line = ?1 AND status = 'queued' AND send_after <= ?2
            AND ${NOT_HELD} ORDER BY rank, seq LIMIT ?6))
        WHERE nth <= ${OF_ONE_RECIPIENT_MAX} ORDER BY rank, seq LIMIT ?5) RETURNING *`,
    params: [line, now, lease, realNow + DELIVERY_LEASE_MS, limit, look],
  }
}

/** Whoever has much to be told must not keep the others waiting. */
const OF_ONE_RECIPIENT_MAX = 5

/** Hold a message that is to be taken back, unless it is too late for that. */
export function claimMessage(id: string, { realNow, lease }: { realNow: number; lease: string }): Statement {
  return {
    sql: `UPDATE deliveries SET status = 'sending', line = NULL, lease = ?2, lease_until = ?3
      WHERE id = ?1 AND kind = 'message' AND status IN ('queued', 'unknown') RETURNING *`,
    params: [id, lease, realNow + DELIVERY_LEASE_MS],
  }
}

/** The provider wants to be left alone until then, in product time. */
export function putOffLine(line: string, until: number): Statement {
  const sql = 'UPDATE deliveries SET send_after = ?2 WHERE line = ?1 AND send_after < ?2'
  return { sql, params: [line, until] }
}

/** It does not any more: what stands in line may go now. */
export function hurryLine(line: string, now: number): Statement {
  const sql = "UPDATE deliveries SET send_after = ?2 WHERE line = ?1 AND status = 'queued' AND send_after > ?2"
  return { sql, params: [line, now] }
}

/** How one try ended. `sendAfter` is when the next one may be, for those that are tried again. */
export type SettledDelivery = {
  id: string
  lease: string
  status: DeliveryStatus
  reason: string | null
  providerId: string | null
  sendAfter: number
  /** The channel, when it stands in line for its pace. */
  line: string | null
  sentAt: number | null
  attempts: number
  piecesSent: number
  /** What went out, where that is not what was written: its text, and its `Extras` as JSON. */
  body: string | null
  content: string | null
}

/** Write how tries ended. Whoever lost the lease meanwhile writes nothing. */
export function settleDeliveries(settled: readonly SettledDelivery[]): Statement {
  return {
    sql: `UPDATE deliveries SET status = d.value->>'status', reason = d.value->>'reason',
      provider_id = d.value->>'providerId', send_after = d.value->>'sendAfter', lease_until = 0, line = d.value->>'line',
      sent_at = d.value->>'sentAt', attempts = d.value->>'attempts', pieces_sent = d.value->>'piecesSent', lease = NULL,
      body = coalesce(d.value->>'body', body), content = coalesce(d.value->>'content', content)
      FROM json_each(?1) d WHERE deliveries.id = d.value->>'id' AND deliveries.lease = d.value->>'lease'`,
    params: [JSON.stringify(settled)],
  }
}

/** So many of the latest are looked through: whoever asks does so within seconds. */
const LATEST = 2000

/** A message sent just now, by the id that its provider gave. */
export async function findSentAs(db: Database, providerId: string): Promise<LeasedDelivery | undefined> {
  const [found] = await db.batch([
    {
      sql: `SELECT * FROM deliveries WHERE seq > (SELECT max(seq) FROM deliveries) - ?2 AND provider_id = ?1
        AND status = 'sent' LIMIT 1`,
      params: [providerId, LATEST],
    },
  ])
  const row = found?.rows[0]
  return row && toLeased({ ...row, lease: '' })
}

/** Take back what ended runs have not sent yet. */
export function cancelUnsent(cancelled: readonly { runId: string; reason: string }[]): Statement {
  return {
    sql: `UPDATE deliveries SET status = 'cancelled', reason = c.value->>'reason', line = NULL FROM json_each(?1) c
      WHERE deliveries.id >= c.value->>'runId' || ':' AND deliveries.id < c.value->>'runId' || ';'
      AND deliveries.status IN ('queued', 'deferred')`,
    params: [JSON.stringify(cancelled)],
  }
}

/** A delivery that this invocation holds the lease of, ready to go out. */
export type LeasedDelivery = {
  id: string
  /** The order in which they were written; 0 for one that is just being written. */
  seq: number
  kind: 'message' | 'request'
  subjectId: string | null
  runId: string | null
  channel: string | null
  recipient: string | null
  audience: 'contact' | 'room'
  body: string
  /** `Extras` as JSON. */
  content: string | null
  /** A `Ticket` as JSON. */
  ticket: string | null
  category: string
  attempts: number
  retry: string
  onUnknown: 'resend' | 'hold'
  awaited: boolean
  /** Its place among what waits for the same channel: lower goes first. */
  rank: number
  piecesSent: number
  /** Product time at which it was first written. */
  createdAt: number
  lease: string
  /** Real time: after it, somebody else may have taken it over. */
  leaseUntil: number
  /** Its text is not the one in its row: what it says has been starred since. */
  rewritten?: true
}

export function toLeased(row: Row): LeasedDelivery {
  return {
    id: text(row.id),
    seq: numberOrNull(row.seq) ?? 0,
    kind: row.kind === 'request' ? 'request' : 'message',
    subjectId: textOrNull(row.subject_id),
    runId: textOrNull(row.run_id),
    channel: textOrNull(row.channel),
    recipient: textOrNull(row.recipient),
    audience: row.audience === 'room' ? 'room' : 'contact',
    body: text(row.body),
    content: textOrNull(row.content),
    ticket: textOrNull(row.ticket),
    category: text(row.category),
    attempts: number(row.attempts),
    retry: text(row.retry),
    onUnknown: row.on_unknown === 'resend' ? 'resend' : 'hold',
    awaited: numberOrNull(row.awaited) === 1,
    rank: number(row.rank),
    piecesSent: numberOrNull(row.pieces_sent) ?? 0,
    createdAt: number(row.created_at),
    lease: text(row.lease),
    leaseUntil: number(row.lease_until),
  }
}

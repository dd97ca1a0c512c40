import { json, number, text } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'

/** A webhook that a channel refused. */
export type Refusal = {
  channel: string
  at: number
  status: number
  why: string
  method: string
  size: number
  headers: string[]
}

/** So many of a channel are kept, and none longer than this. */
const KEPT_MAX = 20
const KEPT_MS = 7 * 24 * 60 * 60_000

/** Keep a refusal, and let go of those that are too many or too old. */
export async function keepRefusal(db: Database, refusal: Refusal): Promise<void> {
  const { channel, at, status, why, method, size, headers } = refusal
  const sql = `INSERT INTO refusals (channel, at, status, why, method, size, headers) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`
  await db.batch([
    { sql, params: [channel, at, status, why, method, size, JSON.stringify(headers)] },
    letGo(channel, at),
  ])
}

function letGo(channel: string, at: number): Statement {
  const sql = `DELETE FROM refusals WHERE at < ?2 OR (channel = ?1 AND seq <= (
    SELECT seq FROM refusals WHERE channel = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ${KEPT_MAX}))`
  return { sql, params: [channel, at - KEPT_MS] }
}

export async function listRefusals(db: Database, channel: string): Promise<Refusal[]> {
  const rows = await db.rows('SELECT * FROM refusals WHERE channel = ?1 ORDER BY seq DESC LIMIT ?2', channel, KEPT_MAX)
  return rows.map(toRefusal)
}

function toRefusal(row: Row): Refusal {
  return {
    channel: text(row.channel),
    at: number(row.at),
    status: number(row.status),
    why: text(row.why),
    method: text(row.method),
    size: number(row.size),
    headers: json(row.headers),
  }
}

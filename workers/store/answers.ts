import { number, text } from './cell.ts'
import type { Database, Statement } from './database.ts'

/** First answers to writes that carry an Idempotency-Key. A claim is an answer that is not there yet: status 0. */
export type Claim = { caller: string; key: string; request: string; realNow: number }

export type Claimed =
  | { kind: 'claimed' }
  /** Somebody is at it right now. */
  | { kind: 'busy' }
  | { kind: 'other request' }
  | { kind: 'answered'; status: number; body: string }

/** A claim whose holder has not answered in this time is free again. */
const CLAIM_MS = 5 * 60_000
const KEPT_MS = 24 * 3_600_000
const FORGET_AT_ONCE = 50

export async function claimAnswer(db: Database, claim: Claim): Promise<Claimed> {
  const [, taken, held] = await db.batch([forget(claim.realNow), take(claim), find(claim)])
  if (taken?.rows.length) return { kind: 'claimed' }
  const row = held?.rows[0]
  if (!row) return { kind: 'busy' }
  if (text(row.request) !== claim.request) return { kind: 'other request' }
  const status = number(row.status)
  return status === 0 ? { kind: 'busy' } : { kind: 'answered', status, body: text(row.body) }
}

function take({ caller, key, request, realNow }: Claim): Statement {
  return {
    sql: `INSERT INTO answers (caller, key, request, status, body, at) VALUES (?1, ?2, ?3, 0, '', ?4)
      ON CONFLICT (caller, key) DO UPDATE SET at = excluded.at
      WHERE answers.status = 0 AND answers.at < ?5 AND answers.request = excluded.request RETURNING 1 AS taken`,
    params: [caller, key, request, realNow, realNow - CLAIM_MS],
  }
}

function find({ caller, key }: Claim): Statement {
  return { sql: 'SELECT request, status, body FROM answers WHERE caller = ?1 AND key = ?2', params: [caller, key] }
}

function forget(realNow: number): Statement {
  return {
    sql: `DELETE FROM answers WHERE (caller, key) IN (SELECT caller, key FROM answers WHERE at < ?1 LIMIT ${FORGET_AT_ONCE})`,
    params: [realNow - KEPT_MS],
  }
}

export async function keepAnswer(db: Database, { caller, key }: Claim, status: number, body: string): Promise<void> {
  const sql = 'UPDATE answers SET status = ?3, body = ?4 WHERE caller = ?1 AND key = ?2'
  await db.batch([{ sql, params: [caller, key, status, body] }])
}

/** Give a claim back: whoever asks again may try. */
export async function releaseAnswer(db: Database, { caller, key }: Claim): Promise<void> {
  const sql = 'DELETE FROM answers WHERE caller = ?1 AND key = ?2 AND status = 0'
  await db.batch([{ sql, params: [caller, key] }])
}

const SESSIONS = 'sessions'

/** A session that has ended stands here for longer than its cookie is good: whoever kept that opens nothing with it. */
export async function endSession(db: Database, session: string, realNow: number): Promise<void> {
  const sql = `INSERT INTO answers (caller, key, request, status, body, at) VALUES (?1, ?2, '', 204, '', ?3)
    ON CONFLICT (caller, key) DO NOTHING`
  await db.batch([forget(realNow), { sql, params: [SESSIONS, session, realNow] }])
}

export async function hasEnded(db: Database, session: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM answers WHERE caller = ?1 AND key = ?2'
  return (await db.rows(sql, SESSIONS, session)).length > 0
}

/** A repeat is still known, but is not told of them any more. */
export function forgetAnswered(contactId: string): Statement {
  return { sql: "UPDATE answers SET body = '' WHERE instr(body, ?1) > 0", params: [contactId] }
}

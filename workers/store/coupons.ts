import { number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { type InboxEvent, keepEvents } from './events.ts'
import { list, when } from './listing.ts'

export type Pool = {
  id: string
  name: string
  kind: 'imported' | 'generated'
  prefix: string
  alphabet: string
  length: number
  perMember: number | null
  expiresIn: string | null
  expiresAt: number | null
  total: number | null
  issued: number
  used: number
  createdAt: number
}

export type Code = {
  code: string
  poolId: string
  subjectId: string | null
  issuedAt: number | null
  expiresAt: number | null
  usedAt: number | null
}

export async function listPools(db: Database, after: string | null, limit: number): Promise<Pool[]> {
  return (await db.rows('SELECT * FROM pools WHERE id > ?1 ORDER BY id LIMIT ?2', after ?? '', limit + 1)).map(toPool)
}

export async function findPool(db: Database, id: string): Promise<Pool | undefined> {
  const [row] = await db.rows('SELECT * FROM pools WHERE id = ?1', id)
  return row && toPool(row)
}

export type PoolWish = Omit<Pool, 'issued' | 'used'> & { expiresInMs: number | null }

/** Keep a pool. Its kind stays what it was, and how many codes an imported one has is counted, not said. */
export function savePool(pool: PoolWish): Statement {
  const { id, name, kind, prefix, alphabet, length, perMember, expiresIn, expiresInMs, expiresAt, total } = pool
  return {
    sql: `INSERT INTO pools (id, name, kind, prefix, alphabet, length, per_member, expires_in, expires_in_ms, expires_at,
        total, issued, used, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, 0, ?12)
      ON CONFLICT (id) DO UPDATE SET name = ?2, prefix = ?4, alphabet = ?5, length = ?6, per_member = ?7, expires_in = ?8,
        expires_in_ms = ?9, expires_at = ?10, total = iif(kind = 'imported', total, ?11)`,
    params: [
      ...[id, name, kind, prefix, alphabet, length, perMember, expiresIn, expiresInMs, expiresAt],
      ...[kind === 'imported' ? 0 : total, pool.createdAt],
    ],
  }
}

/** Add codes to an imported pool; those that are there already are left as they are. Answers how many were new. */
export async function importCodes(db: Database, poolId: string, codes: readonly string[]): Promise<number> {
  const sql = `INSERT INTO codes (pool_id, code, n) SELECT p.id, k.value, p.total + k.key FROM pools p, json_each(?2) k
    WHERE p.id = ?1 AND p.kind = 'imported' ON CONFLICT (pool_id, code) DO NOTHING RETURNING 1`
  const [added] = await db.batch([
    { sql, params: [poolId, JSON.stringify(codes)] },
    { sql: RECOUNT, params: [poolId] },
  ])
  return added?.rows.length ?? 0
}

/** Issued ones and free ones: only what is free is counted, by its index. */
const RECOUNT = `UPDATE pools SET total = issued + (SELECT count(*) FROM codes WHERE pool_id = ?1 AND issued_at IS NULL)
  WHERE id = ?1 AND kind = 'imported'`

export async function deletePool(db: Database, id: string): Promise<boolean> {
  const [gone] = await db.batch([
    { sql: 'DELETE FROM pools WHERE id = ?1', params: [id] },
    { sql: 'DELETE FROM codes WHERE pool_id = ?1', params: [id] },
  ])
  return (gone?.changes ?? 0) > 0
}

export async function listCodes(
  db: Database,
  of: { poolId: string; subjectId: string | undefined },
  { after, limit }: { after: string | null; limit: number },
): Promise<Code[]> {
  const conditions = [
    { sql: 'pool_id = ?', params: [of.poolId] },
    ...when(of.subjectId, 'subject_id = ?'),
    ...when(after, 'code > ?'),
  ]
  const table = of.subjectId === undefined ? 'codes' : 'codes INDEXED BY codes_subject'
  const { sql, params } = list(table, conditions, 'code', limit)
  return (await db.rows(sql, ...params)).map(toCode)
}

export async function findCode(db: Database, poolId: string, code: string): Promise<Code | undefined> {
  const [row] = await db.rows('SELECT * FROM codes WHERE pool_id = ?1 AND code = ?2', poolId, code)
  return row && toCode(row)
}

/** A code that can be used at this instant. */
const GOOD = 'issued_at IS NOT NULL AND used_at IS NULL AND coalesce(expires_at > ?3, true)'

/** Mark a code used, once, and keep the event that tells of it. Answers whether this was the one use. */
export async function useCode(
  db: Database,
  { poolId, code, at }: { poolId: string; code: string; at: number },
  { event, leaseUntil }: { event: InboxEvent; leaseUntil: number },
): Promise<boolean> {
  const good = `SELECT 1 FROM codes WHERE pool_id = ?2 AND code = ?4 AND ${GOOD}`
  const [, , used] = await db.batch([
    keepEvents([event], leaseUntil, { sql: `EXISTS (${good})`, params: [poolId, at, code] }),
    {
      sql: `UPDATE pools SET used = used + 1 WHERE id = ?2 AND EXISTS (${good}) AND ?1`,
      params: [1, poolId, at, code],
    },
    {
      sql: `UPDATE codes SET used_at = ?3 WHERE pool_id = ?2 AND code = ?4 AND ${GOOD} AND ?1`,
      params: [1, poolId, at, code],
    },
  ])
  return (used?.changes ?? 0) > 0
}

/** `event` is the one that told of it. */
export type UsedCode = { pool: string | null; code: string; at: number; event: string }

/** The same for codes of which events from outside tell. What is unknown, expired or used already changes nothing. */
export function useCodes(used: readonly UsedCode[]): Statement[] {
  return used.flatMap(({ pool, code, at }) => {
    const mine = `pool_id IN (SELECT id FROM pools WHERE id = coalesce(?1, id)) AND code = ?2 AND ${GOOD}`
    const params = [pool, code, at]
    return [
      { sql: `UPDATE pools SET used = used + 1 WHERE id IN (SELECT pool_id FROM codes WHERE ${mine})`, params },
      { sql: `UPDATE codes SET used_at = ?3 WHERE ${mine}`, params },
    ]
  })
}

/** Say of those events whose code was not used by them, why; after the codes are marked and the events are settled. */
export function tellUnused(used: readonly UsedCode[]): Statement[] {
  return used.length > 0 ? [{ sql: TELL_UNUSED, params: [JSON.stringify(used)] }] : []
}

const TELL_UNUSED = `UPDATE events SET reason = coalesce(events.reason || '; ', '') || u.why FROM (
  SELECT k.value->>'event' AS id, CASE WHEN max(coalesce(c.used_at = k.value->>'at', 0)) THEN NULL ELSE max(CASE
      WHEN c.code IS NULL THEN 'unknown coupon code'
      WHEN c.issued_at IS NULL THEN 'coupon code not issued'
      WHEN c.used_at IS NOT NULL THEN 'coupon code used before'
      ELSE 'coupon code expired' END) END AS why
  FROM json_each(?1) k LEFT JOIN codes c ON c.code = k.value->>'code'
    AND c.pool_id IN (SELECT p.id FROM pools p WHERE p.id = coalesce(k.value->>'pool', p.id))
  GROUP BY 1) u WHERE events.id = u.id AND u.why IS NOT NULL`

function toPool(row: Row): Pool {
  return {
    id: text(row.id),
    name: text(row.name),
    kind: row.kind === 'imported' ? 'imported' : 'generated',
    prefix: text(row.prefix),
    alphabet: text(row.alphabet),
    length: number(row.length),
    perMember: numberOrNull(row.per_member),
    expiresIn: textOrNull(row.expires_in),
    expiresAt: numberOrNull(row.expires_at),
    total: numberOrNull(row.total),
    issued: number(row.issued),
    used: number(row.used),
    createdAt: number(row.created_at),
  }
}

function toCode(row: Row): Code {
  return {
    code: text(row.code),
    poolId: text(row.pool_id),
    subjectId: textOrNull(row.subject_id),
    issuedAt: numberOrNull(row.issued_at),
    expiresAt: numberOrNull(row.expires_at),
    usedAt: numberOrNull(row.used_at),
  }
}

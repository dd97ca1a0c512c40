import type { Ask, Returned } from '../../schema/ask.ts'
import type { Statement } from './database.ts'

type CodeAsk = Extract<Ask, { kind: 'code' }>

/**
 * Issue a code of one pool to each of a line, as long as there are some and the member has not had enough. Imported
 * codes go in the order in which they came; others are made here. A code that happens to be there already makes the
 * commit fail, and be decided again with another.
 */
export function issueCodes(line: readonly [CodeAsk, ...CodeAsk[]]): Statement[] {
  const [{ pool, resource }] = line
  const asks = JSON.stringify(line)
  return [
    { sql: `WITH ${ASKED}, ${FREE} ${IMPORTED}`, params: [asks, pool, line.length] },
    { sql: `WITH ${ASKED} ${GENERATED}`, params: [asks, pool] },
    { sql: COUNT, params: [asks, pool] },
    { sql: ANSWER, params: [asks, pool, resource] },
  ]
}

/** Those who may have one, in their order, and until when it is good. */
const ASKED = `asked AS (
    SELECT key AS n, value->>'id' AS id, value->>'subjectId' AS subject, value->>'at' AS at,
      row_number() OVER (PARTITION BY value->>'subjectId' ORDER BY key) AS nth FROM json_each(?1)),
  allowed AS (
    SELECT a.id, a.subject, a.at, row_number() OVER (ORDER BY a.n) AS place,
      coalesce(min(p.expires_at, a.at + p.expires_in_ms), p.expires_at, a.at + p.expires_in_ms) AS expires
    FROM asked a JOIN pools p ON p.id = ?2
    WHERE coalesce(p.expires_at > a.at, true) AND coalesce(a.nth + (
      SELECT count(*) FROM codes c WHERE c.subject_id = a.subject AND c.pool_id = ?2) <= p.per_member, true))`

const FREE = `free AS (SELECT code, row_number() OVER (ORDER BY n) AS place FROM (
    SELECT code, n FROM codes WHERE pool_id = ?2 AND issued_at IS NULL ORDER BY n LIMIT ?3))`

/** As an upsert: every row is there. */
const IMPORTED = `INSERT INTO codes (pool_id, code, n, subject_id, asked, issued_at, expires_at)
  SELECT ?2, free.code, 0, a.subject, a.id, a.at, a.expires FROM free JOIN allowed a ON a.place = free.place WHERE true
  ON CONFLICT (pool_id, code) DO UPDATE SET subject_id = excluded.subject_id, asked = excluded.asked,
    issued_at = excluded.issued_at, expires_at = excluded.expires_at`

/** One letter for each place of the code. Naming the place makes it the inner aggregate, the ask makes it drawn anew for each. */
const RANDOM = `(SELECT group_concat(substr(p.alphabet, 1 + abs(random() % length(p.alphabet)) + 0 * l.key, 1), '')
    FROM json_each('[${Array.from({ length: 32 }, (_, i) => i).join(',')}]') l WHERE l.key < p.length AND a.id IS NOT NULL)`

const GENERATED = `INSERT INTO codes (pool_id, code, n, subject_id, asked, issued_at, expires_at)
  SELECT p.id, p.prefix || ${RANDOM}, p.issued + a.place, a.subject, a.id, a.at, a.expires
  FROM allowed a JOIN pools p ON p.id = ?2
  WHERE p.kind = 'generated' AND coalesce(p.issued + a.place <= p.total, true)`

const MINE = "c.subject_id = k.value->>'subjectId' AND c.pool_id = ?2 AND c.asked = k.value->>'id'"

const COUNT = `UPDATE pools SET issued = issued + (SELECT count(*) FROM json_each(?1) k CROSS JOIN codes c ON ${MINE})
  WHERE id = ?2`

const ANSWER = `INSERT INTO grants (resource, id, at, keep_until, answer)
  SELECT ?3, k.value->>'id', k.value->>'at', k.value->>'keepUntil', CASE
    WHEN c.code IS NOT NULL THEN json_object('code', c.code, 'expires_at', c.expires_at,
      'left', p.total - p.issued + coalesce(sum(c.code IS NOT NULL) OVER BEHIND, 0))
    WHEN p.id IS NULL THEN '{"refused":"unknown_coupon"}'
    WHEN p.expires_at <= k.value->>'at' THEN '{"refused":"coupon_expired"}'
    WHEN (SELECT count(*) FROM codes h WHERE h.subject_id = k.value->>'subjectId' AND h.pool_id = ?2) >= p.per_member
      THEN '{"refused":"limit_reached"}'
    ELSE '{"refused":"pool_empty"}' END
  FROM json_each(?1) k LEFT JOIN pools p ON p.id = ?2 LEFT JOIN codes c ON ${MINE}
  WINDOW BEHIND AS (ORDER BY k.key ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)`

/** A code that its run never took: nobody has seen it. An imported one is free again, another one never was. */
export function takeBackCodes({ resource, grant = '' }: Returned): Statement[] {
  const pool = resource.slice(resource.indexOf(':') + 1)
  const code = "(SELECT g.answer->>'code' FROM grants g WHERE g.resource = ?1 AND g.id = ?2)"
  const there = `pool_id = ?3 AND code = ${code} AND asked = ?2`
  const params = [resource, grant, pool]
  return [
    {
      sql: `UPDATE pools SET issued = issued - 1 WHERE id = ?3 AND EXISTS (SELECT 1 FROM codes WHERE ${there})`,
      params,
    },
    {
      sql: `DELETE FROM codes WHERE ${there} AND (SELECT kind FROM pools WHERE id = ?3) = 'generated'`,
      params,
    },
    {
      sql: `UPDATE codes SET subject_id = NULL, asked = NULL, issued_at = NULL, expires_at = NULL WHERE ${there}`,
      params,
    },
  ]
}

import type { Ask } from '../../schema/ask.ts'
import type { Row, Statement } from './database.ts'

/**
 * Decide what is asked, all in one statement: a resource grants while fewer than its limit were granted within its
 * window. Those who ask for one resource in one commit stand in line; those of other commits came before or come after.
 */
export function writeGrants(asks: readonly Ask[]): Statement {
  return { sql: GRANT, params: [JSON.stringify(asks)] }
}

const GRANT = `INSERT INTO grants (resource, id, at, keep_until)
  SELECT resource, id, at, keep_until FROM (
    SELECT value->>'resource' AS resource, value->>'id' AS id, value->>'at' AS at, value->>'keepUntil' AS keep_until,
      value->>'since' AS since, value->>'limit' AS most,
      row_number() OVER (PARTITION BY value->>'resource' ORDER BY key) AS place
    FROM json_each(?1)) asked
  WHERE place + (SELECT count(*) FROM grants WHERE grants.resource = asked.resource AND grants.at > asked.since) <= most`

/** Which of these were granted. What was asked and is not there was refused. */
export function readGrants(asked: readonly { resource: string; grant: string }[]): Statement {
  const sql = `SELECT g.id FROM json_each(?1) k CROSS JOIN grants g
    ON g.resource = k.value->>'resource' AND g.id = k.value->>'grant'`
  return { sql, params: [JSON.stringify(asked)] }
}

export function toGrants(rows: readonly Row[]): ReadonlySet<string> {
  return new Set(rows.map((row) => String(row.id)))
}

/** Forget grants that nobody can ask for any more, one page at a time. */
export function pruneGrants(now: number, limit: number): Statement {
  const sql = `DELETE FROM grants WHERE (resource, id) IN (
    SELECT resource, id FROM grants WHERE keep_until <= ?1 ORDER BY keep_until LIMIT ?2)`
  return { sql, params: [now, limit] }
}

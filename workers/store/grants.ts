import type { Ask, Returned } from '../../schema/ask.ts'
import type { JsonObject } from '../../schema/json.ts'
import { jsonOrNull, text } from './cell.ts'
import { issueCodes, takeBackCodes } from './codes.ts'
import type { Row, Statement } from './database.ts'
import { answerReferrals, forgetAsked } from './referral-asks.ts'
import { askSeats, putBackSeat } from './seats.ts'
import { putBackShares, takeShares } from './shares.ts'

/**
 * Decide what is asked, as part of the commit that asks. Those who ask for one resource in one commit stand in line;
 * those of other commits came before or come after.
 */
export function writeGrants(asks: readonly Ask[]): Statement[] {
  const places = asks.filter(({ kind }) => kind === 'place')
  const shares = asks.filter((one) => one.kind === 'share')
  const codes = asks.filter((one) => one.kind === 'code')
  return [
    ...(places.length > 0 ? [{ sql: PLACES, params: [JSON.stringify(places)] }] : []),
    ...byResource(shares).flatMap((line) => takeShares(line)),
    ...byResource(codes).flatMap((line) => issueCodes(line)),
    ...byResource(asks.filter((one) => one.kind === 'seat')).flatMap((line) => askSeats(line)),
    ...answerReferrals(asks),
  ]
}

/** What was asked for and is not taken goes back. */
export function takeBack(returned: readonly Returned[]): Statement[] {
  const shares = returned.filter(({ kind }) => kind === 'share')
  const codes = returned.filter(({ kind }) => kind === 'code')
  const seats = returned.filter(({ kind }) => kind === 'seat')
  const referrals = returned.filter(({ kind }) => kind === 'referral')
  return [
    ...shares.map(putBackShares),
    ...codes.flatMap(takeBackCodes),
    ...referrals.map(forgetAsked),
    ...seats.flatMap(putBackSeat),
  ]
}

/** Those who ask for the same, in the order in which they ask. */
function byResource<A extends Ask>(asks: readonly A[]): [A, ...A[]][] {
  const lines = new Map<string, [A, ...A[]]>()
  for (const one of asks) {
    const line = lines.get(one.resource)
    if (line) line.push(one)
    else lines.set(one.resource, [one])
  }
  return [...lines.values()]
}

/** A resource grants while fewer than its limit were granted within its window. */
const PLACES = `INSERT INTO grants (resource, id, at, keep_until)
  SELECT resource, id, at, keep_until FROM (
    SELECT value->>'resource' AS resource, value->>'id' AS id, value->>'at' AS at, value->>'keepUntil' AS keep_until,
      value->>'since' AS since, value->>'limit' AS most,
      row_number() OVER (PARTITION BY value->>'resource' ORDER BY key) AS place
    FROM json_each(?1)) asked
  WHERE place + (SELECT count(*) FROM grants WHERE grants.resource = asked.resource AND grants.at > asked.since) <= most`

/** What was answered to these. A place that was asked for and is not there was refused. */
export function readGrants(asked: readonly { resource: string; grant: string }[]): Statement {
  const sql = `SELECT g.id, g.answer FROM json_each(?1) k CROSS JOIN grants g
    ON g.resource = k.value->>'resource' AND g.id = k.value->>'grant'`
  return { sql, params: [JSON.stringify(asked)] }
}

export function toGrants(rows: readonly Row[]): ReadonlyMap<string, JsonObject> {
  return new Map(rows.map((row) => [text(row.id), jsonOrNull<JsonObject>(row.answer) ?? {}]))
}

/** Forget grants that nobody can ask for any more, one page at a time. */
export function pruneGrants(now: number, limit: number): Statement {
  const sql = `DELETE FROM grants WHERE (resource, id) IN (
    SELECT resource, id FROM grants WHERE keep_until <= ?1 ORDER BY keep_until LIMIT ?2)`
  return { sql, params: [now, limit] }
}

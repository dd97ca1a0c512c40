import type { Ask, Returned } from '../../schema/ask.ts'
import { text } from './cell.ts'
import type { Database, Statement } from './database.ts'

/**
 * Seats at a gathering, decided in SQL by the commit that asks: who has one, who waits, and who moves up when a seat
 * comes free. A seat that is free while somebody waits does not outlive the batch that made it so.
 */

export type SeatAsk = Extract<Ask, { kind: 'seat' }>

/**
 * All that ask for one gathering in one commit, in their order. Whatever one contact asks for is decided on what came of
 * its wish before; of different ones whoever gives a seat back comes first, then whoever waits, then who wants one.
 */
export function askSeats(line: readonly SeatAsk[]): Statement[] {
  return inRounds(line).flatMap(askOnce)
}

/** One wish of each contact, then the next ones. */
function inRounds(line: readonly SeatAsk[]): [SeatAsk, ...SeatAsk[]][] {
  const rounds: [SeatAsk, ...SeatAsk[]][] = []
  const asked = new Map<string, number>()
  for (const one of line) {
    const nth = asked.get(one.subjectId) ?? 0
    asked.set(one.subjectId, nth + 1)
    const round = rounds[nth]
    if (round) round.push(one)
    else rounds.push([one])
  }
  return rounds
}

function askOnce(line: readonly [SeatAsk, ...SeatAsk[]]): Statement[] {
  const [{ resource, gathering, id, at }] = line
  const of = (wish: SeatAsk['wish']): string => JSON.stringify(line.filter((one) => one.wish === wish))
  const has = (wish: SeatAsk['wish']): boolean => line.some((one) => one.wish === wish)
  return [
    ...(has('cancel') ? [...leaving(resource, gathering, of('cancel')), ...moveUp(gathering, `${id} up`, at)] : []),
    ...(has('checkin') ? [{ sql: CHECK_IN, params: [gathering, of('checkin')] }] : []),
    ...(has('add') ? coming(resource, gathering, of('add')) : []),
    { sql: ANSWER, params: [resource, JSON.stringify(line), gathering] },
  ]
}

const LIVE = "status <> 'cancelled'"
const ENDS = 'coalesce(g.ends_at, g.starts_at)'

/** Whoever has no place yet takes the next one: a seat while there are any, else one in the line. */
const COME = `INSERT INTO signups (gathering_id, subject_id, status, seq, asked, at, changed_at)
  WITH fresh AS (
    SELECT a.value->>'subjectId' AS who, a.value->>'id' AS asked, a.value->>'at' AS at,
      row_number() OVER (ORDER BY min(a.key)) AS nth
    FROM json_each(?2) a LEFT JOIN signups s
      ON s.gathering_id = ?3 AND s.subject_id = a.value->>'subjectId' AND s.${LIVE}
    WHERE s.subject_id IS NULL GROUP BY a.value->>'subjectId'),
  room AS (SELECT coalesce(capacity, ${Number.MAX_SAFE_INTEGER}) - taken AS free FROM shares WHERE resource = ?1)
  SELECT g.id, f.who, iif(f.nth <= room.free, 'confirmed', 'waitlisted'), g.made + f.nth, f.asked, f.at, f.at
  FROM fresh f CROSS JOIN room JOIN gatherings g ON g.id = ?3
  WHERE g.status = 'open' AND f.at < ${ENDS} AND (f.nth <= room.free OR g.waitlist = 1)
  ON CONFLICT (gathering_id, subject_id) DO UPDATE SET status = excluded.status, seq = excluded.seq, promoted = 0,
    asked = excluded.asked, at = excluded.at, changed_at = excluded.changed_at`

/** Those of the line whose own wish it was that changed their row. */
const CHANGED = `json_each(?2) a CROSS JOIN signups s ON s.gathering_id = ?3 AND s.subject_id = a.value->>'subjectId'
  AND s.asked = a.value->>'id'`

function coming(resource: string, gathering: string, line: string): Statement[] {
  return [
    { sql: COME, params: [resource, line, gathering] },
    {
      sql: `UPDATE gatherings SET made = max(made, coalesce((SELECT max(s.seq) FROM ${CHANGED}), 0)) WHERE id = ?3 AND ?1`,
      params: [1, line, gathering],
    },
    {
      sql: `UPDATE shares SET taken = taken + (SELECT count(*) FROM ${CHANGED} AND s.status = 'confirmed') WHERE resource = ?1`,
      params: [resource, line, gathering],
    },
  ]
}

function leaving(resource: string, gathering: string, line: string): Statement[] {
  return [
    {
      sql: `UPDATE shares SET taken = max(0, taken - (SELECT count(DISTINCT s.subject_id) FROM json_each(?2) a CROSS JOIN signups s
        ON s.gathering_id = ?3 AND s.subject_id = a.value->>'subjectId' AND s.status = 'confirmed')) WHERE resource = ?1`,
      params: [resource, line, gathering],
    },
    {
      sql: `UPDATE signups SET status = 'cancelled', asked = a.value->>'id', changed_at = a.value->>'at' FROM json_each(?1) a
        WHERE gathering_id = ?2 AND subject_id = a.value->>'subjectId' AND status IN ('confirmed', 'waitlisted')`,
      params: [line, gathering],
    },
  ]
}

const CHECK_IN = `UPDATE signups SET status = 'attended', asked = a.value->>'id', changed_at = a.value->>'at',
    checked_in_at = a.value->>'at' FROM json_each(?2) a JOIN gatherings g ON g.id = ?1
  WHERE gathering_id = ?1 AND subject_id = a.value->>'subjectId' AND signups.status = 'confirmed'
    AND coalesce(lower(a.value->>'code') = lower(g.code), true)`

const PLACE = `CASE s.status WHEN 'waitlisted' THEN (SELECT count(*) FROM signups w
  WHERE w.gathering_id = ?3 AND w.status = 'waitlisted' AND w.seq <= s.seq) END`

/** What the gathering is, for whoever is told of it. Instants are milliseconds. */
const ABOUT = `'gathering_id', g.id, 'name', json(g.name), 'place', g.place, 'starts_at', g.starts_at, 'ends_at', g.ends_at`

const TOLD = `json_object('status', s.status, 'changed', json(iif(s.asked = a.value->>'id', 'true', 'false')),
  'position', ${PLACE}, ${ABOUT})`

const ANSWER = `INSERT INTO grants (resource, id, at, keep_until, answer)
  SELECT ?1, a.value->>'id', a.value->>'at', a.value->>'keepUntil', CASE
    WHEN g.id IS NULL THEN '{"refused":"unknown_gathering"}'
    WHEN a.value->>'wish' = 'add' THEN CASE
      WHEN s.${LIVE} THEN ${TOLD}
      WHEN g.status <> 'open' OR a.value->>'at' >= ${ENDS} THEN '{"refused":"closed"}'
      ELSE json_object('status', 'full', 'changed', json('false'), 'position', NULL, ${ABOUT}) END
    WHEN s.subject_id IS NULL OR s.status = 'cancelled' AND a.value->>'wish' = 'checkin' THEN '{"refused":"not_signed_up"}'
    WHEN a.value->>'wish' = 'checkin' AND lower(a.value->>'code') <> lower(g.code) THEN '{"refused":"wrong_code"}'
    WHEN a.value->>'wish' = 'checkin' AND s.status = 'waitlisted' THEN '{"refused":"waitlisted"}'
    WHEN a.value->>'wish' = 'cancel' AND s.status = 'attended' THEN '{"refused":"attended"}'
    ELSE ${TOLD} END
  FROM json_each(?2) a LEFT JOIN gatherings g ON g.id = ?3
    LEFT JOIN signups s ON s.gathering_id = ?3 AND s.subject_id = a.value->>'subjectId'`

/** Whoever moves up can still come. */
const IS_AHEAD = `g.status = 'open' AND coalesce(?3 < ${ENDS}, true)`

/** Those who waited longest get the seats that are free, and an event that tells them. `mark` names this happening. */
export function moveUp(gathering: string, mark: string, at: number | null): Statement[] {
  const resource = `seat:${gathering}`
  const marked = 'gathering_id = ?1 AND asked = ?2'
  return [
    {
      sql: `UPDATE signups SET status = 'confirmed', promoted = 1, asked = ?2, changed_at = coalesce(?3, changed_at) WHERE gathering_id = ?1
        AND subject_id IN (SELECT subject_id FROM signups WHERE gathering_id = ?1 AND status = 'waitlisted'
          AND EXISTS (SELECT 1 FROM gatherings g WHERE g.id = ?1 AND ${IS_AHEAD}) ORDER BY seq LIMIT
          (SELECT max(0, coalesce(capacity, ${Number.MAX_SAFE_INTEGER}) - taken) FROM shares WHERE resource = ?4))`,
      params: [gathering, mark, at, resource],
    },
    {
      sql: `UPDATE shares SET taken = taken + (SELECT count(*) FROM signups WHERE ${marked}) WHERE resource = ?3`,
      params: [gathering, mark, resource],
    },
    { sql: tell('s.gathering_id = ?1 AND s.asked = ?2'), params: [gathering, mark, at] },
  ]
}

/** An event in the inbox of each, named after what changed their row: nobody is told twice. */
function tell(who: string): string {
  return `INSERT INTO events (id, type, subject_id, at, received_at, data, causes, status, lease_until)
    SELECT 'signup-' || g.id || '-' || s.subject_id || '-' || s.seq || '-' || s.status, 'signup.' || s.status, s.subject_id, coalesce(?3, s.changed_at), coalesce(?3, s.changed_at),
      json_object('status', s.status, 'promoted', json(iif(s.promoted = 1, 'true', 'false')),
        'gathering_id', g.id, 'name', json(g.name), 'place', g.place, 'starts_at', ${iso('g.starts_at')}, 'ends_at', ${iso('g.ends_at')}),
      '[]', 'pending', 0
    FROM signups s JOIN gatherings g ON g.id = s.gathering_id WHERE ${who} ON CONFLICT (id) DO NOTHING`
}

function iso(column: string): string {
  return `strftime('%Y-%m-%dT%H:%M:%S', ${column} / 1000, 'unixepoch') || printf('.%03dZ', ${column} % 1000)`
}

/** What an operator did to somebody's seat, as an event in their inbox. */
export function tellChange({ gathering, subjectId, id, at }: SeatAsk): Statement {
  return {
    sql: tell('s.gathering_id = ?1 AND s.asked = ?2 AND s.subject_id = ?4'),
    params: [gathering, id, at, subjectId],
  }
}

/** A run that asked for a seat has ended before it took it: whoever waits moves up. */
export function putBackSeat({ resource, grant }: Returned): Statement[] {
  if (grant === undefined) return []
  const gathering = resource.slice('seat:'.length)
  const mine = "gathering_id = ?1 AND asked = ?2 AND status IN ('confirmed', 'waitlisted')"
  return [
    {
      sql: `UPDATE shares SET taken = max(0, taken - (SELECT count(*) FROM signups WHERE ${mine} AND status = 'confirmed'))
        WHERE resource = 'seat:' || ?1`,
      params: [gathering, grant],
    },
    { sql: `UPDATE signups SET status = 'cancelled' WHERE ${mine}`, params: [gathering, grant] },
    ...moveUp(gathering, `${grant} back`, null),
  ]
}

/**
 * A contact is erased: what they have of seats at what is still to come is free, and whoever waits moves up. Who came
 * where is a figure: those rows stay, without what was said.
 */
export async function freeSeats(db: Database, subjectId: string, now: number): Promise<Statement[]> {
  const sql = `SELECT s.gathering_id FROM signups s JOIN gatherings g ON g.id = s.gathering_id
    WHERE s.subject_id = ?1 AND s.status IN ('confirmed', 'waitlisted') AND ${ENDS} > ?2`
  const held = (await db.rows(sql, subjectId, now)).map((row) => text(row.gathering_id))
  return [
    ...held.flatMap((gathering) => {
      const line = JSON.stringify([{ subjectId, id: `erased ${subjectId}`, at: now }])
      return [
        ...leaving(`seat:${gathering}`, gathering, line),
        { sql: 'DELETE FROM signups WHERE gathering_id = ?1 AND subject_id = ?2', params: [gathering, subjectId] },
        ...moveUp(gathering, `erased ${subjectId} up`, now),
      ]
    }),
    { sql: 'UPDATE signups SET feedback = NULL WHERE subject_id = ?1', params: [subjectId] },
  ]
}

const RANK = "CASE status WHEN 'attended' THEN 3 WHEN 'confirmed' THEN 2 WHEN 'waitlisted' THEN 1 ELSE 0 END"
const PLACES = `(SELECT gathering_id, ${RANK} AS rank FROM signups WHERE subject_id = `
/** Where both contacts of a merge have a place. */
const BOTH = `SELECT a.gathering_id FROM ${PLACES}?1) a JOIN ${PLACES}?2) b ON b.gathering_id = a.gathering_id`
/** Where they have two seats, one of which comes free. */
const TWO_SEATS = `${BOTH} WHERE a.rank >= 2 AND b.rank >= 2`

/**
 * Of two places at one gathering the better one stays. A seat that nobody needs twice goes to whoever waited longest, while
 * both rows still say where that is.
 */
export function moveSignUps(from: string, into: string, at: number): Statement[] {
  const both = [from, into]
  const mark = `merged ${from} up`
  const marked = `gathering_id IN (${TWO_SEATS}) AND asked =`
  return [
    {
      sql: `UPDATE shares SET taken = max(0, taken - 1) WHERE resource IN (SELECT 'seat:' || gathering_id FROM (${TWO_SEATS}))`,
      params: both,
    },
    {
      sql: `UPDATE signups SET status = 'confirmed', promoted = 1, asked = ?4, changed_at = ?3
        WHERE status = 'waitlisted' AND (gathering_id, seq) IN (
          SELECT g.id, (SELECT min(seq) FROM signups WHERE gathering_id = g.id AND status = 'waitlisted')
          FROM (${TWO_SEATS}) t JOIN gatherings g ON g.id = t.gathering_id JOIN shares ON resource = 'seat:' || g.id
          WHERE ${IS_AHEAD} AND (capacity IS NULL OR taken < capacity))`,
      params: [...both, at, mark],
    },
    {
      sql: `UPDATE shares SET taken = taken + 1 WHERE resource IN (
        SELECT 'seat:' || gathering_id FROM signups WHERE ${marked} ?3)`,
      params: [...both, mark],
    },
    { sql: tell(`s.${marked} ?4`), params: [...both, at, mark] },
    {
      sql: `DELETE FROM signups WHERE subject_id = ?2 AND gathering_id IN (${BOTH} WHERE a.rank > b.rank)`,
      params: both,
    },
    { sql: `DELETE FROM signups WHERE subject_id = ?1 AND gathering_id IN (${BOTH})`, params: both },
    { sql: 'UPDATE signups SET subject_id = ?2 WHERE subject_id = ?1', params: both },
  ]
}

import { CONTACTS, LAST_ACTED, LAST_SEEN, type Noted } from '../../schema/figure.ts'
import type { TermChange } from '../../schema/terms.ts'
import { number, text } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { rollMoves } from './standings.ts'
import { rollTerms } from './terms.ts'

/**
 * Note what a commit says for the figures, and where contacts have moved on the boards: one row, however much it is. Sums
 * and boards follow by `rollNotes`, many notes at once. A note of what lies before `slot` says so, and what was found of windows that are over is looked for again.
 */
export function noteCommit(
  noted: Noted & { terms: readonly TermChange[] },
  moved: readonly Moved[],
  slot: number,
): Statement[] {
  if (noted.figures.length + noted.presence.length + noted.terms.length + moved.length === 0) return []
  const low = noted.figures.reduce((least, [area, at]) => (STANDING.has(area) ? least : Math.min(least, at)), slot)
  const figures = low < slot ? [...noted.figures, LATE] : noted.figures
  const sql = 'INSERT INTO moves (low, noted, moved) VALUES (?1, ?2, ?3)'
  return [
    { sql, params: [low, JSON.stringify({ f: figures, p: noted.presence, t: noted.terms }), JSON.stringify(moved)] },
  ]
}

/** Areas that tell how things stand, and that no tally is made of. */
const STANDING: ReadonlySet<string> = new Set([LAST_SEEN, LAST_ACTED, CONTACTS])

/** How often something came late: whoever keeps a tally keeps it only as long as this stands still. */
const LATE = ['late', 0, 'notes', 1] as const

/** The number at which the tallies stand, as a condition of SQL. */
const LATE_NOW = "coalesce((SELECT value FROM figures WHERE area = 'late' AND slot = 0 AND metric = 'notes'), 0)"

const ENDS: ReadonlySet<string> = new Set(['sent', 'failed', 'skipped'])

const REASON_CHARS_MAX = 60

/** Messages that were not sent are counted by why. */
export function messageMetric(status: string, reason: unknown): string {
  return status === 'skipped' ? `skipped:${String(reason ?? '').slice(0, REASON_CHARS_MAX)}` : status
}

/** Neither a page of an exercise nor a message of a run that one has started. */
const NO_DRILL = `instr(d.id, '-a-drill-') = 0
  AND NOT (coalesce(r.memory->>'$.event.type', '') LIKE 'alert.%' AND coalesce(r.memory->>'$.event.data.drill', 0))`

/** The same for messages whose sending has just ended, before that is written: only whoever holds the lease counts. */
export function noteSettled(
  settled: readonly { id: string; lease: string; status: string; reason: string | null }[],
  slot: number,
): Statement {
  const sql = `INSERT INTO moves (moved, low, noted) SELECT '[]', ?2, json_object('p', json('[]'), 'f', json_group_array(json_array(area, ?2, metric, n)))
    FROM (SELECT a.value AS area, e.status AS metric, count(*) AS n FROM (
        SELECT s.value->>'metric' AS status, r.workflow_id AS workflow FROM json_each(?1) s
        CROSS JOIN deliveries d ON d.id = s.value->>'id' AND d.lease = s.value->>'lease' AND d.kind = 'message'
        LEFT JOIN runs r ON r.id = d.run_id WHERE ${NO_DRILL}) e,
        json_each(CASE WHEN e.workflow IS NULL THEN '[""]' ELSE json_array('', 'w:' || e.workflow) END) a
      GROUP BY 1, 2) HAVING count(*) > 0`
  const ends = settled.filter(({ status }) => ENDS.has(status))
  const told = ends.map(({ id, lease, status, reason }) => ({ id, lease, metric: messageMetric(status, reason) }))
  return { sql, params: [JSON.stringify(told), slot] }
}

/** A message that had ended as `status` is sent after all: it has not. For the commit that sends it, behind what it writes. */
export function noteRequeued(id: string, status: string, slot: number): Statement {
  const sql = `INSERT INTO moves (moved, low, noted) SELECT '[]', ?2, json_object('p', json('[]'), 'f', json_group_array(json_array(a.value, ?2, ?3, -1)))
    FROM deliveries d LEFT JOIN runs r ON r.id = d.run_id,
      json_each(CASE WHEN r.workflow_id IS NULL THEN '[""]' ELSE json_array('', 'w:' || r.workflow_id) END) a
    WHERE d.id = ?1 AND ${NO_DRILL} AND d.kind = 'message' AND d.recipient IS NOT NULL AND ?3 IN ('failed', 'expired') AND d.status <> ?3
    HAVING count(*) > 0`
  return { sql, params: [id, slot, status] }
}

/** The open runs of a contact who is erased end, and wait nowhere any more. */
export function noteErased(subjectId: string, slot: number): Statement {
  const sql = `INSERT INTO moves (moved, low, noted) SELECT '[]', ?2, json_object('p', json('[]'), 'f', json_group_array(json(one.value)))
    FROM subjects s, json_each(s.active) a CROSS JOIN runs r ON r.id = a.value AND r.ended_at IS NULL,
      json_each(json_array(json_array('w:' || r.workflow_id, ?2, 'at:' || coalesce(r.step, ''), -1),
        json_array('w:' || r.workflow_id, ?2, 'ended:cancelled:contact erased', 1))) one
    WHERE s.id = ?1 HAVING count(*) > 0`
  return { sql, params: [subjectId, slot] }
}

type Moved = { board: string; period: string; subjectId: string; from: number; to: number }

const NOTES_PAGE = 200
const PAGES_MAX = 200
const PAGE = `WITH page AS (SELECT id, low, noted, moved FROM moves ORDER BY id LIMIT ${NOTES_PAGE})`

const SUMS: Statement = {
  sql: `${PAGE} INSERT INTO figures (area, slot, metric, value)
    SELECT f.value->>0, f.value->>1, f.value->>2, sum(f.value->>3) FROM page, json_each(page.noted, '$.f') f
    WHERE true GROUP BY 1, 2, 3 HAVING sum(f.value->>3) <> 0
    ON CONFLICT (area, slot, metric) DO UPDATE SET value = value + excluded.value`,
  params: [],
}

const HALF = 'sum(DISTINCT CASE WHEN (p.value->>1) % 96'
const BIT = '1 << ((p.value->>1) % 48) ELSE 0 END)'
const BITS: Statement = {
  sql: `${PAGE} INSERT INTO presence (type, day, subject_id, morning, evening)
    SELECT p.value->>0, (p.value->>1) / 96, p.value->>2, ${HALF} < 48 THEN ${BIT}, ${HALF} >= 48 THEN ${BIT}
    FROM page, json_each(page.noted, '$.p') p WHERE true GROUP BY 1, 2, 3
    ON CONFLICT (type, day, subject_id) DO UPDATE SET morning = morning | excluded.morning, evening = evening | excluded.evening
    WHERE morning | excluded.morning <> morning OR evening | excluded.evening <> evening`,
  params: [],
}

const LATER: Statement = {
  sql: `${PAGE} DELETE FROM tallies WHERE to_slot > (SELECT min(low) FROM page)`,
  params: [],
}

const DONE: Statement = { sql: `${PAGE} DELETE FROM moves WHERE id IN (SELECT id FROM page)`, params: [] }

/** Carry what was noted over to the boards and the sums: a note is there, or in them; never both and never neither. */
export function rollNotes(): Statement[] {
  return [...rollMoves(PAGE), ...rollTerms(PAGE), SUMS, BITS, LATER, DONE]
}

/** Bring boards, figures and what contacts are found by up to now. */
export async function rollAllNotes(db: Database): Promise<void> {
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const [more] = await db.rows('SELECT id FROM moves LIMIT 1')
    if (!more) return
    await db.batch(rollNotes())
  }
}

/** From the first of these slots up to the second, without it. */
export type Window = readonly [from: number, to: number]

/** The sums of an area over each window: one row for each window and metric. */
export function readSums(area: string, windows: readonly Window[]): Statement {
  const sql = `SELECT w.key AS window, f.metric, sum(f.value) AS value FROM json_each(?2) w
    CROSS JOIN figures f ON f.area = ?1 AND f.slot >= w.value->>0 AND f.slot < w.value->>1 GROUP BY 1, 2`
  return { sql, params: [area, JSON.stringify(windows)] }
}

export function toSums(rows: readonly Row[], windows: number): Record<string, number>[] {
  const sums: Record<string, number>[] = Array.from({ length: windows }, () => ({}))
  for (const row of rows) {
    const one = sums[number(row.window)]
    if (one) one[text(row.metric)] = number(row.value)
  }
  return sums
}

/** How many contacts were last there since a window began, and whether any was after it. */
export function readLast(area: string, [from, to]: Window): Statement {
  const sql = `SELECT coalesce(sum(value), 0) AS members,
    EXISTS (SELECT 1 FROM figures WHERE area = ?1 AND slot >= ?3 AND value <> 0) AS later
    FROM figures WHERE area = ?1 AND slot >= ?2`
  return { sql, params: [area, from, to] }
}

/** Areas that begin so, each once, without reading what they hold. */
export function readAreas(prefix: string): Statement {
  const next = "(SELECT min(area) FROM figures WHERE area > %s AND area < ?1 || '~')"
  const sql = `WITH RECURSIVE found(area) AS (SELECT ${next.replace('%s', '?1')}
    UNION ALL SELECT ${next.replace('%s', 'found.area')} FROM found WHERE found.area IS NOT NULL)
    SELECT area FROM found WHERE area IS NOT NULL`
  return { sql, params: [prefix] }
}

export type Tally = { kind: string; window: Window }

/** What is known of windows that are over, by their place in `asked`; and how often something came late. */
export async function readTallies(
  db: Database,
  asked: readonly Tally[],
): Promise<{ known: Map<number, unknown>; late: number }> {
  const wanted = asked.map(({ kind, window }) => [kind, ...window])
  const [found, late] = await db.batch([
    {
      sql: `SELECT k.key AS place, t.value FROM json_each(?1) k CROSS JOIN tallies t
        ON t.to_slot = k.value->>2 AND t.from_slot = k.value->>1 AND t.kind = k.value->>0`,
      params: [JSON.stringify(wanted)],
    },
    { sql: `SELECT ${LATE_NOW} AS late`, params: [] },
  ])
  const known = new Map((found?.rows ?? []).map((row) => [number(row.place), JSON.parse(text(row.value)) as unknown]))
  return { known, late: number(late?.rows[0]?.late) }
}

/** Keep what was found, unless something has come late meanwhile. */
export function writeTallies(found: readonly (Tally & { value: unknown })[], late: number): Statement {
  const sql = `INSERT INTO tallies (kind, from_slot, to_slot, value) SELECT k.value->>0, k.value->>1, k.value->>2, k.value->>3
    FROM json_each(?1) k WHERE ${LATE_NOW} = ?2 ON CONFLICT (to_slot, from_slot, kind) DO UPDATE SET value = excluded.value`
  const rows = found.map(({ kind, window, value }) => [kind, ...window, JSON.stringify(value)])
  return { sql, params: [JSON.stringify(rows), late] }
}

import { RAISED_PREFIX, SLOTS_A_DAY } from '../../schema/figure.ts'
import { number, text } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import type { Window } from './figures.ts'

const HALF = SLOTS_A_DAY / 2

/** The part of a UTC day that a window takes up, as bits of its two halves. */
type Part = [window: number, day: number, morning: number, evening: number]

function partsOf({ 0: from, 1: to }: Window, place: number): Part[] {
  const parts: Part[] = []
  for (let day = Math.floor(from / SLOTS_A_DAY); day * SLOTS_A_DAY < to; day++) {
    const start = day * SLOTS_A_DAY
    parts.push([place, day, bits(from - start, to - start), bits(from - start - HALF, to - start - HALF)])
  }
  return parts
}

/** Bits `from` up to `to` of 48. */
function bits(from: number, to: number): number {
  const [low, high] = [Math.min(Math.max(from, 0), HALF), Math.min(Math.max(to, 0), HALF)]
  return high <= low ? 0 : 2 ** high - 2 ** low
}

function parts(windows: readonly Window[]): string {
  return JSON.stringify(windows.flatMap(partsOf))
}

const WITHIN = `((p.morning & (w.value->>2)) <> 0 OR (p.evening & (w.value->>3)) <> 0)`

/** Every type of which something has happened, each found once, without reading what happened. */
export async function readTypes(db: Database): Promise<string[]> {
  const rows = await db.rows(`WITH RECURSIVE found(type) AS (SELECT min(type) FROM presence
    UNION ALL SELECT (SELECT min(type) FROM presence WHERE type > found.type) FROM found WHERE found.type IS NOT NULL)
    SELECT type FROM found WHERE type IS NOT NULL`)
  return rows.map((row) => text(row.type))
}

/** A type as it came from outside, and as our own steps raised it. */
export function alsoRaised(type: string): string[] {
  return [type, RAISED_PREFIX + type]
}

/** Of how many contacts something of these types happened in each window. */
export function countMembers(types: readonly string[], windows: readonly Window[]): Statement {
  const sql = `SELECT w.value->>0 AS window, count(DISTINCT p.subject_id) AS value FROM json_each(?1) w CROSS JOIN json_each(?2) t
    CROSS JOIN presence p ON p.type = t.value AND p.day = w.value->>1 WHERE ${WITHIN} GROUP BY 1`
  return { sql, params: [parts(windows), JSON.stringify(types)] }
}

/** Of those with the first types in a window, how many have the second ones in each of the others. */
export function countReturned(
  { types, window }: { types: readonly string[]; window: Window },
  later: { types: readonly string[]; windows: readonly Window[] },
): Statement {
  const sql = `WITH cohort AS MATERIALIZED (SELECT DISTINCT p.subject_id FROM json_each(?1) w CROSS JOIN json_each(?2) t
      CROSS JOIN presence p ON p.type = t.value AND p.day = w.value->>1 WHERE ${WITHIN})
    SELECT w.value->>0 AS window, count(DISTINCT p.subject_id) AS value FROM cohort c CROSS JOIN json_each(?3) w
    CROSS JOIN json_each(?4) t CROSS JOIN presence p ON p.type = t.value AND p.day = w.value->>1 AND p.subject_id = c.subject_id
    WHERE ${WITHIN} GROUP BY 1`
  return { sql, params: [parts([window]), JSON.stringify(types), parts(later.windows), JSON.stringify(later.types)] }
}

export function toCounts(rows: readonly Row[], windows: number): number[] {
  const counts = new Array<number>(windows).fill(0)
  for (const row of rows) counts[number(row.window)] = number(row.value)
  return counts
}

/**
 * How many contacts come how far: each step by the quarter of an hour in which it happens first, not before the step
 * before. A place in time is the number of the half day, then the lowest bit of it.
 */
export function countFunnel(steps: readonly (readonly string[])[], window: Window): Statement {
  const halves = partsOf(window, 0).flatMap(([, day, morning, evening]) => [
    [day, 0, morning],
    [day, 1, evening],
  ])
  const base = Math.floor(window[0] / SLOTS_A_DAY)
  const at = `((w.value->>0) - ${base}) * 2 + (w.value->>1)`
  const has = `CASE w.value->>1 WHEN 0 THEN p.morning ELSE p.evening END & (w.value->>2)`
  const rows = (i: number) => `json_each(?1) w CROSS JOIN json_each(?2, '$[${i}]') t
    CROSS JOIN presence p ON p.type = t.value AND p.day = w.value->>0`
  const first = `s0 AS MATERIALIZED (SELECT subject_id, min(at << 48 | (has & -has)) AS place FROM (
    SELECT p.subject_id, ${at} AS at, ${has} AS has FROM ${rows(0)}) WHERE has <> 0 GROUP BY 1)`
  const next = (i: number) => `s${i} AS MATERIALIZED (SELECT subject_id, min(at << 48 | (has & -has)) AS place FROM (
    SELECT p.subject_id, ${at} AS at, CASE WHEN ${at} > b.place >> 48 THEN ${has}
      WHEN ${at} = b.place >> 48 THEN (${has}) & -(b.place & 281474976710655) ELSE 0 END AS has
    FROM ${rows(i)} JOIN s${i - 1} b ON b.subject_id = p.subject_id) WHERE has <> 0 GROUP BY 1)`
  const tables = steps.map((_, i) => (i === 0 ? first : next(i)))
  const counts = steps.map((_, i) => `SELECT ${i} AS window, count(*) AS value FROM s${i}`)
  return {
    sql: `WITH ${tables.join(', ')} ${counts.join(' UNION ALL ')}`,
    params: [JSON.stringify(halves), JSON.stringify(steps)],
  }
}

import { number, text, textOrNull } from './cell.ts'
import type { Database, Statement } from './database.ts'

/** Of these notes, oldest first, what has moved on the boards, as statements that carry it over. */
export function rollMoves(page: string): Statement[] {
  return [GONE, COME].map((what) => ({ sql: `${page}, ${MOVES} ${what}`, params: [] }))
}

/** Of each contact on each board, where it came from first and where it got to last. */
const MOVES = `noted AS (SELECT page.id * 10000 + j.key AS n, j.value AS move FROM page, json_each(page.moved) j),
  first AS (
    SELECT move->>'board' AS board, move->>'period' AS period, move->>'subjectId' AS subject, move->>'from' AS score, min(n)
    FROM noted GROUP BY 1, 2, 3),
  last AS (
    SELECT move->>'board' AS board, move->>'period' AS period, move->>'subjectId' AS subject, move->>'to' AS score, max(n)
    FROM noted GROUP BY 1, 2, 3)`

const GONE = `DELETE FROM standings WHERE (board, period, score, subject_id) IN (SELECT board, period, score, subject FROM first)`

/** Nobody who was erased meanwhile comes back. */
const COME = `INSERT INTO standings (board, period, score, subject_id)
  SELECT l.board, l.period, l.score, l.subject FROM last l CROSS JOIN subjects s ON s.id = l.subject WHERE l.score > 0
  ON CONFLICT (board, period, score, subject_id) DO NOTHING`

export type Standing = { subjectId: string; name: string | null; score: number }

/** A page of a board, the best first: a range of its key, whatever the board holds. */
export async function listStandings(
  db: Database,
  { board, period }: { board: string; period: string },
  { after, limit }: { after: { score: number; subjectId: string } | null; limit: number },
): Promise<Standing[]> {
  const before = after ? 'AND (score, subject_id) < (?4, ?5)' : ''
  const rows = await db.rows(
    `SELECT t.*, s.name FROM (SELECT score, subject_id FROM standings WHERE board = ?1 AND period = ?2 ${before}
      ORDER BY score DESC, subject_id DESC LIMIT ?3) t LEFT JOIN subjects s ON s.id = t.subject_id
      ORDER BY t.score DESC, t.subject_id DESC`,
    board,
    period,
    limit + 1,
    ...(after ? [after.score, after.subjectId] : []),
  )
  return rows.map((row) => ({ subjectId: text(row.subject_id), name: textOrNull(row.name), score: number(row.score) }))
}

/** Ranks are counted to here; whoever stands behind is told no number. */
const RANKS_MAX = 10_000

/** One more than have a better score, or null past the ranks that are counted. */
export async function rankOf(db: Database, board: string, period: string, score: number): Promise<number | null> {
  const [row] = await db.rows(
    `SELECT count(*) AS n FROM (SELECT 1 FROM standings WHERE board = ?1 AND period = ?2 AND score > ?3 LIMIT ?4)`,
    board,
    period,
    score,
    RANKS_MAX,
  )
  const better = number(row?.n)
  return better >= RANKS_MAX ? null : better + 1
}

import { number, text, textOrNull } from './cell.ts'
import type { Database, Statement } from './database.ts'

type Moved = { board: string; period: string; subjectId: string; from: number; to: number }

/**
 * Note that contacts have moved on the boards: one row a commit, however many. What comes of it on the boards is
 * written by `rollMoves`, many moves at once.
 */
export function writeMoves(moved: readonly Moved[]): Statement[] {
  if (moved.length === 0) return []
  return [{ sql: 'INSERT INTO moves (moved) VALUES (?1)', params: [JSON.stringify(moved)] }]
}

const MOVES_PAGE = 200
const PAGES_MAX = 50

/** Carry what was noted over to the boards, oldest first. A commit's moves are on the boards, or still noted: never both. */
export function rollMoves(): Statement[] {
  return [{ sql: `${MOVES} ${GONE}`, params: [MOVES_PAGE] }, { sql: `${MOVES} ${COME}`, params: [MOVES_PAGE] }, DONE]
}

/** Bring the boards up to now. */
export async function rollAllMoves(db: Database): Promise<void> {
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const [more] = await db.rows('SELECT id FROM moves LIMIT 1')
    if (!more) return
    await db.batch(rollMoves())
  }
}

/** Of each contact on each board, where it came from first and where it got to last. */
const MOVES = `WITH noted AS (
    SELECT m.id * 10000 + j.key AS n, j.value AS move FROM (SELECT id, moved FROM moves ORDER BY id LIMIT ?1) m, json_each(m.moved) j),
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

const DONE: Statement = {
  sql: 'DELETE FROM moves WHERE id IN (SELECT id FROM moves ORDER BY id LIMIT ?1)',
  params: [MOVES_PAGE],
}

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

import type { SurveyAnswer } from '../../schema/survey.ts'
import { insertAll } from './bulk.ts'
import { json, number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { list, when } from './listing.ts'

const COLUMNS = ['id', 'survey_id', 'subject_id', 'score', 'answers', 'at'] as const

/** Whoever was asked has answered once: what comes later under the same key changes nothing. */
export function writeSurveyAnswers(answers: readonly SurveyAnswer[]): Statement {
  const rows = answers.map(({ id, surveyId, subjectId, score, answers: said, at }) => ({
    ...{ id, survey_id: surveyId, subject_id: subjectId, score, answers: JSON.stringify(said), at },
  }))
  return insertAll('survey_answers', COLUMNS, rows, 'ON CONFLICT (id) DO NOTHING')
}

/** An anonymous answer, in the batch that keeps the event of it: only when that has just kept one. */
export function keepNameless(answer: SurveyAnswer): Statement {
  const { id, surveyId, score, answers, at } = answer
  return {
    sql: `INSERT INTO survey_answers (id, survey_id, subject_id, score, answers, at)
      SELECT ?1, ?2, NULL, ?3, ?4, ?5 WHERE changes() > 0`,
    params: [id, surveyId, score, JSON.stringify(answers), at],
  }
}

/** Whether somebody has answered what they were asked under this key, or has an answer under way as this event. */
export async function isAnswered(db: Database, id: string, eventId: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM survey_answers WHERE id = ?1 UNION ALL SELECT 1 FROM events WHERE id = ?2'
  return (await db.rows(sql, id, eventId)).length > 0
}

/** The answers to a survey, newest first. */
export async function listAnswers(
  db: Database,
  surveyId: string,
  { before, limit }: { before: { at: number; id: string } | null; limit: number },
): Promise<SurveyAnswer[]> {
  const conditions = [
    ...when(surveyId, 'survey_id = ?'),
    ...(before === null ? [] : when(before.at, '(at, id) < (?, ?)', before.at, before.id)),
  ]
  const { sql, params } = list('survey_answers', conditions, 'at DESC, id DESC', limit)
  return (await db.rows(sql, ...params)).map(toAnswer)
}

export type Tally = { answers: number; scored: number; mean: number | null; byScore: Record<string, number> }

/** How often each score was given between two instants. */
export async function tallyScores(
  db: Database,
  surveyId: string,
  { from, to }: { from: number; to: number },
): Promise<Tally> {
  const sql = `SELECT score, count(*) AS n FROM survey_answers WHERE survey_id = ?1 AND at >= ?2 AND at < ?3 GROUP BY score`
  const rows = (await db.rows(sql, surveyId, from, to)).map(({ score, n }) => ({
    score: numberOrNull(score),
    n: number(n),
  }))
  const scored = rows.flatMap(({ score, n }) => (score === null ? [] : [{ score, n }]))
  const count = scored.reduce((sum, { n }) => sum + n, 0)
  return {
    answers: rows.reduce((sum, { n }) => sum + n, 0),
    scored: count,
    mean: count === 0 ? null : scored.reduce((sum, { score, n }) => sum + score * n, 0) / count,
    byScore: Object.fromEntries(scored.map(({ score, n }) => [String(score), n])),
  }
}

function toAnswer(row: Row): SurveyAnswer {
  return {
    id: text(row.id),
    surveyId: text(row.survey_id),
    subjectId: textOrNull(row.subject_id),
    score: numberOrNull(row.score),
    answers: json(row.answers),
    at: number(row.at),
  }
}

import type { Survey } from '../../schema/survey.ts'
import { json, number, text } from './cell.ts'
import type { Database, Row } from './database.ts'
import { list, when } from './listing.ts'
import { RAISE_REVISION } from './revision.ts'

export type SurveyRow = { survey: Survey; createdAt: number; updatedAt: number }

export async function listSurveys(db: Database, after: string | null, limit: number): Promise<SurveyRow[]> {
  const { sql, params } = list('surveys', when(after, 'id > ?'), 'id', limit)
  return (await db.rows(sql, ...params)).map(toSurvey)
}

export async function countSurveys(db: Database): Promise<number> {
  return number((await db.rows('SELECT count(*) AS n FROM surveys'))[0]?.n)
}

export async function findSurvey(db: Database, id: string): Promise<SurveyRow | undefined> {
  const [row] = await db.rows('SELECT * FROM surveys WHERE id = ?1', id)
  return row && toSurvey(row)
}

export async function saveSurvey(db: Database, { survey, createdAt, updatedAt }: SurveyRow): Promise<void> {
  const { id, ...body } = survey
  const sql = `INSERT INTO surveys (id, body, created_at, updated_at) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (id) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at`
  await db.batch([{ sql, params: [id, JSON.stringify(body), createdAt, updatedAt] }, RAISE_REVISION])
}

/** Its answers stay. */
export async function deleteSurvey(db: Database, id: string): Promise<boolean> {
  const [deleted] = await db.batch([
    { sql: 'DELETE FROM surveys WHERE id = ?1 RETURNING id', params: [id] },
    RAISE_REVISION,
  ])
  return (deleted?.rows.length ?? 0) > 0
}

export function surveyOf(row: Row): Survey {
  return { ...json<Omit<Survey, 'id'>>(row.body), id: text(row.id) }
}

function toSurvey(row: Row): SurveyRow {
  return { survey: surveyOf(row), createdAt: number(row.created_at), updatedAt: number(row.updated_at) }
}

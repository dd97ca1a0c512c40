import { insertAll } from './bulk.ts'
import { number, text } from './cell.ts'
import type { Database, Statement } from './database.ts'

export type ImportError = { line: number; column: string; reason: string }

/** Of one import; what is beyond is only counted. */
export const ERRORS_MAX = 1_000

export function keepPart(
  jobId: string,
  { part, content, lines, at }: { part: number; content: string; lines: number; at: number },
): Statement {
  return {
    sql: `INSERT INTO import_parts (job_id, part, content, lines, at) VALUES (?1, ?2, ?3, ?4, ?5)
      ON CONFLICT (job_id, part) DO UPDATE SET content = excluded.content, lines = excluded.lines, at = excluded.at`,
    params: [jobId, part, content, lines, at],
  }
}

/** Some pieces, from one on; fewer when there are no more. */
export async function readParts(db: Database, jobId: string, from: number, count: number): Promise<Buffer[]> {
  const sql = 'SELECT content FROM import_parts WHERE job_id = ?1 AND part >= ?2 ORDER BY part LIMIT ?3'
  const rows = await db.rows(sql, jobId, from, count)
  return rows.map((row) => Buffer.from(text(row.content), 'base64'))
}

export async function partsOf(db: Database, jobId: string): Promise<{ count: number; last: number; lines: number }> {
  const sql = 'SELECT count(*) AS count, max(part) AS last, sum(lines) AS lines FROM import_parts WHERE job_id = ?1'
  const [row] = await db.rows(sql, jobId)
  return { count: number(row?.count ?? 0), last: number(row?.last ?? 0), lines: number(row?.lines ?? 0) }
}

export function keepErrors(jobId: string, errors: readonly ImportError[]): Statement[] {
  if (errors.length === 0) return []
  const rows = errors.map((error) => ({ ...error, job_id: jobId }))
  const room = `AND (SELECT count(*) FROM import_errors WHERE job_id = value->>'job_id') < ${ERRORS_MAX} ON CONFLICT DO NOTHING`
  return [insertAll('import_errors', ['job_id', 'line', 'column', 'reason'], rows, room)]
}

export async function listErrors(db: Database, jobId: string, after: number, limit: number): Promise<ImportError[]> {
  const sql = 'SELECT * FROM import_errors WHERE job_id = ?1 AND line > ?2 ORDER BY line, "column" LIMIT ?3'
  const rows = await db.rows(sql, jobId, after, limit + 1)
  return rows.map((row) => ({ line: number(row.line), column: text(row.column), reason: text(row.reason) }))
}

/** Uploads that nobody has gone on with, some at a time: they hold what somebody wrote about people. */
export function dropAbandoned(before: number): Statement {
  return {
    sql: `DELETE FROM import_parts WHERE (job_id, part) IN (SELECT job_id, part FROM import_parts p WHERE at < ?1
      AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = p.job_id AND j.status IN ('running', 'paused')) LIMIT ${PARTS_AT_ONCE})`,
    params: [before],
  }
}

const PARTS_AT_ONCE = 100

export function dropParts(jobId: string): Statement {
  return { sql: 'DELETE FROM import_parts WHERE job_id = ?1', params: [jobId] }
}

/** Who is known by one of these: identities first, then addresses and numbers. */
export function findKnown(
  identities: readonly { channel: string; external_id: string }[],
  addresses: readonly string[],
): Statement[] {
  return [
    {
      sql: `SELECT i.channel, i.external_id, i.subject_id FROM json_each(?1) k CROSS JOIN identities i
        ON i.channel = k.value->>'channel' AND i.external_id = k.value->>'external_id'`,
      params: [JSON.stringify(identities)],
    },
    {
      sql: `SELECT k.value AS address, s.id AS subject_id FROM json_each(?1) k CROSS JOIN subjects s ON lower(s.email) = lower(k.value) AND s.email IS NOT NULL
        UNION ALL SELECT k.value, s.id FROM json_each(?1) k CROSS JOIN subjects s ON s.phone = k.value`,
      params: [JSON.stringify(addresses)],
    },
  ]
}

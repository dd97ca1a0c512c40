import type { Run } from '../../schema/actor.ts'
import { number, text, textOrNull } from './cell.ts'
import type { Database, Row } from './database.ts'
import { type Found, idsUnder, listBySeq, listOfStatus, under, when } from './listing.ts'
import { toRun } from './runs.ts'

export type KnownRun = Run & { seq: number; subjectId: string }

export type RunFilter = {
  workflowId: string | undefined
  /** All ids of one contact. */
  subjects: readonly string[] | undefined
  status: string | undefined
}

/** Runs, newest first. A contact's are found by their ids, which begin with the one that it then had. */
export async function listRuns(
  db: Database,
  { workflowId, subjects, status }: RunFilter,
  { before, limit }: { before: number | null; limit: number },
): Promise<Found<KnownRun>> {
  const conditions = [...when(workflowId, 'workflow_id = ?'), ...(subjects ? [under('runs', 'seq', subjects)] : [])]
  const asked = { conditions, before, limit }
  const { rows, below } =
    status !== undefined && subjects === undefined
      ? await listOfStatus(db, 'runs', status, asked)
      : await listBySeq(db, 'runs', { ...asked, conditions: [...conditions, ...when(status, 'status = ?')] })
  return { rows: rows.map(toKnownRun), below }
}

export async function findRun(db: Database, id: string): Promise<KnownRun | undefined> {
  const [row] = await db.rows('SELECT * FROM runs WHERE id = ?1', id)
  return row && toKnownRun(row)
}

export function toKnownRun(row: Row): KnownRun {
  return { ...toRun(row), seq: number(row.seq), subjectId: text(row.subject_id) }
}

export type Became = { status: string; attempts: number; reason: string | null }

/** What became of everything that a run sent, by its id. */
export async function sentBy(db: Database, runId: string): Promise<Map<string, Became>> {
  const { sql, params } = idsUnder('id', runId, ':')
  const rows = await db.rows(`SELECT id, status, attempts, reason FROM deliveries WHERE ${sql}`, ...params)
  return new Map(
    rows.map((row) => [
      text(row.id),
      { status: text(row.status), attempts: number(row.attempts), reason: textOrNull(row.reason) },
    ]),
  )
}

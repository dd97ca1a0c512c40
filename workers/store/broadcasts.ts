import { type BroadcastShape, broadcastSubject } from '../../schema/broadcast.ts'
import { json, jsonOrNull, number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { list, when } from './listing.ts'

export type BroadcastStatus =
  | 'draft' | 'approving' | 'scheduled' | 'sending' | 'paused' | 'done' | 'rejected' | 'expired' | 'cancelled' // biome-ignore format: one list

export type ApprovalStep = { id: string; assignee?: string | undefined }

/** What became of a broadcast's runs and messages. */
export type Figures = {
  runs: Record<string, number>
  messages: Record<string, number>
  /** Of those that were not sent: why, by the rule. */
  reasons: Record<string, number>
}

export type BroadcastRow = {
  id: string
  body: BroadcastShape
  version: number
  status: BroadcastStatus
  steps: ApprovalStep[]
  step: number
  /** How often its approval has begun. */
  round: number
  taskId: string | null
  beginsAt: number
  lookAt: number | null
  jobId: string | null
  reason: string | null
  figures: Figures | null
  createdAt: number
  createdBy: string
  updatedAt: number
  startedAt: number | null
  endedAt: number | null
}

/** A broadcast as it is to be kept from now on, beside what is written of it. */
export type BroadcastPatch = Partial<
  Pick<BroadcastRow, 'status' | 'step' | 'round' | 'taskId' | 'beginsAt' | 'lookAt' | 'jobId' | 'reason' | 'startedAt' | 'endedAt'>
> & { steps?: readonly ApprovalStep[]; figures?: Figures } // biome-ignore format: one list

type Written = { id: string; version: number; body: BroadcastShape; at: number; by: string }

export function addBroadcast(row: Omit<Written, 'version'> & { beginsAt: number }): Statement[] {
  const { id, body, at, by } = row
  return [
    {
      sql: `INSERT INTO broadcasts (id, name, body, version, status, steps, step, round, begins_at, created_at, created_by, updated_at)
        VALUES (?1, ?2, ?3, 1, 'draft', '[]', 0, 0, ?4, ?5, ?6, ?5)`,
      params: [id, body.name, JSON.stringify(body), row.beginsAt, at, by],
    },
    addVersion({ ...row, version: 1 }),
  ]
}

const UNSENT = "status IN ('draft', 'approving', 'scheduled', 'rejected', 'expired')"

function addVersion({ id, version, body, at, by }: Written): Statement {
  return {
    sql: `INSERT INTO broadcast_versions (broadcast_id, version, body, at, by) SELECT ?1, ?2, ?3, ?4, ?5
      WHERE EXISTS (SELECT 1 FROM broadcasts WHERE id = ?1 AND ${UNSENT})`,
    params: [id, version, JSON.stringify(body), at, by],
  }
}

/** Write it anew, while it has not begun. Fails on the version when somebody else has written that one. */
export function rewriteBroadcast(written: Written): Statement[] {
  const { id, version, body } = written
  const sql = `UPDATE broadcasts SET name = ?2, body = ?3, version = ?4 WHERE id = ?1 AND ${UNSENT}`
  return [addVersion(written), { sql, params: [id, body.name, JSON.stringify(body), version] }]
}

/** The condition under which alone a change holds: it still stands as it was read. Parameters are numbered from ?2. */
export function standsStill({ id, status, step, round }: BroadcastRow): Statement {
  return {
    sql: 'EXISTS (SELECT 1 FROM broadcasts WHERE id = ?2 AND status = ?3 AND step = ?4 AND round = ?5)',
    params: [id, status, step, round],
  }
}

const COLUMNS = {
  status: 'status', step: 'step', round: 'round', taskId: 'task_id', beginsAt: 'begins_at', lookAt: 'look_at', jobId: 'job_id',
  reason: 'reason', startedAt: 'started_at', endedAt: 'ended_at',
} as const // biome-ignore format: one list

/**
 * Carry a broadcast on from where it was read. It is the last statement of its batch: those before it ask `standsStill`,
 * so of two who do the same only the first writes anything.
 */
export function moveBroadcast(row: BroadcastRow, patch: BroadcastPatch, now: number): Statement {
  const { steps, figures, ...plain } = patch
  const cells: [string, string | number | null][] = Object.entries(plain).map(([name, value]) => [
    COLUMNS[name as keyof typeof COLUMNS],
    value ?? null,
  ])
  if (steps) cells.push(['steps', JSON.stringify(steps)])
  if (figures) cells.push(['figures', JSON.stringify(figures)])
  cells.push(['updated_at', now])
  const set = cells.map(([column], i) => `${column} = ?${i + 5}`).join(', ')
  return {
    sql: `UPDATE broadcasts SET ${set} WHERE id = ?1 AND status = ?2 AND step = ?3 AND round = ?4`,
    params: [row.id, row.status, row.step, row.round, ...cells.map(([, value]) => value)],
  }
}

/** A decision was made: somebody must look at it. */
export function lookAtBroadcast(id: string, now: number): Statement {
  return { sql: "UPDATE broadcasts SET look_at = ?2 WHERE id = ?1 AND status = 'approving'", params: [id, now] }
}

export async function findBroadcast(db: Database, id: string): Promise<BroadcastRow | undefined> {
  const [row] = await db.rows('SELECT * FROM broadcasts WHERE id = ?1', id)
  return row && toBroadcast(row)
}

export async function dueBroadcasts(db: Database, now: number, limit: number): Promise<BroadcastRow[]> {
  const sql = 'SELECT * FROM broadcasts WHERE look_at <= ?1 ORDER BY look_at LIMIT ?2'
  return (await db.rows(sql, now, limit)).map(toBroadcast)
}

/** Broadcasts, newest first. */
export async function listBroadcasts(
  db: Database,
  { status }: { status?: string | undefined },
  { before, limit }: { before: string | null; limit: number },
): Promise<BroadcastRow[]> {
  const conditions = [...when(status, 'status = ?'), ...when(before, 'id < ?')]
  const { sql, params } = list('broadcasts', conditions, 'id DESC', limit)
  return (await db.rows(sql, ...params)).map(toBroadcast)
}

/** Those that begin in [from, to), in their order. */
export async function broadcastsBetween(
  db: Database,
  from: number,
  to: number,
  limit: number,
): Promise<BroadcastRow[]> {
  const sql = 'SELECT * FROM broadcasts WHERE begins_at >= ?1 AND begins_at < ?2 ORDER BY begins_at, id LIMIT ?3'
  return (await db.rows(sql, from, to, limit)).map(toBroadcast)
}

export type BroadcastVersion = { version: number; body: BroadcastShape; at: number; by: string }

export async function listBroadcastVersions(
  db: Database,
  id: string,
  { before, limit }: { before: number | null; limit: number },
): Promise<BroadcastVersion[]> {
  const of = { sql: 'broadcast_id = ?', params: [id] }
  const { sql, params } = list('broadcast_versions', [of, ...when(before, 'version < ?')], 'version DESC', limit)
  return (await db.rows(sql, ...params)).map((row) => ({
    version: number(row.version),
    body: json(row.body),
    at: number(row.at),
    by: text(row.by),
  }))
}

/** Forget a broadcast that is nobody's work any more, with its versions and tasks. */
export async function deleteBroadcast(db: Database, id: string): Promise<boolean> {
  const ended = "status NOT IN ('approving', 'scheduled', 'sending', 'paused') AND look_at IS NULL"
  const tasks = `${broadcastSubject(id)}-`
  const [, , gone] = await db.batch([
    {
      sql: `DELETE FROM broadcast_versions WHERE broadcast_id = ?1 AND EXISTS (SELECT 1 FROM broadcasts WHERE id = ?1 AND ${ended})`,
      params: [id],
    },
    {
      sql: `DELETE FROM tasks WHERE id >= ?2 AND id < ?3 AND EXISTS (SELECT 1 FROM broadcasts WHERE id = ?1 AND ${ended})`,
      params: [id, tasks, `${tasks.slice(0, -1)}.`],
    },
    { sql: `DELETE FROM broadcasts WHERE id = ?1 AND ${ended}`, params: [id] },
  ])
  return (gone?.changes ?? 0) > 0
}

export function toBroadcast(row: Row): BroadcastRow {
  return {
    id: text(row.id),
    body: json(row.body),
    version: number(row.version),
    status: text(row.status) as BroadcastStatus,
    steps: json(row.steps),
    step: number(row.step),
    round: number(row.round),
    taskId: textOrNull(row.task_id),
    beginsAt: number(row.begins_at),
    lookAt: numberOrNull(row.look_at),
    jobId: textOrNull(row.job_id),
    reason: textOrNull(row.reason),
    figures: jsonOrNull(row.figures),
    createdAt: number(row.created_at),
    createdBy: text(row.created_by),
    updatedAt: number(row.updated_at),
    startedAt: numberOrNull(row.started_at),
    endedAt: numberOrNull(row.ended_at),
  }
}

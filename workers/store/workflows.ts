import { broadcastWorkflow } from '../../schema/broadcast.ts'
import type { Json, JsonObject } from '../../schema/json.ts'
import { json, jsonOrNull, number, numberOrNull, text } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { list, when } from './listing.ts'
import { RAISE_REVISION } from './revision.ts'

export type WorkflowRow = {
  id: string
  name: string
  draft: Json
  status: 'draft' | 'active' | 'paused'
  version: number | null
  createdAt: number
  updatedAt: number
}

export type VersionRow = {
  workflowId: string
  version: number
  definition: Json
  inputs: JsonObject
  publishedAt: number
  publishedBy: string
}

export async function listWorkflows(db: Database, after: string | null, limit: number): Promise<WorkflowRow[]> {
  const shown = { sql: `id NOT GLOB '${broadcastWorkflow('*')}'`, params: [] }
  const { sql, params } = list('workflows', [shown, ...when(after, 'id > ?')], 'id', limit)
  return (await db.rows(sql, ...params)).map(toWorkflow)
}

/** A workflow with its published version, and the number of the last version there ever was. */
export async function findWorkflow(
  db: Database,
  id: string,
): Promise<{ workflow: WorkflowRow; published: VersionRow | null; lastVersion: number } | undefined> {
  const [found, published, last] = await db.batch([
    { sql: 'SELECT * FROM workflows WHERE id = ?1', params: [id] },
    {
      sql: 'SELECT v.* FROM workflows w JOIN versions v ON v.workflow_id = w.id AND v.version = w.version WHERE w.id = ?1',
      params: [id],
    },
    { sql: 'SELECT max(version) AS version FROM versions WHERE workflow_id = ?1', params: [id] },
  ])
  const row = found?.rows[0]
  if (!row) return undefined
  const version = published?.rows[0]
  return {
    workflow: toWorkflow(row),
    published: version ? toVersion(version) : null,
    lastVersion: numberOrNull(last?.rows[0]?.version) ?? 0,
  }
}

/** Save the draft. Drafts decide nothing, so the catalogue's revision stays. Answers whether it is a new workflow. */
export async function saveDraft(db: Database, id: string, name: string, draft: Json, now: number): Promise<boolean> {
  const sql = `INSERT INTO workflows (id, name, draft, status, version, created_at, updated_at)
    VALUES (?1, ?2, ?3, 'draft', NULL, ?4, ?4) ON CONFLICT (id) DO UPDATE SET name = excluded.name,
    draft = excluded.draft, updated_at = excluded.updated_at`
  const [before] = await db.batch([
    { sql: 'SELECT 1 FROM workflows WHERE id = ?1', params: [id] },
    { sql, params: [id, name, JSON.stringify(draft), now] },
  ])
  return before?.rows.length === 0
}

/** A new version that never changes again, and the one that new runs take. Fails when that number is taken. */
export async function publishVersion(db: Database, version: VersionRow): Promise<void> {
  const { workflowId, definition, inputs, publishedAt, publishedBy } = version
  const params = [
    workflowId,
    version.version,
    JSON.stringify(definition),
    JSON.stringify(inputs),
    publishedAt,
    publishedBy,
  ]
  await db.batch([
    {
      sql: `INSERT INTO versions (workflow_id, version, definition, inputs, published_at, published_by)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)`,
      params,
    },
    {
      sql: "UPDATE workflows SET status = 'active', version = ?2, updated_at = ?3 WHERE id = ?1",
      params: [workflowId, version.version, publishedAt],
    },
    RAISE_REVISION,
  ])
}

/** Pause or resume a published workflow. Answers false when there is none. */
export async function setStatus(db: Database, id: string, status: 'active' | 'paused', now: number): Promise<boolean> {
  const sql = 'UPDATE workflows SET status = ?2, updated_at = ?3 WHERE id = ?1 AND version IS NOT NULL RETURNING id'
  const [changed] = await db.batch([{ sql, params: [id, status, now] }, RAISE_REVISION])
  return (changed?.rows.length ?? 0) > 0
}

/** Pause workflows whose breaker has opened. What stands still is due again when somebody resumes them. */
export function pauseBroken(ids: readonly string[], now: number): Statement[] {
  const sql = `UPDATE workflows SET status = 'paused', updated_at = ?2
    WHERE status = 'active' AND id IN (SELECT value FROM json_each(?1))`
  return [{ sql, params: [JSON.stringify(ids), now] }, RAISE_REVISION]
}

/** Contacts whose runs, digests and messages of this workflow stood still are looked at now. */
export async function bringForward(db: Database, id: string, now: number): Promise<void> {
  const sql = `UPDATE subjects SET due_at = min(coalesce(due_at, ?2), ?2) WHERE id IN (
    SELECT subject_id FROM runs WHERE workflow_id = ?1 AND status = 'waiting' AND wake_at IS NOT NULL)
    OR (due_at IS NOT NULL AND instr(facts, '"workflowId":' || json_quote(?1)) > 0)`
  await db.batch([{ sql, params: [id, now] }])
}

/** Take a workflow out of the catalogue. Its versions and its runs stay: they are history. */
export async function deleteWorkflow(db: Database, id: string): Promise<boolean> {
  const sql = 'DELETE FROM workflows WHERE id = ?1 RETURNING id'
  const [deleted] = await db.batch([{ sql, params: [id] }, RAISE_REVISION])
  return (deleted?.rows.length ?? 0) > 0
}

export async function listVersions(
  db: Database,
  id: string,
  before: number | null,
  limit: number,
): Promise<VersionRow[]> {
  const of = { sql: 'workflow_id = ?', params: [id] }
  const { sql, params } = list('versions', [of, ...when(before, 'version < ?')], 'version DESC', limit)
  return (await db.rows(sql, ...params)).map(toVersion)
}

function toWorkflow(row: Row): WorkflowRow {
  return {
    id: text(row.id),
    name: text(row.name),
    draft: jsonOrNull(row.draft),
    status: text(row.status) as WorkflowRow['status'],
    version: numberOrNull(row.version),
    createdAt: number(row.created_at),
    updatedAt: number(row.updated_at),
  }
}

function toVersion(row: Row): VersionRow {
  return {
    workflowId: text(row.workflow_id),
    version: number(row.version),
    definition: json(row.definition),
    inputs: json(row.inputs),
    publishedAt: number(row.published_at),
    publishedBy: text(row.published_by),
  }
}

const OPEN_BEFORE = "FROM runs WHERE workflow_id = ?1 AND version < ?2 AND status IN ('active', 'waiting')"

/** Who has open runs of a workflow that follow a version before this one, in the order of their ids. */
export async function subjectsRunning(
  db: Database,
  { workflowId, before }: { workflowId: string; before: number },
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const sql = `SELECT DISTINCT subject_id ${OPEN_BEFORE} AND subject_id > ?3 ORDER BY subject_id LIMIT ?4`
  return (await db.rows(sql, workflowId, before, after, limit)).map((row) => text(row.subject_id))
}

export async function countOpenRuns(db: Database, of: { workflowId: string; before: number }): Promise<number> {
  const [row] = await db.rows(`SELECT count(*) AS open ${OPEN_BEFORE}`, of.workflowId, of.before)
  return number(row?.open)
}

type Installed = { workflowId: string; template: string; version: string }

/** Which workflows were made of which template, by what their drafts remember. */
export async function listInstalled(db: Database): Promise<Installed[]> {
  const sql = `SELECT id, json_extract(draft, '$.template.id') AS template,
    json_extract(draft, '$.template.version') AS version FROM workflows
    WHERE json_extract(draft, '$.template.id') IS NOT NULL ORDER BY id LIMIT 1000`
  return (await db.rows(sql)).map((row) => ({
    ...{ workflowId: text(row.id), template: text(row.template) },
    version: typeof row.version === 'string' ? row.version : '',
  }))
}

import { jsonOrNull, number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { type Condition, list, when } from './listing.ts'

/** What somebody changed through the API. `request`, `before` and `after` are JSON. */
export type AuditRow = {
  id: string
  at: number
  keyId: string
  keyName: string
  role: string
  operation: string
  resource: string
  resourceId: string | null
  contactId: string | null
  requestId: string
  status: number | null
  request: unknown
  before: unknown
  after: unknown
}

/** A second one with the same id is none: two batches of one request may both carry it. */
export function addAudit(row: AuditRow): Statement {
  const sql = `INSERT INTO audit (id, at, key_id, key_name, role, operation, resource, resource_id, contact_id, request_id,
    status, request, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
    ON CONFLICT (id) DO NOTHING`
  const { id, at, keyId, keyName, role, operation, resource, resourceId, contactId, requestId, status } = row
  const who = [id, at, keyId, keyName, role, operation, resource, resourceId, contactId, requestId, status]
  return { sql, params: [...who, cell(row.request), cell(row.before), cell(row.after)] }
}

/** What came of it. */
export async function closeAudit(db: Database, row: AuditRow): Promise<void> {
  const sql = `UPDATE audit SET status = ?2, resource_id = ?3, contact_id = ?4, request = ?5, before = ?6, after = ?7
    WHERE id = ?1`
  const found = [row.id, row.status, row.resourceId, row.contactId]
  await db.batch([{ sql, params: [...found, cell(row.request), cell(row.before), cell(row.after)] }])
}

/** It was refused, and nothing has changed. */
export async function dropAudit(db: Database, id: string): Promise<void> {
  await db.batch([{ sql: 'DELETE FROM audit WHERE id = ?1', params: [id] }])
}

export type AuditFilter = Partial<
  Record<'keyId' | 'operation' | 'resource' | 'resourceId' | 'contactId' | 'requestId', string | undefined>
> & { from?: number | undefined; to?: number | undefined }

export async function listAudit(
  db: Database,
  filter: AuditFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<AuditRow[]> {
  const conditions: Condition[] = [
    ...when(filter.keyId, 'key_id = ?'),
    ...when(filter.operation, 'operation = ?'),
    ...when(filter.resource, 'resource = ?'),
    ...when(filter.resourceId, 'resource_id = ?'),
    ...when(filter.contactId, 'contact_id = ?'),
    ...when(filter.requestId, 'request_id = ?'),
    ...when(filter.from, 'at >= ?'),
    ...when(filter.to, 'at < ?'),
    ...when(after, 'id < ?'),
  ]
  const { sql, params } = list('audit', conditions, 'id DESC', limit)
  return (await db.rows(sql, ...params)).map(toAudit)
}

export async function findAudit(db: Database, id: string): Promise<AuditRow | undefined> {
  const [row] = await db.rows('SELECT * FROM audit WHERE id = ?1', id)
  return row && toAudit(row)
}

/** Who they were goes; that something was changed, by whom and when, stays. */
export function forgetAudited(contactId: string): Statement {
  return {
    sql: 'UPDATE audit SET request = NULL, before = NULL, after = NULL WHERE contact_id = ?1',
    params: [contactId],
  }
}

function cell(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}

function toAudit(row: Row): AuditRow {
  return {
    id: text(row.id),
    at: number(row.at),
    keyId: text(row.key_id),
    keyName: text(row.key_name),
    role: text(row.role),
    operation: text(row.operation),
    resource: text(row.resource),
    resourceId: textOrNull(row.resource_id),
    contactId: textOrNull(row.contact_id),
    requestId: text(row.request_id),
    status: numberOrNull(row.status),
    request: jsonOrNull(row.request) ?? null,
    before: jsonOrNull(row.before) ?? null,
    after: jsonOrNull(row.after) ?? null,
  }
}

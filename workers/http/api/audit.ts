import type * as v from 'valibot'
import { AuditAnswer, AuditQuery } from '../../../schema/api/audit.ts'
import { pageOf } from '../../../schema/api/page.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { type AuditRow, findAudit, listAudit } from '../../store/audit.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { pageAnswer, textAt } from './page.ts'

export const audit = [
  operation({
    method: 'GET',
    path: '/audit',
    summary: 'Who changed what, the newest first',
    needs: 'admin',
    query: AuditQuery,
    answers: { 200: pageOf(AuditAnswer) },
    handle: async ({ c, deps, query, page }) => {
      const filter = {
        ...{ keyId: query.key_id, operation: query.operation, contactId: query.contact_id },
        ...{ resource: query.resource, resourceId: query.resource_id, requestId: query.request_id },
        from: query.from === undefined ? undefined : Date.parse(query.from),
        to: query.to === undefined ? undefined : Date.parse(query.to),
      }
      const rows = await listAudit(deps.db, filter, { after: textAt(page, 0), limit: page.limit })
      return c.json(pageAnswer(rows, page, auditJson, (row) => [row.id]))
    },
  }),
  operation({
    method: 'GET',
    path: '/audit/:id',
    summary: 'One change',
    needs: 'admin',
    answers: { 200: AuditAnswer },
    handle: async ({ c, deps, id }) => {
      const row = await findAudit(deps.db, id)
      return row ? c.json(auditJson(row)) : problem(c, 404)
    },
  }),
]

function auditJson(row: AuditRow): v.InferOutput<typeof AuditAnswer> {
  return {
    id: row.id,
    at: formatIso(row.at),
    ...{ key_id: row.keyId, key_name: row.keyName, role: row.role, operation: row.operation },
    ...{ resource: row.resource, resource_id: row.resourceId, contact_id: row.contactId, request_id: row.requestId },
    ...{ status: row.status, request: row.request, before: row.before, after: row.after },
  }
}

import * as v from 'valibot'
import { ImportErrorAnswer, ImportQuery } from '../../../schema/api/imports.ts'
import { JobAnswer } from '../../../schema/api/jobs.ts'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import { SCHEDULES } from '../../run/tick.ts'
import { newId } from '../../store/id.ts'
import { keepPart, listErrors, partsOf } from '../../store/imports.ts'
import { findJob, keepJob, type Task } from '../../store/jobs.ts'
import { problem } from '../problem.ts'
import { jobJson } from './jobs.ts'
import { operation } from './operation.ts'
import { numberAt, pageAnswer } from './page.ts'

/** Contacts from elsewhere. */
export const importing = [
  operation({
    method: 'POST',
    path: '/contacts/import',
    summary:
      'Import contacts from CSV or NDJSON as a job. What is larger than 1 MiB comes in pieces: the same `upload`, `part` from 1, `last=true` with the last',
    query: ImportQuery,
    raw: true,
    body: v.string(),
    answers: { 202: JobAnswer, 200: v.object({ upload: v.string(), parts: v.number() }) },
    handle: async ({ c, deps, query, bytes }) => {
      const map = mappingOf(query.map)
      if (!map) return problem(c, 400, 'the query is not right', [{ path: 'map', message: 'a JSON object of texts' }])
      const now = deps.clock.now()
      const id = query.upload === undefined ? `j${newId(now)}` : `import-${query.upload}`
      const part = Number(query.part ?? 1)
      if (await findJob(deps.db, id)) return problem(c, 409, 'this upload is complete already')
      const content: Uint8Array = bytes
      if (content.length === 0) return problem(c, 400, 'there is nothing to import')
      const isWhole = query.upload === undefined || query.last === 'true'
      const open = isWhole && content.at(-1) !== 10 ? 1 : 0
      const lines = content.reduce((sum: number, byte: number) => sum + (byte === 10 ? 1 : 0), open)
      const piece = keepPart(id, { part, content: Buffer.from(content).toString('base64'), lines, at: now })
      if (!isWhole) {
        await deps.db.batch([piece])
        return c.json({ upload: query.upload ?? '', parts: (await partsOf(deps.db, id)).count }, 200)
      }
      await deps.db.batch([piece])
      const parts = await partsOf(deps.db, id)
      if (parts.count !== parts.last || parts.last !== part)
        return problem(c, 409, `there are ${parts.count} pieces, and the last has the number ${parts.last}`)
      const format = query.format ?? (/json/.test(c.req.header('content-type') ?? '') ? 'ndjson' : 'csv')
      const task: Task = { kind: 'import', format, channel: query.channel ?? 'import', map }
      await deps.db.batch([keepJob(id, task, now, parts.lines - (format === 'csv' ? 1 : 0))])
      await deps.timers.arm([{ subjectId: SCHEDULES, dueAtMs: now }])
      const job = await findJob(deps.db, id)
      return job ? c.json(jobJson(job), 202) : problem(c, 500)
    },
  }),
  operation({
    method: 'GET',
    path: '/jobs/:id/errors',
    summary: 'Lines of an import that could not be taken, and why; at most 1000',
    query: PageQuery,
    answers: { 200: pageOf(ImportErrorAnswer) },
    handle: async ({ c, deps, id, page }) => {
      if (!(await findJob(deps.db, id))) return problem(c, 404)
      const rows = await listErrors(deps.db, id, numberAt(page, 0) ?? 0, page.limit)
      return c.json(
        pageAnswer(
          rows,
          page,
          (row) => row,
          ({ line }) => [line],
        ),
      )
    },
  }),
]

function mappingOf(written: string | undefined): Record<string, string> | undefined {
  if (written === undefined) return {}
  try {
    const parsed = v.safeParse(v.record(v.string(), v.string()), JSON.parse(written))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

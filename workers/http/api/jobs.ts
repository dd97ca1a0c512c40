import type * as v from 'valibot'
import { JobAnswer, JobQuery } from '../../../schema/api/jobs.ts'
import { pageOf } from '../../../schema/api/page.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { SCHEDULES } from '../../run/tick.ts'
import { dropParts } from '../../store/imports.ts'
import { endJob, findJob, type KnownJob, listJobs, pauseJob, resumeJob } from '../../store/jobs.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { numberAt, pageAnswer, textAt } from './page.ts'

/** Long work in pages: how far it is. */
export const jobs = [
  operation({
    method: 'GET',
    path: '/jobs',
    summary: 'Long work, newest first',
    query: JobQuery,
    answers: { 200: pageOf(JobAnswer) },
    handle: async ({ c, deps, query, page }) => {
      const [at, id] = [numberAt(page, 0), textAt(page, 1)]
      const before = at === null || id === null || page.after === null ? null : { at, id }
      const rows = await listJobs(deps.db, { kind: query.kind, status: query.status }, { before, limit: page.limit })
      return c.json(pageAnswer(rows, page, jobJson, (job) => [job.createdAt, job.id]))
    },
  }),
  operation({
    method: 'GET',
    path: '/jobs/:id',
    summary: 'One job: how far it is',
    answers: { 200: JobAnswer },
    handle: async ({ c, deps, id }) => {
      const job = await findJob(deps.db, id)
      return job ? c.json(jobJson(job)) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/jobs/:id/cancel',
    summary: 'Stop a job where it stands. What it has started goes on',
    answers: { 200: JobAnswer },
    handle: async ({ c, deps, id }) => {
      const [ended] = await deps.db.batch([endJob(id, 'cancelled', deps.clock.now()), dropParts(id)])
      const job = await findJob(deps.db, id)
      if (!job) return problem(c, 404)
      return ended?.changes === 0 ? problem(c, 409, `the job is ${job.status} already`) : c.json(jobJson(job))
    },
  }),
  operation({
    method: 'POST',
    path: '/jobs/:id/pause',
    summary: 'Let a job stand where it is',
    answers: { 200: JobAnswer },
    handle: async ({ c, deps, id }) => changed(c, id, await deps.db.batch([pauseJob(id, deps.clock.now())])),
  }),
  operation({
    method: 'POST',
    path: '/jobs/:id/resume',
    summary: 'Let a paused job go on',
    answers: { 200: JobAnswer },
    handle: async ({ c, deps, id }) => {
      const now = deps.clock.now()
      const resumed = await deps.db.batch([resumeJob(id, now)])
      await deps.timers.arm([{ subjectId: SCHEDULES, dueAtMs: now }])
      return changed(c, id, resumed)
    },
  }),
]

async function changed(c: C, id: string, [done]: { changes: number }[]): Promise<Response> {
  const job = await findJob(c.var.house.deps.db, id)
  if (!job) return problem(c, 404)
  return done?.changes === 0 ? problem(c, 409, `the job is ${job.status}`) : c.json(jobJson(job))
}

export function jobJson(job: KnownJob): v.InferOutput<typeof JobAnswer> {
  const { id, kind, workflowId, status, done, matched, total, error } = job
  return {
    ...{ id, kind, workflow_id: workflowId, status, done, matched, total },
    ...(error !== null && { error }),
    created_at: formatIso(job.createdAt),
    updated_at: formatIso(job.updatedAt),
  }
}

import { advanceJob, endJob, JOB_LEASE_MS, type Job, leaveJob, type Task } from '../store/jobs.ts'
import { keepCount } from '../store/segments.ts'
import type { Deps } from './deps.ts'
import { countOfSegment } from './members.ts'
import { segmentOf } from './segment.ts'

type CountTask = Extract<Task, { kind: 'count' }>

/** Count a segment that is too large to be counted while somebody waits. Answers how many contacts it looked at. */
export async function carryOnCount(deps: Deps, given: Job, task: CountTask, untilReal: number): Promise<number> {
  const meant = segmentOf(task.source, await deps.catalogue.known())
  if (meant.kind === 'problem') {
    await deps.db.batch([endJob(given.id, 'failed', deps.clock.now(), meant.problem.message)])
    return 1
  }
  let job = given
  let looked = 0
  while (deps.clock.real() < untilReal) {
    const counted = await countOfSegment(deps, meant, job.cursor)
    const now = deps.clock.now()
    if (counted.looked === 0) {
      const done = { count: job.matched, at: now }
      await deps.db.batch([keepCount(task.segmentId, task.source, done), endJob(job.id, 'done', now)])
      return looked + 1
    }
    const { last: cursor, looked: done, matched } = counted
    const page = { cursor, done, matched, now, leaseUntil: deps.clock.real() + JOB_LEASE_MS }
    const [moved] = await deps.db.batch([advanceJob(job, page)])
    looked += done
    if (!moved || moved.changes === 0) return looked
    job = { ...job, cursor, done: job.done + done, matched: job.matched + matched }
  }
  await deps.db.batch([leaveJob(job.id)])
  return looked
}

import { contactVariables } from '../../workflows/engine/scope.ts'
import { holds } from '../../workflows/language/expressions.ts'
import type { Row, Statement } from '../store/database.ts'
import { eventIdOf, keepEvents } from '../store/events.ts'
import { advanceJob, claimJob, endJob, JOB_LEASE_MS, type Job, toJob } from '../store/jobs.ts'
import { toContact } from '../store/subjects.ts'
import type { Deps } from './deps.ts'
import { handle } from './handle.ts'
import type { Work } from './read.ts'
import { tickEvent } from './tick.ts'

const PAGE = 200

/**
 * Carry on a job that nobody is at, page by page, until it is done or the time is up. Each page is committed with the
 * place that the job has reached, so a kill repeats nothing. Answers how many contacts it looked at.
 */
export async function carryOnJob(deps: Deps, untilReal: number): Promise<number> {
  const [claimed] = await deps.db.batch([claimJob(deps.clock.real())])
  const row = claimed?.rows[0]
  if (!row) return 0
  let job = toJob(row)
  let looked = 0
  while (deps.clock.real() < untilReal) {
    const contacts = await page(deps, job)
    looked += contacts.length
    if (contacts.length > 0) await pages[job.task.kind](deps, job, contacts)
    if (contacts.length < PAGE) {
      await deps.db.batch([endJob(job.id, 'done', deps.clock.now())])
      return looked + 1
    }
    job = { ...job, cursor: cursorOf(contacts) }
  }
  await deps.db.batch([{ sql: 'UPDATE jobs SET lease_until = 0 WHERE id = ?1', params: [job.id] }])
  return looked
}

function page(deps: Deps, job: Job): Promise<Row[]> {
  const sql = "SELECT * FROM subjects WHERE id > ?1 AND kind = 'contact' ORDER BY id LIMIT ?2"
  return deps.db.rows(sql, job.cursor, PAGE)
}

function cursorOf(contacts: readonly Row[]): string {
  return String(contacts.at(-1)?.id ?? '')
}

function advanced(deps: Deps, job: Job, contacts: readonly Row[]): Statement {
  const { now, real } = { now: deps.clock.now(), real: deps.clock.real() }
  return advanceJob(job, { cursor: cursorOf(contacts), done: contacts.length, now, leaseUntil: real + JOB_LEASE_MS })
}

type PageOf = (deps: Deps, job: Job, contacts: readonly Row[]) => Promise<void>

/** Every kind of job is one entry; a forgotten one is a type error. */
const pages: Record<Job['task']['kind'], PageOf> = {
  for_each: async (deps, job, contacts) => {
    const { task } = job
    if (task.kind !== 'for_each') return
    const find = await deps.catalogue.programs([{ workflowId: task.workflowId, version: task.version }])
    const program = find(task.workflowId, task.version)
    const trigger = program?.triggers[task.trigger]
    const each = trigger?.kind === 'schedule' ? trigger.forEach : undefined
    const now = new Date(deps.clock.now())
    const inputs = program?.inputs ?? {}
    const { settings } = await deps.catalogue.known()
    const matching = contacts.map(toContact).filter((contact) => {
      return each !== undefined && holds(each, { contact: contactVariables(contact, settings), now, inputs }).holds
    })
    const tick = { ...task, now: deps.clock.now() }
    const events = matching.map(({ id }) => tickEvent(eventIdOf(job.id, id), id, tick))
    await deps.db.batch([
      ...(events.length > 0 ? [keepEvents(events, deps.clock.real() + JOB_LEASE_MS)] : []),
      advanced(deps, job, contacts),
    ])
    for (let i = 0; i < events.length; i += 100)
      await handle(
        deps,
        events.slice(i, i + 100).map(
          (event): Work => ({
            who: { subjectId: event.subjectId ?? '' },
            events: [event],
            results: [],
            commands: [],
          }),
        ),
      )
  },
  touch: async (deps, job, contacts) => {
    const touched = contacts.map((row): Work => {
      return { who: { subjectId: String(row.id) }, events: [], results: [], commands: [{ kind: 'touch' }] }
    })
    for (let i = 0; i < touched.length; i += 100) await handle(deps, touched.slice(i, i + 100))
    await deps.db.batch([advanced(deps, job, contacts)])
  },
}

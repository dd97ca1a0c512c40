import type { Contact } from '../../schema/actor.ts'
import type { JsonObject } from '../../schema/json.ts'
import { MANUAL } from '../../workflows/engine/begin.ts'
import { contactVariables } from '../../workflows/engine/scope.ts'
import { segmentsIn } from '../../workflows/engine/segments.ts'
import { type Expression, holds, parseExpression } from '../../workflows/language/expressions.ts'
import { failureOf, type Row, type Statement } from '../store/database.ts'
import { eventIdOf, type InboxEvent } from '../store/events.ts'
import {
  advanceJob,
  claimJob,
  endJob,
  giveUpJob,
  JOB_LEASE_MS,
  type Job,
  leaveJob,
  standsAt,
  type Task,
  toJob,
} from '../store/jobs.ts'
import { logError } from '../store/log.ts'
import { toContact } from '../store/subjects.ts'
import { carryOnCount } from './count.ts'
import type { Deps } from './deps.ts'
import { carryOut, handle, keep } from './handle.ts'
import { carryOnImport } from './import.ts'
import type { Work } from './read.ts'
import { tickEvent } from './tick.ts'

const PAGE = 200

/**
 * Carry on a job that nobody is at, page by page, until it is done or the time is up. Each page is committed with the
 * place that the job has reached, so a kill repeats nothing; the next page is read along. Answers how many contacts it
 * looked at.
 */
export async function carryOnJob(deps: Deps, untilReal: number): Promise<number> {
  const [claimed] = await deps.db.batch([claimJob(deps.clock.real())])
  const row = claimed?.rows[0]
  if (!row) return 0
  const job = toJob(row)
  try {
    return await carryOn(deps, job, untilReal)
  } catch (error) {
    logError('a job could not be carried on', error, { job_id: job.id })
    const stood = deps.clock.now() - job.updatedAt >= STOOD_MAX_MS && failureOf(error) !== 'transient'
    if (stood) await deps.db.batch([giveUpJob(job, deps.clock.now(), 'it could not be carried on')])
    return 0
  }
}

/** A page that fails is tried again when its lease ends, and holds up nothing else; one that has failed for so long never succeeds. */
const STOOD_MAX_MS = 10 * 60_000

async function carryOn(deps: Deps, begun: Job, untilReal: number): Promise<number> {
  let job = begun
  if (job.task.kind === 'import') return carryOnImport(deps, job, job.task, untilReal)
  if (job.task.kind === 'count') return carryOnCount(deps, job, job.task, untilReal)
  const pick = await picking(deps, job)
  let looked = 0
  let members = await deps.db.batch([pageOf(job, job.cursor)]).then(([rows]) => rows?.rows ?? [])
  while (deps.clock.real() < untilReal) {
    const page = pageAfter(job, members)
    if (page.looked === 0) {
      await deps.db.batch([endJob(job.id, 'done', deps.clock.now())])
      return looked + 1
    }
    const next = await carryPage(deps, job, { ...page, events: pick(members.map(toContact)) })
    looked += page.looked
    if (!next) return looked
    job = { ...job, cursor: page.cursor }
    members = next
    await breath()
  }
  await deps.db.batch([leaveJob(job.id)])
  return looked
}

/** Let others in: where the database lives in the same process, a long row of calls to it would keep requests waiting. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1))
}

type Page = { cursor: string; looked: number }

/** Where a page ends, and how many it looked at. Ids of a list that are nobody's any more were looked at, too. */
function pageAfter({ task, cursor }: Job, members: readonly Row[]): Page {
  const listed = task.kind === 'start' && 'contacts' in task.of ? sliceAfter(task.of.contacts, cursor) : undefined
  const last = listed ? listed.at(-1) : members.at(-1)?.id
  return { cursor: String(last ?? ''), looked: listed ? listed.length : members.length }
}

function sliceAfter(ids: readonly string[], cursor: string): string[] {
  const from = cursor === '' ? 0 : ids.indexOf(cursor) + 1
  return ids.slice(from, from + PAGE)
}

function pageOf({ task }: Job, cursor: string): Statement {
  if (task.kind === 'stop') return { sql: RUNNING, params: [cursor, PAGE, task.workflowId] }
  if (task.kind === 'tell' && 'gathering' in task.of) return { sql: SEATED, params: [cursor, PAGE, task.of.gathering] }
  if (task.kind === 'start' && 'contacts' in task.of) {
    const ids = JSON.stringify(sliceAfter(task.of.contacts, cursor))
    const sql = "SELECT s.* FROM json_each(?1) k CROSS JOIN subjects s ON s.id = k.value WHERE s.kind = 'contact'"
    return { sql, params: [ids] }
  }
  const sql = "SELECT * FROM subjects WHERE id > ?1 AND kind = 'contact' ORDER BY id LIMIT ?2"
  return { sql, params: [cursor, PAGE] }
}

const SEATED = `SELECT s.* FROM signups g CROSS JOIN subjects s ON s.id = g.subject_id WHERE g.gathering_id = ?3
  AND g.subject_id > ?1 AND g.status <> 'cancelled' ORDER BY g.subject_id LIMIT ?2`

const RUNNING = `SELECT s.* FROM (SELECT DISTINCT subject_id FROM runs WHERE workflow_id = ?3
  AND status IN ('active', 'waiting') AND subject_id > ?1 ORDER BY subject_id LIMIT ?2) r
  CROSS JOIN subjects s ON s.id = r.subject_id ORDER BY s.id`

/** One page in the transaction that moves the job on. Answers the next page; undefined when somebody else has moved it. */
async function carryPage(
  deps: Deps,
  job: Job,
  { cursor, looked, events }: Page & { events: readonly InboxEvent[] | Work[] },
): Promise<Row[] | undefined> {
  const { now, real } = { now: deps.clock.now(), real: deps.clock.real() }
  const moved = { cursor, done: looked, matched: events.length, now, leaseUntil: real + JOB_LEASE_MS }
  const along = [advanceJob(job, moved), pageOf(job, cursor)]
  if (isWork(events)) {
    for (let i = 0; i < events.length; i += 100) await handle(deps, events.slice(i, i + 100))
    return nextOf(await deps.db.batch(along))
  }
  if (events.length === 0) return nextOf(await deps.db.batch(along))
  const found = await keep(deps, events, { only: standsAt(job), along })
  await carryOut(deps, found)
  return nextOf(found.along)
}

function isWork(events: readonly InboxEvent[] | Work[]): events is Work[] {
  return events[0] !== undefined && 'who' in events[0]
}

function nextOf([advanced, next]: { rows: Row[]; changes: number }[]): Row[] | undefined {
  return advanced && advanced.changes > 0 ? next?.rows : undefined
}

type Pick = (members: Contact[]) => InboxEvent[] | Work[]

/** What there is to do for a page of contacts: an event in the inbox of each that is meant, or a look at each. */
async function picking(deps: Deps, job: Job): Promise<Pick> {
  const { task } = job
  switch (task.kind) {
    case 'for_each':
      return eachOf(deps, job, task)
    case 'start':
      return startsOf(deps, job, task)
    case 'touch':
      return (members) =>
        members.map(({ id }): Work => {
          return { who: { subjectId: id }, events: [], results: [], commands: [{ kind: 'touch' }] }
        })
    case 'count':
    case 'import':
      return () => []
    case 'tell':
      return toldOf(deps, job, task)
    case 'stop': {
      const { workflowId, reason } = task
      const command = { kind: 'cancel all' as const, workflowId, version: Number.MAX_SAFE_INTEGER, reason }
      return (members) =>
        members.map(({ id }): Work => ({ who: { subjectId: id }, events: [], results: [], commands: [command] }))
    }
    default:
      return task satisfies never
  }
}

async function eachOf(deps: Deps, job: Job, task: Extract<Task, { kind: 'for_each' }>): Promise<Pick> {
  const find = await deps.catalogue.programs([{ workflowId: task.workflowId, version: task.version }])
  const program = find(task.workflowId, task.version)
  const trigger = program?.triggers[task.trigger]
  const each = trigger?.kind === 'schedule' ? trigger.forEach : undefined
  const isMeant = await meantBy(deps, each, program?.inputs ?? {})
  return (members) =>
    members.filter(isMeant).map(({ id }) => tickEvent(eventIdOf(job.id, id), id, { ...task, now: deps.clock.now() }))
}

async function startsOf(deps: Deps, job: Job, task: Extract<Task, { kind: 'start' }>): Promise<Pick> {
  const { of, workflowId, inputs } = task
  const parsed = 'segment' in of ? parseExpression(of.segment, { returns: 'bool' }) : undefined
  const isMeant = parsed
    ? await meantBy(deps, parsed.kind === 'expression' ? parsed.expression : undefined, {})
    : () => true
  const data: JsonObject = { workflow_id: workflowId, job_id: job.id, ...(inputs && { inputs }) }
  return (members) =>
    members.filter(isMeant).map(({ id }) => {
      const now = deps.clock.now()
      const own = { channel: null, externalId: null, profile: null, causes: [] }
      return { id: eventIdOf(job.id, id), type: MANUAL, subjectId: id, at: now, receivedAt: now, data, ...own }
    })
}

async function toldOf(deps: Deps, job: Job, task: Extract<Task, { kind: 'tell' }>): Promise<Pick> {
  const { of, type, data } = task
  const parsed = 'segment' in of ? parseExpression(of.segment, { returns: 'bool' }) : undefined
  const isMeant = parsed
    ? await meantBy(deps, parsed.kind === 'expression' ? parsed.expression : undefined, {})
    : () => true
  return (members) =>
    members.filter(isMeant).map(({ id }) => {
      const now = deps.clock.now()
      const own = { channel: null, externalId: null, profile: null, causes: [] }
      return { id: eventIdOf(job.id, id), type, subjectId: id, at: now, receivedAt: now, data, ...own }
    })
}

/** Whether an expression over the contact holds. Without one nobody is meant: its workflow has changed since. */
async function meantBy(deps: Deps, expression: Expression | undefined, inputs: JsonObject) {
  const { settings, segments } = await deps.catalogue.known()
  return (contact: Contact): boolean => {
    const now = deps.clock.now()
    const about = { contact: contactVariables(contact, { ...settings, settings, now }), now: new Date(now) }
    const scope = { ...about, inputs, segments: segmentsIn(segments, about) }
    return expression !== undefined && holds(expression, scope).holds
  }
}

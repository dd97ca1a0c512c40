import type * as v from 'valibot'
import { ReportQuery } from '../../../schema/api/alerts.ts'
import { pageOf } from '../../../schema/api/page.ts'
import {
  AnswerBody,
  AnsweredTask,
  ComplaintReport,
  NoteBody,
  TaskAnswer,
  TaskBody,
  TaskQuery,
} from '../../../schema/api/tasks.ts'
import { broadcastOf } from '../../../schema/broadcast.ts'
import type { Command, CommandResult } from '../../../workflows/engine/command.ts'
import { parseDuration } from '../../../workflows/language/duration.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { carryOnBroadcast } from '../../run/broadcasts.ts'
import { handle, handleCommand } from '../../run/handle.ts'
import { lookAtBroadcast } from '../../store/broadcasts.ts'
import { complaintFigures } from '../../store/complaint-report.ts'
import { findContact } from '../../store/contacts.ts'
import { EVENT_LEASE_MS, type InboxEvent } from '../../store/events.ts'
import { newId } from '../../store/id.ts'
import { idsOf } from '../../store/merged.ts'
import {
  type Decision,
  decideTask,
  decisionOf,
  findTask,
  type KnownTask,
  listTasks,
  writeTasks,
} from '../../store/tasks.ts'
import { afterwards, later } from '../afterwards.ts'
import { problem } from '../problem.ts'
import { contactIdOrNull } from './event-json.ts'
import { type Asked, type Operation, operation } from './operation.ts'
import { numberAt, pageAnswer, textAt } from './page.ts'

export const tasks = [
  operation({
    method: 'GET',
    path: '/tasks',
    summary: 'What waits for a person, and what was decided; newest first',
    query: TaskQuery,
    answers: { 200: pageOf(TaskAnswer) },
    handle: async ({ c, deps, query, page }) => {
      const { contact_id: contactId, status, assignee } = query
      const filter = {
        status,
        assignee,
        subjects: contactId === undefined ? undefined : await idsOf(deps.db, contactId),
      }
      const [at, id] = [numberAt(page, 0), textAt(page, 1)]
      const before = page.after === null || at === null || id === null ? null : { at, id }
      const rows = await listTasks(deps.db, filter, { before, limit: page.limit })
      return c.json(pageAnswer(rows, page, taskJson, (task) => [task.createdAt, task.id]))
    },
  }),
  operation({
    method: 'GET',
    path: '/tasks/report',
    summary: 'How complaints were dealt with that were opened in a span; the last 30 days unless it is said',
    query: ReportQuery,
    answers: { 200: ComplaintReport },
    handle: report,
  }),
  operation({
    method: 'GET',
    path: '/tasks/:id',
    summary: 'One task',
    answers: { 200: TaskAnswer },
    handle: async ({ c, deps, id }) => {
      const task = await findTask(deps.db, id)
      return task ? c.json(taskJson(task)) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/tasks',
    summary: 'Give a person something to do. `task.done` tells when it is done',
    body: TaskBody,
    answers: { 201: TaskAnswer },
    handle: create,
  }),
  decision('approve', 'approved', 'Approve what a run asks for: it goes on with `then`'),
  decision('reject', 'rejected', 'Reject what a run asks for: it goes on with `else`'),
  decision('done', 'done', 'Say that a task is done'),
  operation({
    method: 'POST',
    path: '/tasks/:id/answer',
    summary: 'Write to the contact of a complaint. The first answer is the one that counts',
    body: AnswerBody,
    answers: { 200: AnsweredTask },
    handle: answer,
  }),
]

/** Whose a task is that is about nobody. */
const DESK = 's-desk'

async function create({ c, deps, body }: Asked<unknown, v.InferOutput<typeof TaskBody>>): Promise<Response> {
  const { contact_id: contactId, due_in: dueIn, title, detail = null, assignee = null } = body
  const contact = contactId === undefined ? undefined : await findContact(deps.db, contactId)
  if (contactId !== undefined && !contact)
    return problem(c, 400, 'the body is not right', [{ path: 'contact_id', message: 'there is no such contact' }])
  const now = deps.clock.now()
  const dueAt = dueIn === undefined ? null : now + (parseDuration(dueIn) ?? 0)
  const subjectId = contact?.id ?? DESK
  const id = `${subjectId}-t-${newId(now)}`
  const texts = { title, detail, assignee }
  const task = { id, subjectId, runId: '', workflowId: '', kind: 'task' as const, ...texts, dueAt, createdAt: now }
  await deps.db.batch([writeTasks([task])])
  const made = await findTask(deps.db, id)
  return made ? c.json(taskJson(made), 201) : problem(c, 404)
}

function decision(verb: string, status: Decision['status'], summary: string): Operation {
  return operation({
    method: 'POST',
    path: `/tasks/:id/${verb}`,
    summary,
    body: NoteBody,
    answers: { 200: TaskAnswer },
    handle: (asked) => decide(asked, status),
  })
}

type Closing = Pick<Asked<unknown, v.InferOutput<typeof NoteBody>>, 'c' | 'deps' | 'id' | 'body'>

/** One decision counts. What it leads to is carried out before this answers; should that fail, the sweep goes on with it. */
async function decide({ c, deps, id, body }: Closing, status: Decision['status']) {
  const task = await findTask(deps.db, id)
  if (!task) return problem(c, 404)
  if ((task.kind === 'approval') === (status === 'done'))
    return problem(c, 409, task.kind === 'approval' ? 'it is to be approved or rejected' : 'it is to be done')
  if (task.kind === 'complaint') return closeComplaint({ c, deps, id, body }, task)
  const made = { id, status, at: deps.clock.now(), by: c.var.caller.id, note: body.note ?? null }
  const event = eventOf(task, made)
  const broadcast = broadcastOf(task.subjectId)
  const also = broadcast === undefined ? [] : [lookAtBroadcast(broadcast, made.at)]
  const decided = await decideTask(deps.db, { ...made, event, also, leaseUntil: deps.clock.real() + EVENT_LEASE_MS })
  if (!decided) {
    const present = await findTask(deps.db, id)
    if (!present) return problem(c, 404)
    return problem(c, 409, present.status === 'open' ? 'its time is over' : `the task is ${present.status}`)
  }
  const work = { who: { subjectId: task.subjectId }, events: [event], results: [], commands: [] }
  await afterwards(handle(deps, [work]))
  if (broadcast !== undefined) await afterwards(carryOnBroadcast(deps, broadcast))
  return c.json(taskJson(decided))
}

/** A complaint is its contact's to close, in the commit that says so: no deadline can pass between the two. */
async function closeComplaint({ c, deps, id, body }: Closing, { subjectId }: KnownTask): Promise<Response> {
  const closing = { kind: 'close complaint' as const, id, by: c.var.caller.id, note: body.note ?? null }
  return answered({ c, deps, id }, await command({ c, deps }, subjectId, closing), taskJson)
}

async function answer({ c, deps, id, body }: Asked<unknown, v.InferOutput<typeof AnswerBody>>): Promise<Response> {
  const task = await findTask(deps.db, id)
  if (!task) return problem(c, 404)
  if (task.kind !== 'complaint') return problem(c, 409, 'only complaints are answered')
  const result = await command({ c, deps }, task.subjectId, { kind: 'answer complaint', id, text: body.text })
  const message = result?.kind === 'done' ? result.message : undefined
  return answered({ c, deps, id }, result, (now) => ({ ...taskJson(now), message }))
}

function command({ c, deps }: Pick<Asked, 'c' | 'deps'>, subjectId: string, asked: Command) {
  return handleCommand(deps, { who: { subjectId }, events: [], results: [], commands: [asked] }, later(c))
}

async function answered(
  { c, deps, id }: Pick<Asked, 'c' | 'deps' | 'id'>,
  result: CommandResult | undefined,
  json: (task: KnownTask) => object,
): Promise<Response> {
  const task = await findTask(deps.db, id)
  if (!task || !result) return problem(c, 404)
  if (result.kind === 'done') return c.json(json(task))
  return problem(c, 409, task.status === 'open' ? result.message : `the task is ${task.status}`)
}

const REPORT_MS = 30 * 86_400_000

async function report({ c, deps, query }: Asked<v.InferOutput<typeof ReportQuery>>): Promise<Response> {
  const now = deps.clock.now()
  const to = query.to === undefined ? now + 1 : Date.parse(query.to)
  const from = query.from === undefined ? to - REPORT_MS : Date.parse(query.from)
  const { answeredInTime, fixedInTime, toAnswer, toFix, ...counts } = await complaintFigures(deps.db, { from, to, now })
  return c.json({
    ...{ from: formatIso(from), to: formatIso(to), ...counts },
    answered_in_time: answeredInTime,
    fixed_in_time: fixedInTime,
    median_answer_seconds: secondsOrNull(toAnswer),
    median_fix_seconds: secondsOrNull(toFix),
  })
}

function secondsOrNull(ms: number | null): number | null {
  return ms === null ? null : ms / 1000
}

function eventOf(
  { id, kind, title, subjectId }: KnownTask,
  { status, at, by, note }: Pick<Decision, 'status' | 'at' | 'by' | 'note'>,
): InboxEvent {
  return {
    id: decisionOf(id),
    type: `task.${status}`,
    channel: null,
    externalId: null,
    subjectId,
    profile: null,
    at,
    receivedAt: at,
    data: { task_id: id, title, kind, by, ...(note !== null && { note }) },
    causes: [],
  }
}

function taskJson(task: KnownTask): v.InferOutput<typeof TaskAnswer> {
  const { id, kind, title, detail, assignee, status, decidedBy, note } = task
  return {
    ...{ id, kind, title, detail, assignee, status },
    contact_id: contactIdOrNull(task.subjectId),
    run_id: task.runId === '' ? null : task.runId,
    workflow_id: task.workflowId,
    due_at: isoOrNull(task.dueAt),
    answer_due_at: isoOrNull(task.answerBy ?? null),
    fix_due_at: task.kind === 'complaint' ? isoOrNull(task.dueAt) : null,
    first_answered_at: isoOrNull(task.firstAnsweredAt),
    resolved_at: task.status === 'done' ? isoOrNull(task.decidedAt) : null,
    created_at: formatIso(task.createdAt),
    decided_at: isoOrNull(task.decidedAt),
    decided_by: decidedBy,
    note,
  }
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : formatIso(ms)
}
